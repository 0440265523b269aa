using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace PoR.Reports;

/// <summary><c>comparison.html</c>: several runs on one page, which opens without a server or a network.</summary>
public static class ComparisonHtml
{
    /// <summary>Most runs of a page: more lines nobody tells apart.</summary>
    public const int RunsMax = 16;

    private static readonly ImmutableArray<string> Scripts =
    [
        "compareRuns.js", "format.js", "elements.js", "theme.js", "downloads.js", "svg.js", "charts.js", "sides.js",
        "ready.js", "compare.js",
    ];

    /// <summary>Writes the page into a folder, under a temporary name first.</summary>
    /// <param name="runs">At least one, in the order of the page; at most <see cref="RunsMax"/>.</param>
    /// <param name="directory">The folder; made where it is missing.</param>
    /// <returns>Null when it was written, else one sentence that says what failed.</returns>
    public static string? Write(IReadOnlyList<StoredReport> runs, string directory)
    {
        ArgumentNullException.ThrowIfNull(runs);
        ArgumentOutOfRangeException.ThrowIfZero(runs.Count, nameof(runs));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(runs.Count, RunsMax, nameof(runs));
        ArgumentException.ThrowIfNullOrEmpty(directory);
        return RunFolder.WriteFiles([("comparison.html", Page)], directory);

        void Page(TextWriter writer) =>
            PageHtml.Write(Title(runs), "compare.main.html", Data(runs), Scripts, writer);
    }

    private static string Title(IReadOnlyList<StoredReport> runs) =>
        "PoR runs compared: " + string.Join(", ", runs.Select(run => run.Name));

    private static string Data(IReadOnlyList<StoredReport> runs)
    {
        using var buffer = new MemoryStream();
        // The default encoder escapes what could end the element in which the data stand.
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var run in runs)
            {
                json.WriteStartObject();
                json.WriteString("name", run.Name);
                json.WritePropertyName("data");
                run.Data.WriteTo(json);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
