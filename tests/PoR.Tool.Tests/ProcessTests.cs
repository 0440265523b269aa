using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using PoR.Cryptography.Tests;

namespace PoR.Tool.Tests;

/// <summary>The built tool as a process of its own: pipes, signals, and one trace in every process.</summary>
public sealed class ProcessTests
{
    private static readonly string[] s_tiny =
        ["simulate", "--profile", "unit", "--rounds", "1", "--crypto", "model", "--json"];

    [Fact]
    public async Task Two_processes_give_the_same_trace_and_nothing_but_the_object()
    {
        using var process = await PorProcess.StartAsync(s_tiny);
        var (code, output, _) = await process.EndAsync();

        Assert.Equal(0, code);
        Assert.Equal(
            (await ToolRun.Of(s_tiny)).Json.GetProperty("traceHash").GetString(),
            JsonDocument.Parse(output).RootElement.GetProperty("traceHash").GetString());
    }

    [Fact]
    public async Task A_libsodium_that_accepts_what_others_refuse_ends_por_with_one_sentence()
    {
        Assert.SkipUnless(GullibleLibsodium.IsPossible, "The library is changed in the code of one processor.");
        using var scratch = new Scratch();
        var program = scratch.Installation("por", Path.GetDirectoryName(PorProcess.Program)!);
        using (var real = await PorProcess.StartAsync(s_tiny, program: program))
            Assert.Equal(0, (await real.EndAsync()).Code);

        GullibleLibsodium.Write(
            Path.Combine(
                AppContext.BaseDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier, "native", "libsodium.so"),
            Path.Combine(scratch["por"], "libsodium.so"));
        using var process = await PorProcess.StartAsync(s_tiny, program: program);
        var (code, output, error) = await process.EndAsync();

        Assert.Equal((70, ""), (code, output));
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal); // Lines of a stack trace.
        Assert.EndsWith(
            $"\npor: libsodium: {scratch["por"]}/libsodium.so accepts a signature whose equation holds only times the "
            + "cofactor, so that this node would disagree with others on certificates; right is the file that the "
            + "package NSec.Cryptography brings for this system: build or publish the program again.\n",
            error,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_that_goes_away_is_no_mistake()
    {
        using var scratch = new Scratch();
        using var process = await PorProcess.StartAsync("evaluate", scratch.ManyRows("a.tsv"));
        Assert.StartsWith("id\t", await process.ReadLineAsync(), StringComparison.Ordinal);
        process.CloseOutput();
        var (code, _, error) = await process.EndAsync();

        Assert.Equal(0, code);
        Assert.Empty(error);
    }

    [Fact]
    public async Task A_stop_that_takes_a_moment_says_so()
    {
        var said = new TaskCompletionSource<string>();
        using var signals = new StopSignals();
        signals.SayLate(sentence => said.TrySetResult(sentence));

        Assert.True(signals.Request());
        Assert.False(signals.Request());
        Assert.True(signals.Stop.IsCancellationRequested);
        Assert.Equal(
            "stopping ...; a second Ctrl-C ends at once.",
            await said.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Nothing_is_said_of_stopping_when_a_command_has_said_how_it_ended()
    {
        using var error = new StringWriter { NewLine = "\n" };
        using var terminal = new Terminal(Stream.Null, error, isOutputInteractive: false, isErrorInteractive: false);
        terminal.SayOfStopping("stopping ...");
        terminal.SayLast("stopped after block 0.");
        terminal.SayOfStopping("stopping ...");

        Assert.Equal("por: stopping ...\npor: stopped after block 0.\n", error.ToString());
    }

    [Fact(DisplayName = "A request to terminate ends a run with 130, and all outputs tell it as cancelled")]
    public async Task A_stop_ends_a_run_with_130_and_the_rounds_so_far()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are sent by kill.");
        using var scratch = new Scratch();
        using var process = await PorProcess.StartAsync(
            "simulate", "--profile", "unit", "--rounds", "100000", "--crypto", "model", "--out", scratch["run"],
            "--json", "--trace");
        string? line;
        do
            line = await process.ReadErrorLineAsync();
        while (line is not null && !Regex.IsMatch(line, "[1-9][0-9]* of 100000 rounds"));
        Assert.False(Directory.Exists(scratch["run"]));
        await PorProcess.SignalAsync(process, "TERM");
        var (code, output, error) = await process.EndAsync();

        Assert.Equal(130, code);
        Assert.EndsWith(
            "por: stopped; the result has the rounds that had ended, and its files are whole in "
            + $"'{scratch["run"]}'.\n",
            error,
            StringComparison.Ordinal);
        var summary = JsonDocument.Parse(output).RootElement;
        var cancelled = summary.GetProperty("cancelled");
        var rounds = cancelled.GetProperty("afterRound").GetInt32();
        Assert.InRange(rounds, 1, 99_999);
        Assert.Equal(100_000, cancelled.GetProperty("ofRounds").GetInt32());
        Assert.Equal(rounds, summary.GetProperty("rounds").GetInt32());
        Assert.Equal(0, summary.GetProperty("violations").GetArrayLength());
        Assert.Equal(rounds + 1, (await LinesOf("run/rounds.csv")).Length); // With a header.
        Assert.NotEmpty(await LinesOf("run/events.jsonl"));
        Assert.Contains(
            FormattableString.Invariant($"\"cancelled\":\"Cancelled after round {rounds:N0} of 100,000 at "),
            await File.ReadAllTextAsync(scratch["run/report.html"], TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
        Assert.Equal(0, (await ToolRun.Of("verify", scratch["run"])).Code);
        Assert.Equal(["run"], Directory.EnumerateFileSystemEntries(scratch["."]).Select(Path.GetFileName));

        Task<string[]> LinesOf(string file) =>
            File.ReadAllLinesAsync(scratch[file], TestContext.Current.CancellationToken);
    }

    [Fact(DisplayName = "A second Ctrl-C ends a run at once, with nothing written")]
    public async Task Two_stops_end_a_run_at_once()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are sent by kill.");
        using var scratch = new Scratch();
        // Its keys take seconds, and nothing ends it meanwhile.
        using var process = await PorProcess.StartAsync(
            "simulate", "--profile", "large", "--participants", "100000", "--out", scratch["run"]);
        await process.ReadErrorLineAsync();
        await PorProcess.InterruptAsync(process);
        Assert.Equal("por: stopping ...; a second Ctrl-C ends at once.", await process.ReadErrorLineAsync());
        await PorProcess.InterruptAsync(process);
        var (code, output, error) = await process.EndAsync();

        Assert.Equal((130, "", ""), (code, output, error));
        Assert.Empty(Directory.EnumerateFileSystemEntries(scratch["."]));
    }

    [Fact(DisplayName = "A run that is stopped before its first round says so")]
    public async Task A_stop_before_a_round()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are sent by kill.");
        using var process = await PorProcess.StartAsync(
            "simulate", "--profile", "unit", "--rounds", "1000", "--crypto", "model", "--cut", "halves@0s+1000h",
            "--until-stuck");
        await process.ReadErrorLineAsync();
        await PorProcess.InterruptAsync(process);
        var (code, output, error) = await process.EndAsync();

        Assert.Equal(130, code);
        Assert.StartsWith("Cancelled before a round was decided, of 1,000, at ", output, StringComparison.Ordinal);
        Assert.EndsWith("por: stopped; no round had been decided.\n", error, StringComparison.Ordinal);
    }
}
