using System.Collections.Immutable;

namespace PoR.Reports.Results;

/// <summary>A strategy that held nodes in a run, and what became of their accounts.</summary>
/// <param name="Label">As it was given, for example <c>split-voter 20%</c>.</param>
/// <param name="Nodes">Their numbers, ascending.</param>
/// <param name="Accounts">How many live there.</param>
public sealed record AdversaryResult(string Label, ImmutableArray<int> Nodes, int Accounts)
{
    /// <summary>
    /// Its share of the eligible weight, 0..1, one value a round; null for a round that no honest node has begun.
    /// </summary>
    public required ImmutableArray<double?> Shares { get; init; }

    /// <summary>How many of the accounts a block has blacklisted.</summary>
    public required int Blacklisted { get; init; }

    /// <summary>What one account has gained in reputation, at most.</summary>
    public required long Gained { get; init; }

    /// <summary>What the rules let one account gain in the run's block time (D43); null without a limit.</summary>
    public required long? GainAllowed { get; init; }

    /// <summary>An account's reputation before and after the block that took most of it; null: none fell.</summary>
    public required (long Before, long After)? GreatestFall { get; init; }
}
