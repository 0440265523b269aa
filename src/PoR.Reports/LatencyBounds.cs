using PoR.Reports.Results;

namespace PoR.Reports;

/// <summary>The latencies that the paper promises (PoR §6.5, Theorem 5.1 of Algorand). Virtual seconds.</summary>
/// <param name="LeaderHonesty">p_h ≥ h²(1 + h − h²), h = honest share of eligible weight. 0..1.</param>
/// <param name="HonestLeaderSeconds">A round whose leader is honest: at most 4λ + Λ'.</param>
/// <param name="RecoverySeconds">
/// H = (12/p_h + 8)λ + Λ': mean of a round whose leader is malicious, and of recovery after a cut;
/// null when nobody is honest.
/// </param>
/// <remarks>The paper's Λ is Λ' here in both, since a run knows only the Λ that contains the evaluation.</remarks>
public sealed record LatencyBounds(double LeaderHonesty, double HonestLeaderSeconds, double? RecoverySeconds)
{
    /// <summary>The bounds under a run's parameters and its honest share at the end.</summary>
    public static LatencyBounds Of(RunResult run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var h = run.HonestShare;
        var honesty = h * h * (1 + h - h * h);
        return new(
            honesty,
            4 * run.SmallLambdaSeconds + run.BigLambdaSeconds,
            honesty > 0 ? (12 / honesty + 8) * run.SmallLambdaSeconds + run.BigLambdaSeconds : null);
    }
}
