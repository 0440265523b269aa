using System.Collections.Immutable;
using System.Globalization;
using PoR.Core.Agreement;
using PoR.Core.Parameters;
using PoR.Core.Rounds;

namespace PoR.Simulation.Runs;

/// <summary>
/// Says how often a committee of this size fails by chance. For people only: doubles decide nothing here.
/// </summary>
public static class CommitteeWarnings
{
    private const double Tolerable = 1e-4;
    private const double HonestShare = 0.8;

    /// <summary>Warnings about a view's committee; none when it is large enough.</summary>
    /// <remarks>
    /// Seats are binomial over the eligible sub-users. A step misses its quorum when fewer than t_H seats are drawn, or
    /// when 20 % of the weight is silent and the rest draws too few; two halves may both reach t_H under a cut.
    /// </remarks>
    public static ImmutableArray<string> Of(CommitteeView view) =>
        [.. UnsafeLookBack(view.Parameters), .. SmallCommittee(view)];

    private static ImmutableArray<string> UnsafeLookBack(ProtocolParameters parameters) =>
        parameters.IsStakeLookBackUnsafe
            ?
            [
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"UNSAFE: protocol.stake-look-back is {parameters.StakeLookBackRounds}, protocol.look-back is "
                    + $"{parameters.LookBackRounds}: who knows a round's seed can choose which of its accounts enter, "
                    + $"and certify a block alone. For experiments only."),
            ]
            : [];

    private static ImmutableArray<string> SmallCommittee(CommitteeView view)
    {
        var weight = view.TotalWeight;
        var seats = view.ExpectedSeats(Step.LeaderSelection);
        if (weight == 0 || seats >= weight)
            return [];
        var p = (double)seats / weight;
        var threshold = view.CertificateThreshold;
        var missed = BinomialTails.Below(weight, p, threshold);
        var missedWithSilent = BinomialTails.Below((long)(HonestShare * weight), p, threshold);
        var half = BinomialTails.AtLeast(weight / 2, p, threshold);
        if (missed < Tolerable && half < Tolerable && missedWithSilent < 0.01)
            return [];
        return
        [
            string.Create(
                CultureInfo.InvariantCulture,
                $"A committee of {seats} expected seats is small: with all nodes connected a step misses its "
                + $"{threshold} seats with probability {missed:0.0e+0}, with 20 % of the weight silent "
                + $"{missedWithSilent:0.0e+0}; "
                + $"one of two halves reaches them alone with probability {half:0.0e+0}."),
        ];
    }
}
