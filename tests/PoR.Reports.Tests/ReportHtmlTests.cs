using System.Text.Json;
using System.Text.RegularExpressions;
using PoR.Reports.Results;

namespace PoR.Reports.Tests;

/// <summary>report.html: one file that loads nothing and trusts no text of the run.</summary>
public sealed class ReportHtmlTests
{
    private const string Hostile = "</script><script>alert(1)</script><!-- {{data}} & \"'\u2028 ]]>";

    [Fact]
    public void The_page_loads_nothing()
    {
        // The library names its home in a comment, which no browser follows; a picture names parts of itself.
        var page = Page(SampleRun.Of(12))
            .Replace("/*! https://github.com/leeoniya/uPlot", "", StringComparison.Ordinal)
            .Replace("url(#", "", StringComparison.Ordinal);

        string[] ways = ["http://", "https://", "src=", "@import", "url(", "<link", "fetch(", "XMLHttpRequest"];
        Assert.All(ways, way => Assert.DoesNotContain(way, page, StringComparison.Ordinal));
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_data_are_json_with_a_value_for_each_round()
    {
        var run = SampleRun.Of(100, new FaultWindow("halves@30s+60s", 30, 90));
        var data = Data(Page(run));

        Assert.All(data.GetProperty("rounds").EnumerateObject(), column =>
            Assert.Equal(100, column.Value.GetArrayLength()));
        Assert.All(data.GetProperty("reputation").EnumerateObject(), column =>
            Assert.Equal(100, column.Value.GetArrayLength()));
        Assert.Equal(run.Rounds[99].Steps.Length, data.GetProperty("steps")[99].GetArrayLength());
        Assert.Equal("halves@30s+60s", data.GetProperty("faults")[0].GetProperty("label").GetString());
        Assert.Equal(6, data.GetProperty("tracks").GetArrayLength());
        // JavaScript would round the number.
        Assert.Equal("18446744073709551615", data.GetProperty("seed").GetString());
    }

    [Fact]
    public void Hostile_text_stays_text()
    {
        var harmless = Page(SampleRun.Of(1));
        var page = Page(SampleRun.Of(1) with
        {
            Profile = Hostile,
            ReplayCommand = Hostile,
            Warnings = [Hostile],
            Faults = [new(Hostile, 1, 2)],
            Violations = [new(Hostile, 1, 1, Hostile)],
            Tracks = [new(Hostile, [5], null, null)],
            Refused = [new(Hostile, Hostile, 1, Hostile)],
            Evidence = [new(Hostile, Hostile, 1)],
        });

        Assert.Equal(Regex.Count(harmless, "(?i)</?script"), Regex.Count(page, "(?i)</?script"));
        Assert.DoesNotContain("alert(1)<", page, StringComparison.Ordinal);
        var data = Data(page);
        Assert.Equal(Hostile, data.GetProperty("profile").GetString());
        Assert.Equal(Hostile, data.GetProperty("warnings")[0].GetString());
        Assert.Equal(Hostile, data.GetProperty("tracks")[0].GetProperty("account").GetString());
    }

    [Fact]
    public void What_summary_json_holds_too_has_the_same_keys()
    {
        var run = SampleRun.Liar() with { Violations = [new("I1", 3, 12.5, "Two blocks.")] };
        var data = Data(Page(run));
        using var writer = new StringWriter();
        SummaryJson.Write(run, writer);
        var summary = JsonDocument.Parse(writer.ToString()).RootElement;

        Assert.All(["violations", "refused", "evidence"], name => Assert.True(
            JsonElement.DeepEquals(summary.GetProperty(name), data.GetProperty(name)), name));
    }

    [Fact]
    public void The_librarys_licence_is_in_the_page()
    {
        var page = Page(SampleRun.Of(1));

        Assert.Contains("Copyright (c) 2022 Leon Sorokin", page, StringComparison.Ordinal);
        Assert.Contains("Permission is hereby granted", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_script_of_ours_is_in_a_page()
    {
        var pages = Page(SampleRun.Of(1)) + Comparison(SampleRun.Of(1));
        var names = typeof(ReportHtml).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("Assets/", StringComparison.Ordinal))
            .Select(name => name["Assets/".Length..])
            .Where(name => name.EndsWith(".js", StringComparison.Ordinal) && !name.Contains('/'))
            .ToList();

        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.Contains($"\n// {name}\n", pages, StringComparison.Ordinal));
    }

    [Fact]
    public void The_same_run_gives_the_same_page()
    {
        var expected = Page(SampleRun.Of(5));
        using var culture = new CommaCulture();

        Assert.Equal(expected, Page(SampleRun.Of(5)));
        Assert.DoesNotContain('\r', expected);
    }

    [Fact]
    public void No_script_of_ours_makes_html_of_text()
    {
        var (page, comparison) = (Page(SampleRun.Of(1)), Comparison(SampleRun.Of(1)));
        var ours = page[page.IndexOf("// run.js", StringComparison.Ordinal)..]
            + comparison[comparison.IndexOf("// compareRuns.js", StringComparison.Ordinal)..];

        string[] ways = ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"];
        Assert.All(ways, way => Assert.DoesNotContain(way, ours, StringComparison.Ordinal));
    }

    [Fact(DisplayName = "What a page says of a run is what a comparison takes out of it, and hostile text stays text")]
    public void A_page_gives_its_data_back()
    {
        var run = SampleRun.Divided() with { Profile = Hostile };
        var report = StoredReport.Of(Hostile, Page(run), out var fault);

        Assert.Null(fault);
        Assert.True(JsonElement.DeepEquals(Data(Page(run)), report!.Data));
        Assert.Equal(
            Regex.Count(Comparison(SampleRun.Of(1)), "(?i)</?script"),
            Regex.Count(Comparison(run), "(?i)</?script"));
    }

    [Theory(DisplayName = "A page that holds no run of this version is told")]
    [InlineData("<html></html>", "it is no page of a run")]
    [InlineData("<script id=\"run-data\">{</script>", "its data are damaged: ")]
    [InlineData("<script id=\"run-data\">[]</script>", "its data are damaged: they are no object")]
    [InlineData("<script id=\"run-data\">{\"rounds\":{}}</script>", "its data have no steps as this version writes it")]
    public void A_wrong_page_is_told(string page, string sentence)
    {
        Assert.Null(StoredReport.Of("a", page, out var fault));
        Assert.StartsWith(sentence, fault, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "A page of an older version, which has not when half of the nodes decided, is told")]
    public void An_older_page_is_told()
    {
        var page = Page(SampleRun.Of(2)).Replace("\"halfDecided\":", "\"half\":", StringComparison.Ordinal);

        Assert.Null(StoredReport.Of("a", page, out var fault));
        Assert.StartsWith("its data have no rounds.halfDecided as", fault, StringComparison.Ordinal);
    }

    private static string Comparison(RunResult run)
    {
        var folder = Directory.CreateTempSubdirectory("por-compare-").FullName;
        try
        {
            var report = StoredReport.Of("a", Page(run), out _);
            Assert.Null(ComparisonHtml.Write([report!, report! with { Name = Hostile }], folder));
            return File.ReadAllText(Path.Combine(folder, "comparison.html"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Page(RunResult run)
    {
        using var writer = new StringWriter();
        ReportHtml.Write(run, writer);
        return writer.ToString();
    }

    private static JsonElement Data(string page)
    {
        const string Start = "<script type=\"application/json\" id=\"run-data\">";
        var from = page.IndexOf(Start, StringComparison.Ordinal) + Start.Length;
        var text = page[from..page.IndexOf("</script>", from, StringComparison.Ordinal)];
        Assert.DoesNotContain('<', text);
        return JsonDocument.Parse(text).RootElement;
    }
}
