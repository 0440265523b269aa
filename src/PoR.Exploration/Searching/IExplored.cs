namespace PoR.Exploration.Searching;

/// <summary>A machine of finitely many states in which an adversary chooses what happens next.</summary>
/// <typeparam name="TState">A state; equal states are one.</typeparam>
/// <remarks>The search needs nothing else: another engine brings its states, its rules and its promises.</remarks>
internal interface IExplored<TState>
    where TState : notnull
{
    /// <summary>Where every path begins.</summary>
    TState Start { get; }

    /// <summary>What every state that can be reached must keep, in the order in which findings are told.</summary>
    IReadOnlyList<Promise<TState>> Promises { get; }

    /// <summary>How often the rules under test have been asked so far.</summary>
    long RuleCalls { get; }

    /// <summary>All states that the adversary can bring about next, in an order that never changes.</summary>
    IEnumerable<TState> Next(TState state);
}
