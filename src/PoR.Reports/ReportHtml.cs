using System.Collections.Immutable;
using PoR.Reports.Results;

namespace PoR.Reports;

/// <summary>
/// <c>report.html</c>: one file that shows a run and opens without a server or a network
/// (views P1 to P8).
/// </summary>
internal static class ReportHtml
{
    private static readonly ImmutableArray<string> Scripts =
    [
        "run.js", "format.js", "elements.js", "theme.js", "downloads.js", "svg.js", "charts.js", "sides.js",
        "header.js", "faults.js", "latencyCdf.js", "timelinePainter.js", "timeline.js", "roundDetails.js", "votes.js",
        "committees.js", "latencyOverTime.js", "reach.js", "map.js", "messages.js", "reputation.js", "roundsTable.js",
        "ready.js", "main.js",
    ];

    /// <summary>Writes the whole page.</summary>
    /// <param name="run">The run.</param>
    /// <param name="writer">Left open; should write UTF-8, which the page declares.</param>
    public static void Write(RunResult run, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(writer);
        PageHtml.Write(
            $"PoR run: {run.Profile}, seed {run.Seed}{(run.Cancelled is null ? "" : ", cancelled")}",
            "report.main.html", ReportData.Json(run), Scripts, writer);
    }
}
