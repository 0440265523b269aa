using System.Globalization;
using PoR.Simulation.Runs;

namespace PoR.Bench.RealTime;

/// <summary>
/// The command `node-memory`: what a node as `por run` has it keeps in memory of a round, with its journal on SQLite
/// and reviews in each block.
/// </summary>
internal static class NodeMemoryCommand
{
    private const int Rounds = 5_000;
    private const int Points = 50;
    private const double KiB = 1024;

    // One peer with few participants decides soon, and every byte is a node's own. Steps may wait long for votes on a
    // busy machine, but a good round takes little more than 2λ.
    private static readonly string[] s_small =
    [
        "population.nodes=1", "population.participants=3", "protocol.small-lambda=40 ms", "protocol.big-lambda=2 s",
        "protocol.leader-evaluation-budget=20 ms", "protocol.verifier-evaluation-budget=20 ms",
    ];

    /// <summary>
    /// Prints the live heap after a full collection at fifty rounds, and by how much it grows in a round of the second
    /// half: the slope of the line that fits best, since memories of checks are emptied now and then.
    /// </summary>
    /// <param name="args">Fewer rounds; settings, each KEY=VALUE.</param>
    public static async Task<int> RunAsync(string[] args)
    {
        var hasRounds = int.TryParse(args.FirstOrDefault(), CultureInfo.InvariantCulture, out var fewer);
        var rounds = hasRounds ? fewer : Rounds;
        await using var network = new RealNetwork([.. s_small, .. args.Skip(hasRounds ? 1 : 0)]);
        await network.StartAsync(0, CancellationToken.None);
        network.Running.BeginDemo(DraftSource.Generated(1));
        Console.WriteLine("| round | live heap |\n|---|---|");
        var live = new List<(double Round, double Bytes)>();
        var every = Math.Max(1, rounds / Points);
        for (var next = every; next <= rounds; next += every)
        {
            while (network.Height < next)
                await Task.Delay(20);
            live.Add((network.Height, GC.GetTotalMemory(forceFullCollection: true)));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"| {live[^1].Round} | {live[^1].Bytes / KiB:0} KiB |"));
        }

        var late = live.Skip(live.Count / 2).ToArray();
        var (middle, mean) = (late.Average(point => point.Round), late.Average(point => point.Bytes));
        var slope = late.Sum(point => (point.Round - middle) * (point.Bytes - mean))
            / late.Sum(point => (point.Round - middle) * (point.Round - middle));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"a round of the second half: {slope:0} bytes"));
        return 0;
    }
}
