using System.Collections.Immutable;
using PoR.Reports.Results;

namespace PoR.Reports;

/// <summary>Latencies of all finished rounds, empty ones included. Virtual seconds.</summary>
/// <param name="P50">The median.</param>
/// <param name="P90">90 % of the rounds took at most this.</param>
/// <param name="P99">99 % of the rounds took at most this.</param>
/// <param name="Max">The slowest round.</param>
/// <remarks>
/// Percentiles are by nearest rank: p is the least latency that at least p % of the rounds do not exceed.
/// So each is the latency of a round that took place, and nothing is interpolated.
/// </remarks>
public sealed record LatencySummary(double P50, double P90, double P99, double Max)
{
    /// <summary>The latencies of these rounds; null when none of them finished.</summary>
    public static LatencySummary? From(IEnumerable<RoundResult> rounds)
    {
        ArgumentNullException.ThrowIfNull(rounds);
        var sorted = rounds.Select(round => round.LatencySeconds).OfType<double>().Order().ToImmutableArray();
        return sorted.IsEmpty
            ? null
            : new(NearestRank.Of(sorted, 50), NearestRank.Of(sorted, 90), NearestRank.Of(sorted, 99), sorted[^1]);
    }
}
