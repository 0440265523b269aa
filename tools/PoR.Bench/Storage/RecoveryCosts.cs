using System.Diagnostics;
using System.Globalization;
using Akka.Actor;
using Microsoft.Extensions.Logging.Abstractions;
using PoR.Actors;
using PoR.Actors.Gossiping;
using PoR.Actors.Ledgers;
using PoR.Actors.Links;
using PoR.Actors.Peers;
using PoR.Actors.Services;
using PoR.Bench.VirtualTime;
using PoR.Chain;
using PoR.Configuration.Profiles;
using PoR.Configuration.Schema;
using PoR.Core.Canonical;
using PoR.Core.Genesis;
using PoR.Cryptography;
using PoR.Evaluation;
using PoR.Node.Running;
using PoR.Persistence.Databases;
using PoR.Simulation.Runs;
using PoR.Simulation.Worlds;

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
        if (DatabaseSchema.Migrate(database) is MigrationOutcome.Refused refused)
            throw new InvalidOperationException(refused.Fault.Sentence);
        var settings = ProfileLoader.Load(
            "local",
            [
                new SettingOverride("run.crypto", "model", "bench"),
                new SettingOverride("run.rounds", $"{Blocks}", "bench"),
            ]).Settings!;
        var network = NetworkFactory.Create(settings, File.ReadAllText).Value!;
        var run = new SimulationRun(settings, network, threads: Environment.ProcessorCount, "recovery");
        var outcome = run.Execute(_ => DraftSource.Generated(1), null, CancellationToken.None);
        Console.Error.WriteLine($"{outcome.Chain.Count} blocks made.");
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

    /// <summary>A peer that never begins, without participants and neighbours; it has recovered.</summary>
    private static async Task<OpenLedger> OpenAsync(Database database, GenesisDocument genesis, CancellationToken limit)
    {
        var self = new NodeId(0);
        var cryptography = new ModelCryptography();
        var setup = new PeerSetup(
            self,
            new NodeServices
            {
                Genesis = genesis,
                Cryptography = cryptography,
                Checks = new PeerChecks(cryptography, 2_000),
                Chain = new SharedChain(Branch.Of(genesis), new ModelScores(EvaluationModel.Embedded), 2_000, 32),
            },
            [],
            new GossipOptions([], TimeSpan.FromSeconds(1)),
            system => new MemoryPeerLink(
                system, self, _ => throw new InvalidOperationException("There is no other peer."), roundTrip: null),
            Supervision.Restart);
        var watch = new PeerWatch(0, new PeerStatus(default));
        var metrics = new NodeMetrics();
        var host = PeerHost.Build(
            "recovery", setup, watch, database, metrics, NullLoggerFactory.Instance, hasView: false, factsFile: null);
        await host.StartAsync(limit);
        return await PeerHost.RecoveredAsync(watch, limit) is { } refusal
            ? throw new InvalidOperationException(refusal)
            : new OpenLedger(host, watch, metrics);
    }

    private sealed record OpenLedger(PeerHost Host, PeerWatch Watch, NodeMetrics Metrics) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Host.DisposeAsync();
            Metrics.Dispose();
        }
    }
}
