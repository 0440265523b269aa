using PoR.Core;

namespace PoR.Consensus.Agreement;

/// <summary>Conditions that hold after every counted vote; checked at every vote, also in Release.</summary>
internal static class TallyContract
{
    /// <summary>Compares a step's counts and what they amount to before and after a vote.</summary>
    /// <param name="before">The counts before.</param>
    /// <param name="after">The counts after.</param>
    /// <param name="told">What the counts amounted to before.</param>
    /// <param name="now">What they amount to after.</param>
    /// <exception cref="InvariantViolationException">The vote broke a rule.</exception>
    public static void Check(in TallyCounts before, in TallyCounts after, TallySummary told, TallySummary now)
    {
        Require(after.Heard >= before.Heard, "What was heard stays heard.");
        Require(
            long.Min(after.Zero, long.Min(after.One, after.Empty)) >= 0 && after.Heaviest >= 0,
            "No count is below zero.");
        Require(
            after.Zero + after.One + after.Empty <= after.Heard && after.Heaviest <= after.Heard,
            "A sender counts once.");
        Require(
            after.OneEnding >= before.OneEnding && after.OneEnding <= after.Heard,
            "What counts for an ending of bit 1 stays, once for each sender.");
        Require(
            after.HeaviestEnding >= before.HeaviestEnding && after.HeaviestEnding <= after.Heard,
            "What counts for an ending with a block stays, once for each sender.");
        Require(
            (told.BlockEnding is null || now.BlockEnding is not null) && (!told.HasEmptyEnding || now.HasEmptyEnding),
            "An ending is never lost again.");
        Require(now.ContradictionCount >= told.ContradictionCount, "A contradiction is never taken back.");
    }

    private static void Require(bool holds, string contract) => InvariantViolationException.Require(holds, contract);
}

/// <summary>A step's seats at one moment.</summary>
/// <param name="Heard">Of all senders.</param>
/// <param name="Zero">For bit 0.</param>
/// <param name="One">For bit 1.</param>
/// <param name="Empty">For ⊥, in steps without a bit.</param>
/// <param name="Heaviest">Of the value that most seats are for.</param>
/// <param name="OneEnding">For Ending Condition 1.</param>
/// <param name="HeaviestEnding">Of the value that most seats are for in Ending Condition 0.</param>
internal readonly record struct TallyCounts(
    long Heard, long Zero, long One, long Empty, long Heaviest, long OneEnding, long HeaviestEnding);
