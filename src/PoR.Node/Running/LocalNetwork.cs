using System.Collections.Immutable;
using Akka.Actor;
using Microsoft.Extensions.Logging;
using PoR.Actors;
using PoR.Actors.Gossiping;
using PoR.Actors.Links;
using PoR.Actors.Peers;
using PoR.Configuration.Profiles;
using PoR.Core.Identities;
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
public sealed class LocalNetwork : INode, IAsyncDisposable
{
    private readonly List<PeerHost> _hosts = [];
    private readonly ServicesOfPeers _services;
    private readonly NetworkFolder _folder;
    private readonly ILoggerFactory _loggers;

    private LocalNetwork(NetworkFolder folder, SimulationSettings settings, NodeMetrics metrics, ILoggerFactory loggers)
    {
        (_folder, Settings, Metrics, _loggers) = (folder, settings, metrics, loggers);
        _services = new ServicesOfPeers(folder.Genesis, settings.Mempool);
        var now = DateTimeOffset.UtcNow;
        Peers =
        [
            .. folder.Peers.Select((id, peer) => new PeerWatch(
                peer, new PeerStatus(id, ParticipantsOf(peer).Count()) { GrownAt = now })),
        ];
        metrics.Observe(Peers);
    }

    /// <inheritdoc/>
    public ImmutableArray<PeerWatch> Peers { get; }

    /// <summary>With which it was made.</summary>
    public SimulationSettings Settings { get; }

    /// <inheritdoc/>
    public NetworkId Id => _folder.Genesis.Network;

    /// <inheritdoc/>
    public TimeSpan RoundLimit => _services.RoundLimit;

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
                host.Peer.Tell(PeerActor.Begin.Instance);
            return new NetworkStart.Running(network);
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public string? StoreFault()
    {
        for (var peer = 0; peer < Peers.Length; peer++)
        {
            var database = (Database.Sqlite)_folder.DatabaseOf(peer);
            if (DatabaseSchema.Check(database) is { } fault)
                return new FolderFault.OfDatabase(database.File, fault).Sentence;
        }

        return null;
    }

    /// <summary>Lets authors of the network write reviews, so that something happens.</summary>
    /// <param name="reviews">In the order in which they are submitted; may end.</param>
    public void BeginDemo(IEnumerable<Reviews.WrittenReview> reviews)
    {
        var authors = _folder.Participants.Select((keys, number) => new DemoAuthor(
            keys.Account, _hosts[number % Peers.Length].Actors.Mempool));
        _hosts[0].System.ActorOf(
            DemoAuthorsActor.Props(_folder.Genesis, [.. authors], reviews.GetEnumerator(), Settings), "demo");
    }

    /// <summary>Stops all peers; what they have signed is stored by then. Used keys leave the folder.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_hosts.Select(host => host.DisposeAsync().AsTask()));
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
            var host = PeerHost.Build(
                watch.Name, setup, watch, _folder.DatabaseOf(setup.Id.Index), Metrics, _loggers);
            _hosts.Add(host);
            await host.StartAsync(stop);
        }

        foreach (var watch in Peers)
        {
            if (await PeerHost.RecoveredAsync(watch, stop) is { } refusal)
                return refusal;
        }

        return null;
    }

    private IEnumerable<PeerSetup> Setups()
    {
        var lambda = TimeSpan.FromMilliseconds(_folder.Genesis.Parameters.SmallLambdaMs);
        for (var index = 0; index < Peers.Length; index++)
        {
            var self = new NodeId(index);
            ImmutableArray<NodeId> others =
                [.. Enumerable.Range(0, Peers.Length).Select(peer => new NodeId(peer)).Where(peer => peer != self)];
            yield return new PeerSetup(
                self,
                _services.Of(_folder.Peers[index]),
                [.. ParticipantsOf(index)],
                new GossipOptions(others, lambda * 4),
                system => new MemoryPeerLink(system, self, peer => _hosts[peer.Index].Actors.Gossip, roundTrip: null),
                Supervision.Restart);
        }
    }
}
