using System.Diagnostics;

namespace PoR.Tool.Tests;

/// <summary>The built tool as a process of its own: pipes, signals, and one trace in every process.</summary>
public sealed class ProcessTests
{
    [Fact]
    public async Task Two_processes_give_the_same_trace_and_nothing_but_the_object()
    {
        string[] args = ["simulate", "--profile", "unit", "--rounds", "1", "--crypto", "model", "--json"];
        using var process = Start(args);
        var output = await process.StandardOutput.ReadToEndAsync(Stop);
        await process.WaitForExitAsync(Stop);

        Assert.Equal(0, process.ExitCode);
        Assert.Equal(
            (await ToolRun.Of(args)).Json.GetProperty("traceHash").GetString(),
            System.Text.Json.JsonDocument.Parse(output).RootElement.GetProperty("traceHash").GetString());
    }

    [Fact]
    public async Task A_reader_that_goes_away_is_no_mistake()
    {
        using var scratch = new Scratch();
        var rows = string.Concat(Enumerable.Range(0, 40_000).Select(i => $"Row {i} is rather good.\n"));
        using var process = Start("evaluate", scratch.File("a.tsv", "text\n" + rows));
        Assert.StartsWith("id\t", await process.StandardOutput.ReadLineAsync(Stop), StringComparison.Ordinal);
        process.StandardOutput.Close();
        var error = await process.StandardError.ReadToEndAsync(Stop);
        await process.WaitForExitAsync(Stop);

        Assert.Equal(0, process.ExitCode);
        Assert.Empty(error);
    }

    [Fact]
    public async Task Ctrl_C_ends_a_run_with_130_and_writes_nothing()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are sent by kill.");
        using var scratch = new Scratch();
        using var process = Start(
            "simulate", "--rounds", "100000", "--crypto", "model", "--out", scratch["run"], "--json");
        Assert.Contains(
            "safety: 1,200 participants", await process.StandardError.ReadLineAsync(Stop), StringComparison.Ordinal);
        using (var kill = Process.Start("kill", ["-INT", $"{process.Id}"]))
            await kill.WaitForExitAsync(Stop);
        var error = await process.StandardError.ReadToEndAsync(Stop);
        await process.WaitForExitAsync(Stop);

        Assert.Equal(130, process.ExitCode);
        Assert.EndsWith("por: stopped; nothing was written.\n", error, StringComparison.Ordinal);
        Assert.Empty(await process.StandardOutput.ReadToEndAsync(Stop));
        Assert.False(Directory.Exists(scratch["run"]));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static Process Start(params string[] args)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "PoR.Tool.dll"));
        foreach (var arg in args)
            start.ArgumentList.Add(arg);
        return Process.Start(start)!;
    }
}
