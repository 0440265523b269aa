using PoR.Core.Canonical;

namespace PoR.Core.Parameters;

/// <summary>How accounts that are not in genesis become eligible: by sponsors whom sortition draws (D41).</summary>
public sealed record AdmissionParameters : ICanonical<AdmissionParameters>
{
    /// <summary>So small a denominator that expected rights and total weight stay within their integers.</summary>
    private const int RateDenominatorMax = 1_000_000;

    /// <summary>s: rights that a round draws in expectation for each eligible account; above 0, up to 1.</summary>
    public Ratio Rate { get; init; } = new(1, 5_000);

    /// <summary>v: a right of round r can be used in the blocks of the rounds r+1 to r+v. Rounds, 1 and up.</summary>
    public int RightRounds { get; init; } = 50;

    /// <summary>
    /// A: a sponsored account weighs at most ⌊cap · age / A⌋ while it is younger than A; without a cap, that share of
    /// its reputation. Rounds since its registration; 0 for no such limit.
    /// </summary>
    public int AgeingRounds { get; init; } = 2_000;

    /// <summary>
    /// Evidence within this time of its entry that blacklists an account halves its sponsor's reputation. Rounds; 0
    /// for none.
    /// </summary>
    public int LiabilityRounds { get; init; } = 500;

    /// <inheritdoc/>
    public void Write(CanonicalWriter writer)
    {
        writer.Value(Rate);
        writer.Int32(RightRounds);
        writer.Int32(AgeingRounds);
        writer.Int32(LiabilityRounds);
    }

    /// <inheritdoc/>
    public static AdmissionParameters Read(ref CanonicalReader reader) => new()
    {
        Rate = Ratio.Read(ref reader),
        RightRounds = reader.Int32(),
        AgeingRounds = reader.Int32(),
        LiabilityRounds = reader.Int32(),
    };

    /// <summary>The first thing that is impossible in these parameters; null when nothing is.</summary>
    /// <param name="roundsMax">The longest of all times in rounds.</param>
    internal ParameterFault? Fault(int roundsMax) =>
        ParameterFault.Of(
            $"The admission rate must be above 0, at most 1, and its denominator at most {RateDenominatorMax}.",
            (Rate.Numerator < 1 || Rate.Numerator > Rate.Denominator || Rate.Denominator > RateDenominatorMax,
                nameof(Rate)))
        ?? ParameterFault.Of(
            $"A right to sponsor must last 1..{roundsMax} rounds; ageing and liability may take 0..{roundsMax}.",
            (RightRounds < 1 || RightRounds > roundsMax, nameof(RightRounds)),
            (AgeingRounds < 0 || AgeingRounds > roundsMax, nameof(AgeingRounds)),
            (LiabilityRounds < 0 || LiabilityRounds > roundsMax, nameof(LiabilityRounds)));
}
