using System.Collections.Immutable;
using Akka.Actor;
using Microsoft.Extensions.Logging.Abstractions;
using PoR.Actors;
using PoR.Actors.Gossiping;
using PoR.Actors.Links;
using PoR.Actors.Peers;
using PoR.Actors.Services;
using PoR.Chain;
using PoR.Configuration.Profiles;
using PoR.Configuration.Schema;
using PoR.Core.Genesis;
using PoR.Cryptography;
using PoR.Evaluation;
using PoR.Node.Running;
using PoR.Persistence.Databases;
using PoR.Simulation.Runs;
using PoR.Simulation.Worlds;

namespace PoR.Bench.Storage;

/// <summary>A peer on a store, without participants, with which nobody but a benchmark speaks.</summary>
internal sealed class LonePeer : IAsyncDisposable
{
    private readonly NodeMetrics _metrics;

    private LonePeer(PeerHost host, PeerWatch watch, NodeMetrics metrics) =>
        (Host, Watch, _metrics) = (host, watch, metrics);

    /// <summary>Its actors.</summary>
    public PeerHost Host { get; }

    /// <summary>How far it is.</summary>
    public PeerWatch Watch { get; }

    /// <summary>Blocks for it, which a simulation makes.</summary>
    /// <param name="profile">Of the network.</param>
    /// <param name="crypto">As <c>run.crypto</c> has it.</param>
    /// <param name="blocks">How many.</param>
    public static RunOutcome MakeChain(string profile, string crypto, int blocks)
    {
        var settings = ProfileLoader.Load(
            profile,
            [
                new SettingOverride("run.crypto", crypto, "bench"),
                new SettingOverride("run.rounds", $"{blocks}", "bench"),
            ]).Settings!;
        var network = NetworkFactory.Create(settings, File.ReadAllText).Value!;
        var outcome = new SimulationRun(settings, network, Environment.ProcessorCount, "bench")
            .Execute(_ => DraftSource.Generated(1), null, CancellationToken.None);
        Console.Error.WriteLine($"{outcome.Chain.Count} blocks made.");
        return outcome;
    }

    /// <summary>Gives a database its tables.</summary>
    public static void Migrate(Database database)
    {
        if (DatabaseSchema.Migrate(database) is MigrationOutcome.Refused refused)
            throw new InvalidOperationException(refused.Fault.Sentence);
    }

    /// <summary>The peer, number 0 of its network, when it has recovered; it has not begun.</summary>
    /// <param name="database">With tables.</param>
    /// <param name="genesis">Of its network.</param>
    /// <param name="cryptography">Checks what it hears.</param>
    /// <param name="neighbours">Whom it speaks to.</param>
    /// <param name="linkOf">Makes its link.</param>
    /// <param name="limit">Ends the wait.</param>
    public static async Task<LonePeer> OpenAsync(
        Database database,
        GenesisDocument genesis,
        ICryptography cryptography,
        ImmutableArray<NodeId> neighbours,
        Func<ActorSystem, IPeerLink> linkOf,
        CancellationToken limit)
    {
        var setup = new PeerSetup(
            new NodeId(0),
            new NodeServices
            {
                Genesis = genesis,
                Cryptography = cryptography,
                Checks = new PeerChecks(cryptography, 20 * Math.Max(100, genesis.Accounts.Length)),
                Chain = new SharedChain(Branch.Of(genesis), new ModelScores(EvaluationModel.Embedded), 20_000, 32),
            },
            [],
            new GossipOptions(neighbours, TimeSpan.FromSeconds(1)),
            linkOf,
            Supervision.Restart);
        var watch = new PeerWatch(0, new PeerStatus(default));
        var metrics = new NodeMetrics();
        var peer = new LonePeer(
            PeerHost.Build(
                "bench", setup, watch, database, metrics, NullLoggerFactory.Instance, hasView: false, factsFile: null),
            watch, metrics);
        await peer.Host.StartAsync(limit);
        return await PeerHost.RecoveredAsync(watch, limit) is { } refusal
            ? throw new InvalidOperationException(refusal)
            : peer;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        _metrics.Dispose();
    }
}
