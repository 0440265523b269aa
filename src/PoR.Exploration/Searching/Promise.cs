namespace PoR.Exploration.Searching;

/// <summary>What a state must keep.</summary>
/// <param name="Name">As the documents call it, such as S1.</param>
/// <param name="Sentence">What is promised, without a full stop.</param>
/// <param name="IsKept">Whether a state keeps it.</param>
/// <param name="IsLimit">
/// True for what the protocol does not promise here: a state that breaks it is told as a known limit, not as a
/// finding.
/// </param>
internal sealed record Promise<TState>(string Name, string Sentence, Predicate<TState> IsKept, bool IsLimit = false)
    where TState : notnull;
