using System.Collections.Immutable;
using System.Text;

namespace PoR.Reports;

/// <summary>The page, styles and scripts that <c>report.html</c> is put together from.</summary>
internal static class ReportAssets
{
    /// <summary>Our scripts in the order in which they stand in the page.</summary>
    internal static readonly ImmutableArray<string> Scripts =
    [
        "run.js", "format.js", "elements.js", "theme.js", "downloads.js", "charts.js", "sides.js", "header.js",
        "faults.js", "latencyCdf.js", "timelinePainter.js", "timeline.js", "roundDetails.js", "votes.js",
        "latencyOverTime.js", "messages.js", "reputation.js", "roundsTable.js", "main.js",
    ];

    /// <summary>The text of an asset, without an end of line at its end.</summary>
    /// <param name="name">Its path under <c>Assets</c>, with <c>/</c>.</param>
    /// <exception cref="InvalidOperationException">The assembly was built without it.</exception>
    internal static string Text(string name)
    {
        var stream = typeof(ReportAssets).Assembly.GetManifestResourceStream("Assets/" + name)
            ?? Missing(name);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n").TrimEnd('\n');
    }

    private static Stream Missing(string name) =>
        throw new InvalidOperationException($"The assembly holds no asset {name}.");
}
