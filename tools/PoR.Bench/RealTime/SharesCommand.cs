using System.Diagnostics;
using System.Globalization;
using PoR.Bench.VirtualTime;

namespace PoR.Bench.RealTime;

/// <summary>The command `shares`: what a round at rest costs a network in one process, by what it goes to.</summary>
internal static class SharesCommand
{
    private const int Warm = 20;
    private const int Rounds = 100;
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);

    /// <summary>Measures, beside the baseline.</summary>
    /// <param name="args">Settings, each KEY=VALUE; <c>--baseline</c> makes the run the new baseline.</param>
    public static async Task<int> RunAsync(string[] args)
    {
        using var limit = new CancellationTokenSource(s_limit);
        await using var network = new RealNetwork(args.Where(static arg => arg != "--baseline"));
        await network.StartAsync(Warm, limit.Token);
        var (from, shares, clock) = (network.Height, new Shares(), Stopwatch.StartNew());
        while (network.Height < from + Rounds)
            await Task.Delay(50, limit.Token);
        var (rounds, used) = (network.Height - from, shares.Used());
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{rounds} rounds, {clock.Elapsed.TotalSeconds / rounds:0.00} s each"));
        Shares.Print(Console.Out, used, rounds, "round");
        var table = new CostTable("shares-baseline.json");
        foreach (var (name, time) in used)
            table.Add($"CPU of a round at rest: {name}", "ms", null, [time.TotalMilliseconds / rounds]);
        table.Print(Console.Out);
        if (args.Contains("--baseline"))
            table.WriteBaseline();
        return 0;
    }
}
