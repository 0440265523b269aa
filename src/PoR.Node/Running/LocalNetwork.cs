using System.Collections.Immutable;
using Akka.Actor;
using Akka.Configuration;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PoR.Actors;
using PoR.Actors.Gossiping;
using PoR.Actors.Links;
using PoR.Actors.Mempools;
using PoR.Actors.Peers;
using PoR.Actors.Services;
using PoR.Chain;
using PoR.Configuration.Profiles;
using PoR.Core.Identities;
using PoR.Cryptography;
using PoR.Evaluation;
using PoR.Node.Folders;
using PoR.Persistence.Databases;

namespace PoR.Node.Running;

/// <summary>What starting a network gave. Closed: every case is nested here.</summary>
public abstract record NetworkStart
{
    private NetworkStart()
    {
    }

    /// <summary>All peers have their chains, and the first round has begun.</summary>
    public sealed record Running(LocalNetwork Network) : NetworkStart;

    /// <summary>What a peer has stored cannot be read; nothing was signed.</summary>
    /// <param name="Sentence">Which, and why.</param>
    public sealed record Refused(string Sentence) : NetworkStart;
}

/// <summary>
/// All peers of a network in one process, in real time: an ActorSystem each, with a store of its own; links in memory.
/// </summary>
public sealed class LocalNetwork : IAsyncDisposable
{
    private const string PeerName = "peer";
    private const int ChecksKeptPerParticipant = 20;
    private const int ScoresKept = 2_000;
    private const int BlocksKept = 32;
    private static readonly TimeSpan s_recoveryLimit = TimeSpan.FromMinutes(5);

    private static readonly Config s_settings = ConfigurationFactory.ParseString(
        """
        akka {
          loglevel = WARNING
          stdout-loglevel = OFF
          log-dead-letters = off
          coordinated-shutdown.run-by-clr-shutdown-hook = off
        }
        """);

    private readonly List<IHost> _hosts = [];
    private readonly IActorRef[] _gossips;
    private readonly IActorRef[] _mempools;
    private readonly NetworkFolder _folder;
    private readonly ILoggerFactory _loggers;

    private LocalNetwork(NetworkFolder folder, SimulationSettings settings, NodeMetrics metrics, ILoggerFactory loggers)
    {
        (_folder, Settings, Metrics, _loggers) = (folder, settings, metrics, loggers);
        (_gossips, _mempools) = (new IActorRef[folder.Peers.Length], new IActorRef[folder.Peers.Length]);
        var now = DateTimeOffset.UtcNow;
        Peers =
        [
            .. folder.Peers.Select((id, peer) => new PeerWatch(
                peer, new PeerStatus(id, ParticipantsOf(peer).Count()) { GrownAt = now })),
        ];
        metrics.Observe(Peers);
    }

    /// <summary>By index.</summary>
    public ImmutableArray<PeerWatch> Peers { get; }

    /// <summary>With which it was made.</summary>
    public SimulationSettings Settings { get; }

    /// <summary>Its id.</summary>
    public NetworkId Id => _folder.Genesis.Network;

    /// <summary>After so long without a block a peer is no longer ready: three times 4λ + Λ′.</summary>
    public TimeSpan RoundLimit => 3 * TimeSpan.FromMilliseconds(
        (4 * Settings.Protocol.SmallLambdaMs) + Settings.Protocol.BigLambdaMs + Settings.Protocol.LeaderEvaluationMs);

    internal NodeMetrics Metrics { get; }

    /// <summary>Starts all peers, waits until they have recovered, and begins the first round.</summary>
    /// <param name="folder">Opened; it must outlive the network.</param>
    /// <param name="settings">Of the folder's network.</param>
    /// <param name="loggers">Take the log of peers and of their actor systems.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">A stop came before the network ran.</exception>
    public static async Task<NetworkStart> StartAsync(
        NetworkFolder folder, SimulationSettings settings, ILoggerFactory loggers, CancellationToken stop)
    {
        var network = new LocalNetwork(folder, settings, new NodeMetrics(), loggers);
        try
        {
            var refusal = await network.StartPeersAsync(stop);
            if (refusal is not null)
            {
                await network.DisposeAsync();
                return new NetworkStart.Refused(refusal);
            }

            foreach (var host in network._hosts)
                host.Services.GetRequiredService<ActorRegistry>().Get<PeerActor>().Tell(PeerActor.Begin.Instance);
            return new NetworkStart.Running(network);
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    /// <summary>Looks whether participants may sign with the stores behind them.</summary>
    /// <returns>The first fault; null: none.</returns>
    public FolderFault? StoreFault()
    {
        for (var peer = 0; peer < Peers.Length; peer++)
        {
            var database = (Database.Sqlite)_folder.DatabaseOf(peer);
            if (DatabaseSchema.Check(database) is { } fault)
                return new FolderFault.OfDatabase(database.File, fault);
        }

        return null;
    }

    /// <summary>Lets authors of the network write reviews, so that something happens.</summary>
    /// <param name="reviews">In the order in which they are submitted; may end.</param>
    public void BeginDemo(IEnumerable<Reviews.WrittenReview> reviews)
    {
        var authors = _folder.Participants.Select((keys, number) => new DemoAuthor(
            keys.Account, _mempools[number % Peers.Length]));
        _hosts[0].Services.GetRequiredService<ActorSystem>().ActorOf(
            DemoAuthorsActor.Props(_folder.Genesis, [.. authors], reviews.GetEnumerator(), Settings), "demo");
    }

    /// <summary>Stops all peers; what they have signed is stored by then. Used keys leave the folder.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_hosts.Select(async host =>
        {
            await host.StopAsync();
            host.Dispose();
        }));
        try
        {
            _folder.StoreKeys();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Told.KeysNotStored(_loggers.CreateLogger<LocalNetwork>(), fault.Message);
        }

