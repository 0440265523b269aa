using System.Text.RegularExpressions;
using Limits;
using PoR.Reports.Results;

namespace PoR.Reports.Tests;

/// <summary>The page's scripts run without an error in a real browser, where one is installed.</summary>
public sealed class BrowserTests : IDisposable
{
    private static readonly string[] Options =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
        "--virtual-time-budget=3000", "--dump-dom",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("por-browser-").FullName;

    private static string? Browser =>
        (from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
         from name in new[] { "chromium", "chromium-browser", "google-chrome" }
         let path = Path.Combine(folder, name)
         where File.Exists(path)
         select path).FirstOrDefault();

    /// <summary>True where a browser of Chromium's kind is on the path.</summary>
    public static bool HasBrowser => Browser is not null;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory(Skip = "No Chromium here.", SkipUnless = nameof(HasBrowser))]
    [InlineData("a good run", 5)]
    [InlineData("a cut", 5)]
    [InlineData("unfinished", 4)]
    [InlineData("no round", 0)]
    [InlineData("all wrong", 5)]
    [InlineData("a liar", 5)]
    public async Task The_page_draws_its_charts_without_an_error(string kind, int charts)
    {
        Assert.Null(RunFolder.Write(Run(kind), [], _folder));

        var page = await Loaded(new Uri(Path.Combine(_folder, "report.html")) + "#dark");

        Assert.Contains("data-report=\"ready\"", Regex.Match(page, "<html[^>]*>").Value, StringComparison.Ordinal);
        Assert.Contains("data-theme=\"dark\"", page, StringComparison.Ordinal);
        Assert.Equal(charts, Regex.Count(page, "<div class=\"uplot"));
        var isLiar = kind == "a liar";
        Assert.Equal(isLiar, page.Contains("invalid vote, bad signature</td>", StringComparison.Ordinal));
        Assert.Equal(isLiar, page.Contains("aria-label=\"Proofs of misbehaviour\"", StringComparison.Ordinal));
    }

    private static RunResult Run(string kind) => kind switch
    {
        "a good run" => SampleRun.Of(12),
        "a cut" => SampleRun.Of(100, new("halves@30s+60s", 30, 90), new("80%@300s+20s", 300, 320)),
        "unfinished" => SampleRun.Unfinished(),
        "no round" => SampleRun.Of(0),
        "a liar" => SampleRun.Liar(),
        _ => SampleRun.Of(1) with
        {
            Crypto = "model",
            IsInsecure = true,
            HonestShare = 0,
            Violations = [new("I1", 1, 5.5, "</script><b>")],
            Warnings = ["</script>"],
        },
    };

    private async Task<string> Loaded(string address)
    {
        var profile = "--user-data-dir=" + Path.Combine(_folder, "profile");
        using var process = ChildProcess.Start(Browser!, [.. Options, profile, address]);
        return (await process.EndAsync()).Output;
    }
}
