using System.Globalization;
using PoR.Bench.VirtualTime;
using PoR.Core.Agreement;
using PoR.Core.Transactions;

namespace PoR.Bench.RealTime;

/// <summary>
/// The command `throughput`: signed reviews at the actors' door of a real network on SQLite, until each is in a
/// committed block, which the database then shows.
/// </summary>
internal static class ThroughputCommand
{
    // Rounds that hold a few thousand reviews each, also where others use the processors.
    private static readonly string[] s_settings =
    [
        "population.nodes=1", "protocol.small-lambda=300ms", "protocol.big-lambda=1500ms",
        "protocol.leader-evaluation-budget=200ms", "protocol.verifier-evaluation-budget=200ms",
    ];

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan s_late = TimeSpan.FromMinutes(2);

    /// <summary>Measures, beside the baseline.</summary>
    /// <param name="args">
    /// Settings, each KEY=VALUE; <c>rate=N</c> reviews a second, <c>seconds=N</c>; <c>--baseline</c> makes the run the
    /// new baseline.
    /// </param>
    /// <returns>1 where a review was refused, or is not in the database.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var (rate, seconds) = (Number(args, "rate", 3_300), Number(args, "seconds", 60));
        using var limit = new CancellationTokenSource(s_limit);
        await using var network = new RealNetwork(
        [
            .. s_settings,
            .. args.Where(static arg => !arg.StartsWith("--", StringComparison.Ordinal)
                && !arg.StartsWith("rate=", StringComparison.Ordinal)
                && !arg.StartsWith("seconds=", StringComparison.Ordinal)),
        ]);
        var reviews = SignedReviews.Make(network.Folder.Genesis, rate, seconds, DateTimeOffset.UtcNow);
        Say($"{reviews.Count} reviews signed, {reviews.ByteCount / reviews.Count} bytes each on average");
        await network.StartAsync(20, limit.Token);
        var (from, shares, feeding) = (network.Height, new Shares(), new Feeding(reviews.Count));
        network.Running.Hosts[0].System.ActorOf(FeederActor.Props(
            [.. network.Running.Hosts.Select(host => host.Actors.Mempool)], reviews, rate, feeding), "feeder");
        if (!await CommittedAsync(feeding, reviews.Count, TimeSpan.FromSeconds(seconds) + s_late))
            return 1;
        var (rounds, used) = (network.Height - from, shares.Used());
        var table = new CostTable("throughput-baseline.json");
        Report(table, feeding, reviews.Count, rounds, used);
        var (tip, read) = (
            network.Running.Peers[0].Status.Tip, new TaskCompletionSource<IReadOnlyList<CertifiedBlock>>());
        network.Running.Hosts[0].System.ActorOf(
            StoredBlocksActor.Props($"ledger/{network.Folder.Peers[0]}", read));
        var missing = Missing(reviews, await read.Task.WaitAsync(limit.Token), tip);
        Say($"read back from the database: {reviews.Count - missing} of {reviews.Count}, each in one committed block");
        table.Print(Console.Out);
        if (args.Contains("--baseline"))
            table.WriteBaseline();
        return missing == 0 ? 0 : 1;
    }

    private static int Number(string[] args, string name, int otherwise) =>
        args.FirstOrDefault(arg => arg.StartsWith($"{name}=", StringComparison.Ordinal)) is { } found
            ? int.Parse(found.AsSpan(name.Length + 1), CultureInfo.InvariantCulture)
            : otherwise;

    private static async Task<bool> CommittedAsync(Feeding feeding, int reviews, TimeSpan limit)
    {
        try
        {
            await feeding.Done.Task.WaitAsync(limit);
            return true;
        }
        catch (Exception fault) when (fault is TimeoutException or InvalidOperationException)
        {
            Say($"{feeding.Committed} of {reviews} committed after {feeding.Clock.Elapsed.TotalSeconds:0} s");
            Say($"{fault.Message}");
            return false;
        }
    }

    private static void Report(
        CostTable table, Feeding feeding, int reviews, long rounds, IReadOnlyList<(string Name, TimeSpan Used)> used)
    {
        var all = feeding.CommittedAt.Max().TotalSeconds;
        var waits = feeding.CommittedAt.Zip(feeding.SubmittedAt, static (to, from) => (to - from).TotalSeconds)
            .Order().ToArray();
        Say($"{reviews} committed within {all:0.0} s of the first: {reviews / all:0} a second");
        Say($"certified after p50 {waits[waits.Length / 2]:0.00} s, p99 {waits[waits.Length * 99L / 100]:0.00} s");
        Say($"{rounds} rounds, {all / rounds:0.00} s each; the largest block has {feeding.LargestBlock} of them");
        Shares.Print(Console.Out, used, reviews, "review");
        table.Add("a review, committed: real time", "us", 1e6 / 3_000, [all * 1e6 / reviews]);
        foreach (var (name, time) in used)
            table.Add($"CPU of a review: {name}", "us", null, [time.TotalMicroseconds / reviews]);
    }

    /// <summary>How many reviews are not in exactly one block of the chain that ends at the tip.</summary>
    private static int Missing(SignedReviews reviews, IReadOnlyList<CertifiedBlock> stored, BlockDigest tip)
    {
        var byDigest = stored.ToDictionary(static block => block.Block.Digest);
        var found = new Dictionary<TransactionId, int>();
        for (var at = tip; byDigest.TryGetValue(at, out var block); at = block.Block.Header.Parent)
        {
            foreach (var entry in block.Block.Payset)
                found[entry.Transaction.Id] = found.GetValueOrDefault(entry.Transaction.Id) + 1;
        }

        return Enumerable.Range(0, reviews.Count).Count(i => found.GetValueOrDefault(reviews[i].Id) != 1);
    }

    private static void Say(FormattableString text) =>
        Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
