using System.Collections.Immutable;
using Akka.Actor;
using Microsoft.Extensions.Logging;
using PoR.Actors;
using PoR.Actors.Links;
using PoR.Actors.Peers;
using PoR.Configuration.Profiles;
using PoR.Core.Identities;
using PoR.Cryptography;
using PoR.Node.Folders;
using PoR.Node.Links;
using PoR.Persistence.Keys;
using PoR.Wire;

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

/// <summary>How peers of one process reach each other.</summary>
public enum Transport
{
    /// <summary>They hand each other their messages.</summary>
    Memory,

    /// <summary>As peers of several operators do: each listens on a loopback port of its own.</summary>
    Tcp,
}

/// <summary>All peers of a network in one process, in real time: each has an ActorSystem and a store.</summary>
public sealed class LocalNetwork : INode, IAsyncDisposable
{
    private static readonly EndPointText s_anyLoopbackPort = new("127.0.0.1", 0);

    private readonly List<PeerHost> _hosts = [];
    private readonly ImmutableArray<TcpPeerLink> _links;
    private readonly LinkFilter?[] _filters;
    private readonly List<LinkRecorder> _recorders = [];
    private readonly ServicesOfPeers _services;
    private readonly NetworkFolder _folder;
    private readonly ILoggerFactory _loggers;
    private bool _isStopped;

    private LocalNetwork(
        NetworkFolder folder,
        SimulationSettings settings,
        Transport transport,
        NodeMetrics metrics,
        ILoggerFactory loggers)
    {
        (_folder, Settings, Metrics, _loggers) = (folder, settings, metrics, loggers);
        _services = new ServicesOfPeers(folder.Genesis, settings.Mempool, settings.Evaluation.StopsOnCertifiedBad);
        _links = transport == Transport.Tcp ? [.. folder.PeerKeys.Select(TcpLinkOf)] : [];
        _filters = new LinkFilter?[folder.Peers.Length];
        var now = DateTimeOffset.UtcNow;
        Peers =
        [
            .. folder.Peers.Select((id, peer) => new PeerWatch(
                peer, new PeerStatus(id)
                {
                    Hosted = PeerStatus.Fresh(ParticipantsOf(peer)),
                    GrownAt = now,
                    Links = transport == Transport.Tcp ? [] : OthersOf(peer),
                })),
        ];
        metrics.Observe(Peers);
    }

    /// <inheritdoc/>
    public ImmutableArray<PeerWatch> Peers { get; }

    /// <summary>With which it was made.</summary>
    public SimulationSettings Settings { get; }

    /// <inheritdoc/>
    public ImmutableArray<PublicKey> Identities => _folder.Peers;

    /// <inheritdoc/>
    public NetworkId Id => _folder.Genesis.Network;

    /// <inheritdoc/>
    public TimeSpan RoundLimit => _services.RoundLimit;

    /// <summary>By index; none where peers reach each other in memory.</summary>
    internal ImmutableArray<TcpPeerLink> Links => _links;

    /// <summary>By index; null without faults of links.</summary>
    internal IReadOnlyList<LinkFilter?> Filters => _filters;

    /// <inheritdoc/>
    public IEnumerable<NodeCheck> Checks => [];

    /// <summary>The systems of its peers, by index.</summary>
    internal IReadOnlyList<PeerHost> Hosts => _hosts;

    internal NodeMetrics Metrics { get; }