        Metrics.Dispose();
    }

    private IEnumerable<Actors.Participants.ParticipantKeys> ParticipantsOf(int peer) =>
        _folder.Participants.Where((_, number) => number % _folder.Peers.Length == peer);

    /// <returns>Why a peer cannot run; null when all do.</returns>
    private async Task<string?> StartPeersAsync(CancellationToken stop)
    {
        foreach (var (setup, watch) in Setups().Zip(Peers))
        {
            var host = HostOf(setup, watch);
            _hosts.Add(host);
            await host.StartAsync(stop);
            var peer = host.Services.GetRequiredService<ActorRegistry>().Get<PeerActor>();

            // An answer comes from a peer that has made its actors.
            await peer.Ask<ActorIdentity>(new Identify(setup.Id), s_recoveryLimit, stop);
            _gossips[setup.Id.Index] = await ChildAsync(host, PeerActor.GossipName, stop);
            _mempools[setup.Id.Index] = await ChildAsync(host, PeerActor.MempoolName, stop);
        }

        foreach (var watch in Peers)
        {
            if (await watch.Recovered.WaitAsync(s_recoveryLimit, stop) is { } reason)
                return $"what {watch.Name} has stored cannot be read: {reason}";
        }

        return null;
    }

    private static Task<IActorRef> ChildAsync(IHost host, string name, CancellationToken stop) =>
        host.Services.GetRequiredService<ActorSystem>().ActorSelection($"/user/{PeerName}/{name}")
            .ResolveOne(s_recoveryLimit, stop);

    private IEnumerable<PeerSetup> Setups()
    {
        var (genesis, cryptography) = (_folder.Genesis, new SodiumCryptography());
        var checks = new PeerChecks(cryptography, ChecksKeptPerParticipant * Math.Max(100, genesis.Accounts.Length));
        var chain = new SharedChain(
            Branch.Of(genesis), new ModelScores(EvaluationModel.Embedded), ScoresKept, BlocksKept);
        var lambda = TimeSpan.FromMilliseconds(genesis.Parameters.SmallLambdaMs);
        var start = DateTimeOffset.FromUnixTimeMilliseconds(genesis.Time.Milliseconds);
        for (var index = 0; index < Peers.Length; index++)
        {
            var self = new NodeId(index);
            ImmutableArray<NodeId> others =
                [.. Enumerable.Range(0, Peers.Length).Select(peer => new NodeId(peer)).Where(peer => peer != self)];
            yield return new PeerSetup(
                self,
                new NodeServices
                {
                    Genesis = genesis,
                    Cryptography = cryptography,
                    Checks = checks,
                    Chain = chain,
                    ClockStart = start,
                    LedgerId = $"ledger/{_folder.Peers[index]}",
                    Mempool = new MempoolLimits { TransactionsMax = Settings.Mempool.CapacityTransactions },
                },
                [.. ParticipantsOf(index)],
                new GossipOptions(others, lambda * 4),
                system => new MemoryPeerLink(system, self, peer => _gossips[peer.Index], roundTrip: null),
                Supervision.Restart);
        }
    }

    private IHost HostOf(PeerSetup setup, PeerWatch watch)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton(_loggers);
        builder.Services.AddSingleton<IHostLifetime, QuietLifetime>();
        builder.Services.AddAkka(watch.Name, (akka, _) => akka
            .AddHocon(s_settings, HoconAddMode.Prepend)
            .AddHocon(DatabaseConfiguration.Of(_folder.DatabaseOf(setup.Id.Index)), HoconAddMode.Append)
            .ConfigureLoggers(logging =>
            {
                logging.ClearLoggers();
                logging.AddLoggerFactory(_loggers);
            })
            .WithActors((system, registry) =>
            {
                // Before the peer, so that no fact is missed.
                var follower = system.ActorOf(
                    Props.Create(() => new PeerWatchActor(watch, Metrics, _loggers.CreateLogger<LocalNetwork>())),
                    "watch");
                system.EventStream.Subscribe(follower, typeof(Actors.Messages.Fact));
                registry.Register<PeerActor>(system.ActorOf(PeerActor.Props(setup), PeerName));
            }));
        return builder.Build();
    }
}

/// <summary>A host whose signals are its owner's business.</summary>
internal sealed class QuietLifetime : IHostLifetime
{
    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
