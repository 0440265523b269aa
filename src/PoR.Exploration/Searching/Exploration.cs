using System.Collections.Immutable;

namespace PoR.Exploration.Searching;

/// <summary>What a search has found.</summary>
/// <param name="States">How many different states were reached.</param>
/// <param name="Transitions">How many successors they have in all.</param>
/// <param name="RuleCalls">How often the rules under test were asked.</param>
/// <param name="IsWhole">True when no state is left unexplored; false when a limit ended the search.</param>
/// <param name="Findings">For each promise that is broken, a shortest way there; at most one a promise.</param>
internal sealed record Exploration<TState>(
    int States, long Transitions, long RuleCalls, bool IsWhole, ImmutableArray<Finding<TState>> Findings)
    where TState : notnull;

/// <summary>A promise that some state breaks.</summary>
/// <param name="Promise">Which.</param>
/// <param name="Path">From the start to the first state that breaks it, both included.</param>
internal sealed record Finding<TState>(Promise<TState> Promise, ImmutableArray<TState> Path)
    where TState : notnull;
