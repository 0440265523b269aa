using PoR.Core.Canonical;

namespace PoR.Core.Transactions;

/// <summary>What the leader found in a review: ReviewEval and RepAdjust (PoR §3.7, §5.2 step 1).</summary>
/// <param name="Score">ReviewEval: positivity of the text, 0..100.</param>
/// <param name="Verdict">How the rating fits the score.</param>
/// <param name="Flags">Behaviour that withholds the adjustment or blacklists the author.</param>
/// <param name="RepAdjust">What is added to the author's reputation; never takes it below 0.</param>
public sealed record ReviewEvaluation(
    byte Score, CongruenceVerdict Verdict, BehaviourFlags Flags, long RepAdjust)
    : ICanonical<ReviewEvaluation>
{
    /// <summary>The highest score.</summary>
    public const byte ScoreMax = 100;

    /// <inheritdoc/>
    public void Write(CanonicalWriter writer)
    {
        writer.Byte(Score);
        writer.Byte((byte)Verdict);
        writer.Byte((byte)Flags);
        writer.Int64(RepAdjust);
    }

    /// <inheritdoc/>
    public static ReviewEvaluation? Read(ref CanonicalReader reader)
    {
        var score = reader.Byte();
        var verdict = (CongruenceVerdict)reader.Byte();
        var flags = (BehaviourFlags)reader.Byte();
        var adjust = reader.Int64();
        if (score > ScoreMax)
            reader.Fail($"a score must be 0..100, not {score}.");
        if (verdict > CongruenceVerdict.Incongruent)
            reader.Fail("a verdict is unknown.");
        return reader.Fault is null ? new ReviewEvaluation(score, verdict, flags, adjust) : null;
    }
}

/// <summary>How a review's rating fits its text (PoR §3.6).</summary>
public enum CongruenceVerdict : byte
{
    /// <summary>The text says nothing that can be scored: neither reward nor penalty.</summary>
    NoEvidence = 0,

    /// <summary>Within the inner band: the larger step up.</summary>
    Congruent = 1,

    /// <summary>Within the outer band: the smaller step up.</summary>
    MostlyCongruent = 2,

    /// <summary>Outside both bands: reputation is halved.</summary>
    Incongruent = 3,
}
