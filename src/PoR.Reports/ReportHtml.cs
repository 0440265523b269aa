using System.Net;
using System.Text;
using PoR.Reports.Results;

namespace PoR.Reports;

/// <summary>
/// <c>report.html</c>: one file that shows a run and opens without a server or a network
/// (views P1, P2, P3, P6, P7 and P8).
/// </summary>
/// <remarks>
/// The page's content policy forbids it to load anything. The same run gives the same bytes.
/// </remarks>
internal static class ReportHtml
{
    /// <summary>Writes the whole page.</summary>
    /// <param name="run">The run.</param>
    /// <param name="writer">Left open; should write UTF-8, which the page declares.</param>
    public static void Write(RunResult run, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(writer);
        // The template is cut at its marks before filling, so that a mark inside a text of the run is not filled.
        var parts = ReportAssets.Text("report.html").Split("{{");
        writer.Write(parts[0]);
        foreach (var part in parts.Skip(1))
        {
            var end = part.IndexOf("}}", StringComparison.Ordinal);
            writer.Write(Content(part[..end], run));
            writer.Write(part[(end + 2)..]);
        }
        writer.Write('\n');
    }

    private static string Content(string mark, RunResult run) => mark switch
    {
        "title" => WebUtility.HtmlEncode($"PoR run: {run.Profile}, seed {run.Seed}"),
        "styles" => ReportAssets.Text("uPlot/uPlot.min.css") + "\n" + ReportAssets.Text("report.css"),
        "licence" => WebUtility.HtmlEncode(ReportAssets.Text("uPlot/LICENSE")),
        "data" => ReportData.Json(run),
        "library" => ReportAssets.Text("uPlot/uPlot.iife.min.js"),
        "script" => Script(),
        _ => throw new InvalidOperationException($"The page has no content for {mark}."),
    };

    private static string Script()
    {
        var script = new StringBuilder();
        foreach (var name in ReportAssets.Scripts)
            script.Append("// ").Append(name).Append('\n').Append(ReportAssets.Text(name)).Append("\n\n");
        return script.ToString();
    }
}
