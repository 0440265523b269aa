using System.Net;
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
    [InlineData("a good run", 6)]
    [InlineData("a cut", 6)]
    [InlineData("unfinished", 5)]
    [InlineData("no round", 0)]
    [InlineData("cancelled", 0)]
    [InlineData("all wrong", 6)]
    [InlineData("a liar", 6)]
    public async Task The_page_draws_its_charts_without_an_error(string kind, int charts)
    {
        Assert.Null(RunFolder.Write(Run(kind), [], _folder));

        var page = await Loaded(new Uri(Path.Combine(_folder, "report.html")) + "#dark");

        Assert.Contains("data-report=\"ready\"", Regex.Match(page, "<html[^>]*>").Value, StringComparison.Ordinal);
        Assert.Contains("data-theme=\"dark\"", page, StringComparison.Ordinal);
        Assert.Equal(charts, Regex.Count(page, "<div class=\"uplot"));
        Assert.Equal(kind == "cancelled", TextOf(page).Contains(
            "◼ Cancelled before a round was decided, of 20, at 0.5 s. This page shows", StringComparison.Ordinal));
        var isLiar = kind == "a liar";
        Assert.Equal(isLiar, page.Contains("invalid vote, bad signature</td>", StringComparison.Ordinal));
        Assert.Equal(isLiar, page.Contains("aria-label=\"Proofs of misbehaviour\"", StringComparison.Ordinal));
    }

    [Fact(
        DisplayName = "The page says of each side of a cut how long rounds took before, in and after it, and why",
        Skip = "No Chromium here.", SkipUnless = nameof(HasBrowser))]
    public async Task The_page_tells_the_sides_of_a_cut_apart()
    {
        var run = SampleRun.Divided();
        Assert.Null(RunFolder.Write(run, [], _folder));

        var text = TextOf(await Loaded(new Uri(Path.Combine(_folder, "report.html")).ToString()));

        var touched = run.Rounds.Where(run.Faults[0].Touches).ToArray();
        var open = Assert.Single(touched, round => round.StartSeconds <= 30);
        var missed = touched.Where(round => round != open).ToArray();
        var late = missed.Max(round => round.Sides[1].HalfDecidedSeconds) - 90;
        Assert.Contains("side 1, 48 nodes: 0–47 (80 %): a round took ", text, StringComparison.Ordinal);
        Assert.Contains("side 2, 12 nodes: 48–59 (20 %): a round took ", text, StringComparison.Ordinal);
        Assert.Contains(
            FormattableString.Invariant($"round {open.Round} was open for {91 - open.StartSeconds:0.00} s and ended ")
                + FormattableString.Invariant($"1.00 s after the fault; it caught up with {missed.Length} rounds ")
                + FormattableString.Invariant($"within {late:0.00} s after it"),
            text, StringComparison.Ordinal);
        Assert.Contains(
            "no quorum in step 2, leader selection: 98 equal seats of the 345 that t_H asks", text,
            StringComparison.Ordinal);
        Assert.Contains("✔ quorums with 492 equal seats, t_H 345", text, StringComparison.Ordinal);
        Assert.Contains("Who hears whom, over time and by region", text, StringComparison.Ordinal);
        Assert.Contains("vote sent18,000900.015.0", text, StringComparison.Ordinal);
        Assert.Contains("Rounds 1 to 12 of 20 are in sight; scroll for more ▾", text, StringComparison.Ordinal);
    }

    [Fact(
        DisplayName = "The heat map of committees tells the cell to which arrow keys lead, and how fair the draw was",
        Skip = "No Chromium here.", SkipUnless = nameof(HasBrowser))]
    public async Task The_heat_map_is_told_by_keys()
    {
        var page = PageWith(SampleRun.Of(12), """
            <script>addEventListener("load", () => {
              for (const key of ["Home", "ArrowDown", "ArrowDown", "ArrowRight", "ArrowUp"])
                document.querySelector(".heat canvas").dispatchEvent(new KeyboardEvent("keydown", { key }));
            })</script>
            """);
        var row = CommitteeRow.Of(SampleRun.Of(12).Committees!.Participants)[1];

        var text = TextOf(await Loaded(page));

        Assert.Contains(
            FormattableString.Invariant($"Round 2 · ranks 13–24, reputation 1,177 to 1,188 · {row.Steps(1)} steps, ")
                + FormattableString.Invariant($"{row.Steps(1) / 12.0:0.00} each · in all {row.Seats} seats, ")
                + FormattableString.Invariant($"{row.ExpectedSeats:0.0} ± "),
            text, StringComparison.Ordinal);
        Assert.Contains(" of the 92 rows with weight lie within two standard", text, StringComparison.Ordinal);
    }

    [Fact(
        DisplayName = "Two cuts that overlap are shown together: keys choose a time, and the text says who hears whom",
        Skip = "No Chromium here.", SkipUnless = nameof(HasBrowser))]
    public async Task Overlapping_cuts_are_combined()
    {
        var page = PageWith(SampleRun.Overlapping(), """
            <script>addEventListener("load", () => document.querySelector("#map .heat canvas")
              .dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight" })))</script>
            """);

        var loaded = await Loaded(page);
        var text = TextOf(loaded);

        Assert.Contains("data-report=\"ready\"", Regex.Match(loaded, "<html[^>]*>").Value, StringComparison.Ordinal);
        Assert.Contains(
            "50.0 to 70.0 s · halves@30s+40s and 20%@50s+40s,oneway · 3 sides · 3 parts that do not reach", text,
            StringComparison.Ordinal);
        Assert.Contains("● side 1, 30 nodes: 30–59 (50 %) hears nobody else", text, StringComparison.Ordinal);
        Assert.Contains("▲ side 3, 12 nodes: 0–11 (20 %) hears ■", text, StringComparison.Ordinal);
    }

    [Fact(
        DisplayName = "Each chart is saved as SVG, too, which shows what its PNG shows",
        Skip = "No Chromium here.", SkipUnless = nameof(HasBrowser))]
    public async Task Charts_are_saved_as_shapes()
    {
        // Each file is drawn beside what the page shows, and the share of the marks that differ much is told.
        var page = PageWith(SampleRun.Overlapping(), """
            <script>addEventListener("load", async () => {
              const saved = {};
              window.Blob = class extends Blob { constructor(parts, how) { super(parts, how); this.text = parts[0]; } };
              let blob = null;
              URL.createObjectURL = one => { blob = one; return "#"; };
              HTMLAnchorElement.prototype.click = function () { saved[this.download] = blob.text; };
              const turn = milliseconds => new Promise(done => setTimeout(done, milliseconds));
              const canvasOf = (width, height) => Object.assign(document.createElement("canvas"), { width, height });
              await turn(500);
              const told = [];
              for (const button of [...document.querySelectorAll("button")].filter(one => one.textContent === "SVG")) {
                button.click();
                await turn(50);
                const [name, text] = Object.entries(saved).at(-1);
                const image = new Image();
                await new Promise((done, wrong) => {
                  [image.onload, image.onerror] = [done, wrong];
                  image.src = "data:image/svg+xml," + encodeURIComponent(text);
                });
                const charts = [...button.closest("section").querySelectorAll("canvas:not(.key canvas)")];
                const height = charts.reduce((sum, chart) => sum + chart.height, 0);
                const shown = canvasOf(image.width, height), drawn = canvasOf(image.width, height);
                const context = shown.getContext("2d");
                context.fillStyle = getComputedStyle(button.closest("section")).backgroundColor;
                context.fillRect(0, 0, image.width, height);
                let top = 0;
                for (const chart of charts) {
                  context.drawImage(chart, 0, top);
                  top += chart.height;
                }
                drawn.getContext("2d").drawImage(image, 0, 0);
                // A fourth as large, so that edges and letters that are a pixel apart count for little.
                const pixels = canvas => {
                  const small = canvasOf(Math.ceil(image.width / 4), Math.ceil(height / 4));
                  small.getContext("2d").drawImage(canvas, 0, 0, small.width, small.height);
                  return small.getContext("2d").getImageData(0, 0, small.width, small.height).data;
                };
                const [svg, own] = [pixels(drawn), pixels(shown)];
                let off = 0, ink = 0;
                for (let at = 0; at < own.length; at++) {
                  off += Math.abs(svg[at] - own[at]);
                  ink += Math.abs(own[at] - own[at % 4]);
                }
                const chart = name.split("-").slice(2).join("-");
                told.push(`${chart} ${image.height > height ? "named" : "bare"} ${Math.round(100 * off / ink)}`);
              }
              document.documentElement.dataset.told = told.sort().join(";");
            })</script>
            """);

        var loaded = await Loaded(page, "--window-size=1200,900", "--virtual-time-budget=20000");

        var told = Regex.Match(loaded, "data-told=\"([^\"]*)\"").Groups[1].Value.Split(';')
            .Select(one => one.Split(' ')).ToArray();
        Assert.Equal(
            [
                "committees.svg bare", "latency-cdf.svg named", "latency-over-time.svg bare", "map.svg bare",
                "messages.svg named", "reputation.svg named", "timeline.svg bare", "votes.svg bare",
            ],
            told.Select(one => $"{one[0]} {one[1]}")); // Whether its lines are named.
        Assert.All(told, one => Assert.True(int.Parse(one[2]) <= 20, string.Join(' ', one)));
    }

    [Fact(
        DisplayName = "No table of a cut run's page is wider than its panel at 1,200 pixels",
        Skip = "No Chromium here.", SkipUnless = nameof(HasBrowser))]
    public async Task No_table_is_clipped()
    {
        // The page measures itself: a table that is wider than its box would have to be scrolled.
        var page = PageWith(SampleRun.Divided(), """
            <script>addEventListener("load", () => setTimeout(() => document.documentElement.dataset.clipped =
              [...document.querySelectorAll(".scroll-x")].filter(box => box.scrollWidth > box.clientWidth + 1)
                .map(box => box.firstChild.getAttribute("aria-label")).join() || "none", 500))</script>
            """);

        var loaded = await Loaded(page, "--window-size=1200,900");

        Assert.Contains("data-clipped=\"none\"", loaded, StringComparison.Ordinal);
    }

    [Fact(
        DisplayName = "A comparison draws one line a run, and says of each fault how long rounds took on each side",
        Skip = "No Chromium here.", SkipUnless = nameof(HasBrowser))]
    public async Task A_comparison_shows_all_runs()
    {
        var reports = new List<StoredReport>();
        foreach (var (name, run) in new[] { ("good", SampleRun.Of(12)), ("cut", SampleRun.Divided()) })
        {
            Assert.Null(RunFolder.Write(run, [], _folder));
            var page = await File.ReadAllTextAsync(
                Path.Combine(_folder, "report.html"), TestContext.Current.CancellationToken);
            reports.Add(StoredReport.Of(name, page, out _)!);
        }

        Assert.Null(ComparisonHtml.Write(reports, _folder));
        var loaded = await Loaded(new Uri(Path.Combine(_folder, "comparison.html")).ToString());
        var text = TextOf(loaded);

        Assert.Contains("data-report=\"ready\"", Regex.Match(loaded, "<html[^>]*>").Value, StringComparison.Ordinal);
        Assert.Equal(1, Regex.Count(loaded, "<div class=\"uplot"));
        Assert.Contains("Proof of Review: 2 runs compared", text, StringComparison.Ordinal);
        Assert.Matches("▬ 1 good[0-9]+602.018.051.0120.0", text);
        Assert.Matches("▬ 2 cut80%@30s[+]60sside 2, 12 nodes5[0-9.]+–?0; 1 still open––4", text);
        Assert.Contains("98 equal seats of the 345 that t_H asks", text, StringComparison.Ordinal);
    }

    /// <summary>The address of a run's page with a script of the test's own.</summary>
    private string PageWith(RunResult run, string script)
    {
        Assert.Null(RunFolder.Write(run, [], _folder));
        var page = Path.Combine(_folder, "report.html");
        File.AppendAllText(page, script);
        return new Uri(page).ToString();
    }

    private static string TextOf(string page) => WebUtility.HtmlDecode(
        Regex.Replace(page[..page.IndexOf("<script type", StringComparison.Ordinal)], "<[^>]*>", ""));

    private static RunResult Run(string kind) => kind switch
    {
        "a good run" => SampleRun.Of(12),
        "a cut" => SampleRun.Of(100, new("halves@30s+60s", 30, 90), new("80%@300s+20s", 300, 320)),
        "unfinished" => SampleRun.Unfinished(),
        "no round" => SampleRun.Of(0),
        "cancelled" => SampleRun.Of(0) with { Cancelled = new CancelledResult(0, 20, 0.5) },
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

    private async Task<string> Loaded(string address, params string[] options)
    {
        var profile = "--user-data-dir=" + Path.Combine(_folder, "profile");
        using var process = ChildProcess.Start(Browser!, [.. Options, .. options, profile, address]);
        return (await process.EndAsync()).Output;
    }
}
