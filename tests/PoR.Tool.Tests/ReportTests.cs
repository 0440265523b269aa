namespace PoR.Tool.Tests;

/// <summary><c>por report</c>: what it refuses. What it shows is tested with a killed network.</summary>
public sealed class ReportTests(TinyChain chain) : IClassFixture<TinyChain>
{
    [Theory(DisplayName = "Files that cannot be reported get one sentence, and no folder is made")]
    [InlineData("'facts' is no file of telemetry.facts-file", "facts")]
    [InlineData("nope.0' cannot be read", "nope.0")]
    [InlineData("damaged.0', record 1: At byte ", "damaged.0")]
    [InlineData("no fact is in these files", "cut.0")]
    [InlineData("no fact is in these files", "empty.0")]
    [InlineData("huge.0' cannot be read: a record has at most", "huge.0")]
    public async Task Wrong_files_are_refused(string sentence, string file)
    {
        using var scratch = new Scratch();
        scratch.File("damaged.0", "\0\0\0\u0004oops");
        scratch.File("cut.0", "\0\0\0");
        scratch.File("empty.0", "");
        scratch.File("huge.0", "zzzz");
        var run = await ToolRun.Of(
            "report", file == "facts" ? file : scratch[file], "--genesis", Path.Combine(chain.Folder, "genesis.por"),
            "--out", scratch["out"]);

        Assert.Equal(2, run.Code);
        Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
        Assert.False(Directory.Exists(scratch["out"]));
    }

    [Theory(DisplayName = "A fault has a label, a start and a length")]
    [InlineData("kill@30s+25s", 30, 55)]
    [InlineData("kill@2026-01-31T12:00:10Z+2.5s", 10, 12.5)]
    [InlineData("a@b@1s+1s", 1, 2)]
    public void Faults_are_understood(string text, double start, double end)
    {
        var begun = new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

        var window = Reporting.FaultTime.Parse(text, begun);

        Assert.Equal((start, end), (window!.StartSeconds, window.EndSeconds));
    }

    [Theory(DisplayName = "What is no fault is refused")]
    [InlineData("kill")]
    [InlineData("@1s+1s")]
    [InlineData("kill@1s")]
    [InlineData("kill@soon+1s")]
    [InlineData("kill@1s+1")]
    [InlineData("kill@1s+-1s")]
    public void Other_texts_are_no_faults(string text) =>
        Assert.Null(Reporting.FaultTime.Parse(text, DateTimeOffset.UnixEpoch));
}
