using System.Collections.Immutable;
using System.Net;
using System.Text;

namespace PoR.Reports;

/// <summary>A page in one file that opens without a server or a network.</summary>
/// <remarks>
/// The page's content policy forbids it to load anything. The same data give the same bytes.
/// </remarks>
internal static class PageHtml
{
    /// <summary>Writes the whole page.</summary>
    /// <param name="title">Plain text.</param>
    /// <param name="main">The asset with its sections.</param>
    /// <param name="data">JSON without &lt;, &gt; and &amp;.</param>
    /// <param name="scripts">The assets of its script, in order.</param>
    /// <param name="writer">Left open; should write UTF-8, which the page declares.</param>
    public static void Write(
        string title, string main, string data, ImmutableArray<string> scripts, TextWriter writer)
    {
        // The template is cut at its marks before filling, so that a mark inside a text of the run is not filled.
        var parts = ReportAssets.Text("page.html").Split("{{");
        writer.Write(parts[0]);
        foreach (var part in parts.Skip(1))
        {
            var end = part.IndexOf("}}", StringComparison.Ordinal);
            writer.Write(part[..end] switch
            {
                "title" => WebUtility.HtmlEncode(title),
                "styles" => ReportAssets.Text("uPlot/uPlot.min.css") + "\n" + ReportAssets.Text("report.css"),
                "main" => ReportAssets.Text(main),
                "licence" => WebUtility.HtmlEncode(ReportAssets.Text("uPlot/LICENSE")),
                "data" => data,
                "library" => ReportAssets.Text("uPlot/uPlot.iife.min.js"),
                "script" => Script(scripts),
                var mark => throw new InvalidOperationException($"The page has no content for {mark}."),
            });
            writer.Write(part[(end + 2)..]);
        }

        writer.Write('\n');
    }

    private static string Script(ImmutableArray<string> names)
    {
        var script = new StringBuilder();
        foreach (var name in names)
            script.Append("// ").Append(name).Append('\n').Append(ReportAssets.Text(name)).Append("\n\n");
        return script.ToString();
    }
}