    /// <summary>Starts all peers, waits until they have recovered, and begins the first round.</summary>
    /// <param name="folder">Opened; it must outlive the network.</param>
    /// <param name="settings">Of the folder's network.</param>
    /// <param name="transport">How its peers reach each other.</param>
    /// <param name="loggers">Take the log of peers and of their actor systems.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">A stop came before the network ran.</exception>
    public static async Task<NetworkStart> StartAsync(
        NetworkFolder folder,
        SimulationSettings settings,
        Transport transport,
        ILoggerFactory loggers,
        CancellationToken stop)
    {
        var network = new LocalNetwork(folder, settings, transport, new NodeMetrics(), loggers);
        try
        {
            var refusal = await network.StartPeersAsync(stop);
            if (refusal is not null)
            {
                await network.DisposeAsync();
                return new NetworkStart.Refused(refusal);
            }

            await network.BeginAsync();
            return new NetworkStart.Running(network);
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public string? StoreFault() => _folder.StoreFault()?.Sentence;

    /// <summary>Lets authors of the network write reviews, so that something happens.</summary>
    /// <param name="reviews">In the order in which they are submitted; may end.</param>
    public void BeginDemo(IEnumerable<Reviews.WrittenReview> reviews)
    {
        var authors = _folder.Participants.Select((keys, number) => new DemoAuthor(
            keys.Account, _hosts[number % Peers.Length].Actors.Mempool));
        _hosts[0].System.ActorOf(
            DemoAuthorsActor.Props(_folder.Genesis, [.. authors], reviews.GetEnumerator(), Settings), "demo");
    }

    /// <summary>
    /// Stops all peers, signing first; what they have signed is stored by then. Used keys leave the folder.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (_isStopped)
            return;
        _isStopped = true;
        await Task.WhenAll(_hosts.Select(host => host.StopSigningAsync()));
        await Task.WhenAll(_hosts.Select(host => host.DisposeAsync().AsTask()));
        await Task.WhenAll(_links.Select(link => link.DisposeAsync().AsTask()));
        foreach (var recorder in _recorders)
            recorder.Dispose();
        try
        {
            if (_folder.StoreKeys() is { } fault)
                Told.KeysNotStored(_loggers.CreateLogger<LocalNetwork>(), fault.Sentence);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Told.KeysNotStored(_loggers.CreateLogger<LocalNetwork>(), failure.Message);
        }

        Metrics.Dispose();
    }

    private IEnumerable<Actors.Participants.ParticipantKeys> ParticipantsOf(int peer) =>
        _folder.Participants.Where((_, number) => number % _folder.Peers.Length == peer);

    private ImmutableSortedSet<int> OthersOf(int peer) =>
        [.. ServicesOfPeers.OthersOf(new NodeId(peer), _folder.Peers.Length).Select(other => other.Index)];

    private TcpPeerLink TcpLinkOf(SigningKey identity, int index) => _services.LinkOf(
        identity, _folder.Peers, Settings.Node.Links with { Listen = s_anyLoopbackPort }, _folder.DatabaseOf(index),
        Metrics, _loggers);

    /// <summary>What was said before a link is up is repeated, so the first round waits for nobody.</summary>
    private async Task BeginAsync()
    {
        var start = DateTimeOffset.UtcNow;
        for (var peer = 0; peer < Peers.Length; peer++)
        {
            var (link, filter) = (_links.ElementAtOrDefault(peer), _filters[peer]);
            filter?.Set(Settings.Run.LinkFaults, start);
            if (link is not null)
                Peers[peer].Follow(link);
            Metrics.Observe(
                Peers[peer].Name,
                () => (link?.Counts ?? default, filter?.Dropped ?? 0));
        }

        ImmutableArray<EndPointText?> addresses = [.. _links.Select(link => link.Address)];
        foreach (var link in _links)
            await link.StartAsync(addresses);
        foreach (var host in _hosts)
            host.Peer.Tell(PeerActor.Begin.Instance);
    }

    /// <returns>Why a peer cannot run; null when all do.</returns>
    private async Task<string?> StartPeersAsync(CancellationToken stop)
    {
        foreach (var link in _links)
            link.Bind();
        foreach (var (setup, watch) in Setups().Zip(Peers))
        {
            var host = PeerHost.Build(
                watch.Name, setup, watch, _folder.DatabaseOf(setup.Id.Index), Metrics, _loggers,
                Settings.Node.Persistence.HasReputationView,
                Settings.Node.FactsFile is { } file ? $"{file}-{setup.Id.Index}" : null, Settings.Node.Akka);
            _hosts.Add(host);
            if (await host.StartAsync(stop) is { } unfit)
                return unfit;
            host.System.ActorOf(
                KeyRewriterActor.Props(
                    setup.Id, host.Actors.Participants, _folder.Keys, _folder.RoundsBetweenKeys), "keys");
        }

        foreach (var watch in Peers)
        {
            if (await PeerHost.RecoveredAsync(watch, stop) is { } refusal)
                return refusal;
        }

        return null;
    }

    private IEnumerable<PeerSetup> Setups() => Enumerable.Range(0, Peers.Length).Select(index =>
    {
        var self = new NodeId(index);
        return _services.SetupOf(self, _folder.Peers, [.. ParticipantsOf(index)], system => LinkOf(self, system));
    });

    private IPeerLink LinkOf(NodeId self, ActorSystem system)
    {
        IPeerLink link = _links.IsEmpty
            ? new MemoryPeerLink(
                system, self, peer => _hosts[peer.Index].Actors.Gossip,
                Settings.Node.Links.IsRoundTrip ? WireLimits.Of(_folder.Genesis.Parameters) : null)
            : _links[self.Index];
        if (!Settings.Run.LinkFaults.IsEmpty)
            link = _filters[self.Index] = new LinkFilter(
                link, system.Scheduler, Peers.Length, (ulong)Settings.Run.Seed);
        if (Settings.Node.Links.RecordFile is { } file)
        {
            var recorder = new LinkRecorder(
                link, RecordFile.Create($"{file}-{self.Key}"), _loggers.CreateLogger<LinkRecorder>());
            _recorders.Add(recorder);
            link = recorder;
        }

        return link;
    }
}
