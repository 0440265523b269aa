using System.Collections.Immutable;
using PoR.Reports.Results;

namespace PoR.Reports;

/// <summary>
/// <c>rounds.csv</c>: one row a round. A field is empty where a value is unknown; times are virtual seconds.
/// </summary>
internal static class RoundsCsv
{
    private const int Quantiles = 7;

    /// <summary>Writes the header and a row for each round of the run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="writer">Left open.</param>
    public static void Write(RunResult run, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(run);
        var table = new CsvTable(
            writer,
            "round", "startSeconds", "firstDecidedSeconds", "lastDecidedSeconds", "empty", "step", "leader",
            "reviews", "latencySeconds", "block", "congruent", "incongruent", "unadjusted", "eligible",
            "totalWeight", "certificateThreshold", "honestShare", "ballots", "forked", "blacklisted",
            "reputationMin", "reputationP10", "reputationP25", "reputationMedian", "reputationP75",
            "reputationP90", "reputationMax", "committed", "halfDecidedSeconds", "mostDecidedSeconds");
        foreach (var round in run.Rounds)
            table.Row(
                [
                    .. Fields(round), .. QuantileFields(round.ReputationQuantiles), Figures.Text(round.IsCommitted),
                    Figures.Text(round.HalfDecidedSeconds), Figures.Text(round.MostDecidedSeconds),
                ]);
    }

    private static IEnumerable<string> Fields(RoundResult round) =>
    [
        Figures.Text(round.Round),
        Figures.Text(round.StartSeconds),
        Figures.Text(round.FirstDecidedSeconds),
        Figures.Text(round.LastDecidedSeconds),
        Figures.Text(round.IsEmpty),
        Figures.Text(round.Step),
        round.Leader ?? "",
        Figures.Text(round.Reviews),
        Figures.Text(round.LatencySeconds),
        round.Block,
        Figures.Text(round.Congruent),
        Figures.Text(round.Incongruent),
        Figures.Text(round.Unadjusted),
        Figures.Text(round.Eligible),
        Figures.Text(round.TotalWeight),
        Figures.Text(round.CertificateThreshold),
        Figures.Text(round.HonestShare),
        Figures.Text(round.Ballots),
        Figures.Text(round.IsForked),
        Figures.Text(round.Blacklisted),
    ];

    private static IEnumerable<string> QuantileFields(ImmutableArray<long> quantiles) =>
        quantiles.IsDefaultOrEmpty ? Enumerable.Repeat("", Quantiles) : quantiles.Select(Figures.Text);
}
