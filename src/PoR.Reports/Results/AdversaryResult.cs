using System.Collections.Immutable;

namespace PoR.Reports.Results;

/// <summary>A strategy that held nodes in a run, and what became of their accounts.</summary>
/// <param name="Label">As it was given, for example <c>split-voter 20%</c>.</param>
/// <param name="Nodes">Their numbers, ascending.</param>
/// <param name="Accounts">How many live there, or are asked in by it.</param>
public sealed record AdversaryResult(string Label, ImmutableArray<int> Nodes, int Accounts)
{
    /// <summary>
    /// Its share of the eligible weight, 0..1, one value a round; null for a round that no honest node has begun.
    /// </summary>
    public required ImmutableArray<double?> Shares { get; init; }

    /// <summary>How many accounts that genesis does not know have joined for it.</summary>
    public int Joined { get; init; }

    /// <summary>
    /// How many rounds have passed, at least, from an account's entry (its registration and its first congruent review
    /// are in blocks) until it weighed something; null: none of those that have joined weighs.
    /// </summary>
    public long? EntryRounds { get; init; }

    /// <summary>How many must pass (k). Rounds.</summary>
    public int EntryRoundsMin { get; init; }

    /// <summary>Mean reputation of the accounts that live there, at genesis and at the end.</summary>
    public (double Before, double After) Reputation { get; init; }

    /// <summary>How many of the accounts a block has blacklisted.</summary>
    public required int Blacklisted { get; init; }

    /// <summary>What one account has gained in reputation, at most.</summary>
    public required long Gained { get; init; }

    /// <summary>What the rules let one account gain in the run's block time (D43); null without a limit.</summary>
    public required long? GainAllowed { get; init; }

    /// <summary>An account's reputation before and after the block that took most of it; null: none fell.</summary>
    public required (long Before, long After)? GreatestFall { get; init; }
}
