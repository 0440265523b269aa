using System.Diagnostics;
using System.Globalization;
using Akka.Actor;
using PoR.Actors;
using PoR.Actors.Ledgers;
using PoR.Actors.Links;
using PoR.Bench.VirtualTime;
using PoR.Core.Canonical;
using PoR.Core.Genesis;
using PoR.Cryptography;
using PoR.Persistence.Databases;

namespace PoR.Bench.Storage;

/// <summary>
/// The command `recovery`: how long a peer's ledger of 10,000 blocks takes to recover, in a process of its own. A
/// simulation makes the blocks, and a ledger of the same class stores them, with its snapshots.
/// </summary>
internal static class RecoveryCosts
{
    private const int Blocks = 10_000;
    private const int Samples = 3;
    private const int BlocksUnderWay = 200;
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(30);

    /// <summary>Measures, beside the bar.</summary>
    /// <param name="database">Empty, or as an earlier run has left it.</param>
    /// <param name="genesisFile">Beside it, of the network whose blocks it holds.</param>
    /// <param name="isBaseline">Whether the run is the new baseline.</param>
    /// <param name="again">The arguments that make a process of this program recover it once.</param>
    public static async Task<int> RunAsync(
        Database database, string genesisFile, bool isBaseline, string[] again)
    {
        if (!File.Exists(genesisFile))
            await MakeAsync(database, genesisFile);
        var table = new CostTable("recovery-baseline.json");
        var samples = Enumerable.Range(0, Samples).Select(_ => Ask(again)).ToArray();
        var name = database is Database.PostgreSql ? "PostgreSQL" : "SQLite";
        table.Add($"recovery of 10,000 blocks, {name}: real time", "s", 5, [.. samples.Select(s => s.Seconds)]);
        table.Add($"recovery of 10,000 blocks, {name}: CPU", "s", null, [.. samples.Select(s => s.CpuSeconds)]);
        table.Print(Console.Out);
        if (isBaseline)
            table.WriteBaseline();
        return 0;
    }

    /// <summary>Recovers once, and says on the standard output what it took.</summary>
    /// <param name="database">Holds the ledger.</param>
    /// <param name="genesisFile">Of its network.</param>
    public static async Task<int> RecoverAsync(Database database, string genesisFile)
    {
        var genesis = CanonicalBytes.Decode<GenesisDocument>(await File.ReadAllBytesAsync(genesisFile), out var fault)
            ?? throw new InvalidOperationException(fault);
        using var limit = new CancellationTokenSource(s_limit);
        var (clock, cpu) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        await using var ledger = await OpenAsync(database, genesis, limit.Token);
        var used = Environment.CpuUsage.TotalTime - cpu;
        if (ledger.Watch.Status.Height.Number != Blocks)
            throw new InvalidOperationException($"The ledger has {ledger.Watch.Status.Height} blocks.");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{clock.Elapsed.TotalSeconds} {used.TotalSeconds}"));
        return 0;
    }

    private static (double Seconds, double CpuSeconds) Ask(string[] again)
    {
        var words = BenchProcess.Ask(again).Split(' ');
        return (Parsed(words[0]), Parsed(words[1]));

        static double Parsed(string word) => double.Parse(word, CultureInfo.InvariantCulture);
    }

    private static async Task MakeAsync(Database database, string genesisFile)
    {
        LonePeer.Migrate(database);
        var outcome = LonePeer.MakeChain("local", "model", Blocks);
        using var limit = new CancellationTokenSource(s_limit);
        await using var ledger = await OpenAsync(database, outcome.Genesis, limit.Token);
        for (var i = 0; i < outcome.Chain.Count; i++)
        {
            var (block, certificate) = outcome.Chain[i];
            ledger.Host.Actors.Ledger.Tell(new LedgerMessage.RoundEnded(certificate, block), ActorRefs.NoSender);
            while (ledger.Watch.Status.Height.Number < i + 1 - BlocksUnderWay)
                await Task.Delay(1, limit.Token);
        }

        while (ledger.Watch.Status.Height.Number < outcome.Chain.Count)
            await Task.Delay(10, limit.Token);
        await File.WriteAllBytesAsync(genesisFile, CanonicalBytes.Of(outcome.Genesis));
        Console.Error.WriteLine($"{outcome.Chain.Count} blocks stored.");
    }

    private static Task<LonePeer> OpenAsync(Database database, GenesisDocument genesis, CancellationToken limit) =>
        LonePeer.OpenAsync(
            database, genesis, new ModelCryptography(), [],
            system => new MemoryPeerLink(
                system, new NodeId(0), _ => throw new InvalidOperationException("There is no other peer."),
                roundTrip: null),
            limit);
}
