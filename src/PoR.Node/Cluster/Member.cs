using System.Collections.Immutable;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Cluster.Tools.Singleton;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using PoR.Actors;
using PoR.Actors.Links;
using PoR.Actors.Participants;
using PoR.Actors.Peers;
using PoR.Actors.Sponsors;
using PoR.Configuration.Profiles;
using PoR.Core.Identities;
using PoR.Node.Links;
using PoR.Node.Running;
using PoR.Persistence.Databases;
using PoR.Persistence.Keys;
using PoR.Reviews;

namespace PoR.Node.Cluster;

/// <summary>What starting a member gave. Closed: every case is nested here.</summary>
public abstract record MemberStart
{
    private MemberStart()
    {
    }

    /// <summary>Its peer has its chain.</summary>
    public sealed record Running(Member Member) : MemberStart;

    /// <summary>What it has stored cannot be read.</summary>
    /// <param name="Sentence">Why.</param>
    public sealed record Refused(string Sentence) : MemberStart;
}

/// <summary>
/// One peer of the network in a process of its own. It is a member of an operator's cluster, and has as many of the
/// operator's participants as the cluster places on it; or it is alone, and has them all.
/// </summary>
public sealed class Member : INode, IAsyncDisposable
{
    private static readonly TimeSpan s_answerLimit = TimeSpan.FromSeconds(5);

    private readonly MemberFiles _files;
    private readonly SimulationSettings _settings;
    private readonly ClusterSettings _cluster;
    private readonly PeerHost _host;
    private readonly PeerSetup _peer;
    private readonly TcpPeerLink _link;
    private readonly NodeMetrics _metrics = new();
    private readonly TaskCompletionSource _removed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private LinkFilter? _filter;
    private LinkRecorder? _votes;

    private Member(
        MemberFiles files, SimulationSettings settings, ImmutableArray<ParticipantKeys> own, ILoggerFactory loggers)
    {
        (_files, _settings, _cluster) = (files, settings, settings.Node.Cluster);
        ImmutableArray<PublicKey> peers = Identities = [.. files.Peers.Select(peer => peer.Id)];
        var self = new NodeId(peers.BinarySearch(files.Identity.PublicKey));
        var watch = new PeerWatch(
            self.Index,
            new PeerStatus(files.Identity.PublicKey)
            {
                Hosted = PeerStatus.Fresh(own),
                GrownAt = DateTimeOffset.UtcNow,
            });
        Peers = [watch];
        _metrics.Observe(Peers);
        var services = new ServicesOfPeers(
            files.Genesis, settings.Mempool, settings.Evaluation.StopsOnCertifiedBad);
        _link = services.LinkOf(
            files.Identity, peers, settings.Node.Links, files.Database, _metrics, loggers);
        watch.Follow(_link);
        _metrics.Observe(watch.Name, () => (_link.Counts, _filter?.Dropped ?? 0));
        RoundLimit = services.RoundLimit;
        _peer = services.SetupOf(self, peers, own, system => LinkOf(system, settings.Node, loggers));
        _host = PeerHost.Build(
            ClusterConfiguration.SystemName, _peer, watch, files.Database, _metrics, loggers,
            settings.Node.Persistence.HasReputationView, settings.Node.FactsFile, settings.Node.Akka,
            IsClustered ? akka => ClusterConfiguration.AddTo(akka, _cluster, files.Tls) : null);
    }

    /// <inheritdoc/>
    public ImmutableArray<PublicKey> Identities { get; }

    /// <inheritdoc/>
    public NetworkId Id => _files.Genesis.Network;

    /// <inheritdoc/>
    public ImmutableArray<PeerWatch> Peers { get; }

    /// <inheritdoc/>
    public TimeSpan RoundLimit { get; }

    /// <inheritdoc/>
    public IEnumerable<NodeCheck> Checks => IsClustered ? [new NodeCheck("por.cluster", ClusterHealth)] : [];

    /// <summary>Makes cuts of its links; null: it was started without the admin endpoint.</summary>
    public LinkFilter? Filter => _filter;

    /// <summary>Has a right to sponsor that a participant here holds used for an account (D41).</summary>
    /// <param name="newcomer">Who is looking for a sponsor.</param>
    /// <param name="stop">Ends the waiting.</param>
    public Task<SponsorAnswer> SponsorAsync(PublicKey newcomer, CancellationToken stop) =>
        _host.Actors.Sponsors.Ask<SponsorAnswer>(new SponsorMessage.Use(newcomer), s_answerLimit, stop);

    /// <summary>Whether it is a member of a cluster.</summary>
    public bool IsClustered => _cluster.Seeds.Length > 0;

    /// <summary>Where it listens for peers; null: nowhere.</summary>
    public EndPointText? Links => _link.Address;

    /// <summary>
    /// Ends when the cluster has removed this member, asked to or not. Its process must end then; if it was not asked
    /// to, it must be started again.
    /// </summary>
    public Task Removed => _removed.Task;

    /// <summary>
    /// Ends when the peer has ended by a mistake of this program, with what it was. Its process must end then, and be
    /// started again.
    /// </summary>
    public Task<string> Ended => Peers[0].Ended;

    private Akka.Cluster.Cluster Cluster => Akka.Cluster.Cluster.Get(_host.System);

    /// <summary>Starts the peer, waits until it has its chain, and joins the cluster.</summary>
    /// <param name="files">Opened; they must outlive the member.</param>
    /// <param name="settings">Of the node.</param>
    /// <param name="loggers">Take the log of the peer and of its actor system.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">A stop came before the member ran.</exception>
    /// <exception cref="IOException">The key store cannot be read.</exception>
    public static async Task<MemberStart> StartAsync(
        MemberFiles files, SimulationSettings settings, ILoggerFactory loggers, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(settings);
        KeyFault? fault = null;
        var own = settings.Node.Cluster.Seeds.Length > 0 ? [] : files.Keys.LoadAll(out fault);
        if (fault is not null)
            return new MemberStart.Refused(fault.Sentence);
        var member = new Member(files, settings, own, loggers);
        try
        {
            var refusal = await member.StartAsync(stop);
            if (refusal is null)
                return new MemberStart.Running(member);
            await member.DisposeAsync();
            return new MemberStart.Refused(refusal);
        }
        catch
        {
            await member.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public string? StoreFault() => (DatabaseSchema.Check(_files.Database) ?? _files.Keep())?.Sentence;

    /// <summary>
    /// Lets authors write reviews, so that something happens: of the operator's participants those whose place among
    /// all falls to this peer, wherever they live, so that no two members write for one author.
    /// </summary>
    /// <param name="reviews">In the order in which they are submitted; may end.</param>
    /// <exception cref="IOException">The key store cannot be read.</exception>
    public void BeginDemo(IEnumerable<WrittenReview> reviews)
    {
        var authors = _files.Keys.Participants()
            .Where((_, place) => place % Identities.Length == Peers[0].Index)
            .Select(key => new DemoAuthor(KeysOf(key).Account, _host.Actors.Mempool));
        _host.System.ActorOf(
            DemoAuthorsActor.Props(_files.Genesis, [.. authors], reviews.GetEnumerator(), _settings), "demo");
    }

    /// <summary>Signs nothing more, then leaves the cluster, whose other members take its participants.</summary>
    public async ValueTask DisposeAsync()
    {
        await _host.StopSigningAsync();
        await _host.DisposeAsync();
        await _link.DisposeAsync();
        _votes?.Dispose();
        _metrics.Dispose();
    }

    /// <returns>Why it cannot run; null when it does.</returns>
    private async Task<string?> StartAsync(CancellationToken stop)
    {
        try
        {
            _link.Bind();
        }
        catch (SocketException taken)
        {
            return $"links.listen cannot be had: {taken.Message}";
        }

        try
        {
            if (await _host.StartAsync(stop) is { } unfit)
                return unfit;
        }
        catch (Exception failure) when (failure.GetBaseException() is SocketException taken)
        {
            return $"cluster.remoting: {_cluster.Remoting} cannot be had: {taken.Message}";
        }

        if (await PeerHost.RecoveredAsync(Peers[0], stop) is { } refusal)
            return refusal;
        _host.System.ActorOf(
            KeyRewriterActor.Props(_peer.Id, _host.Actors.Participants, _files.Keys), "keys");
        if (IsClustered)
            await HostParticipantsAsync();
        await _link.StartAsync([.. _files.Peers.Select(peer => peer.Address)]);
        _host.Peer.Tell(PeerActor.Begin.Instance);
        return null;
    }

    private async Task HostParticipantsAsync()
    {
        var (system, cluster) = (_host.System, Cluster);
        cluster.RegisterOnMemberRemoved(() => _removed.TrySetResult());
        var hosted = system.ActorOf(Props.Create(() => new HostedActor(Peers[0])), HostedActor.Name);

        // The cluster may shut this member down by itself, and signing must end first then, too.
        CoordinatedShutdown.Get(system).AddTask(
            CoordinatedShutdown.PhaseBeforeServiceUnbind,
            "stop-signing",
            async () =>
            {
                await _host.StopSigningAsync();
                hosted.Tell(new ClusterMessage.Leaves());
                return Akka.Done.Instance;
            });
        system.ActorOf(Props.Create(() => new FoundingActor(_cluster)), FoundingActor.Name);
        var region = await ParticipantRegion.StartAsync(
            system, ParticipantRegion.ShardsPerMember * _cluster.MembersPlanned, _host.Actors, _peer.Services, KeysOf);
        system.ActorOf(
            ClusterSingletonManager.Props(
                Props.Create(() => new WakerActor(_files.Keys.Participants, region, _cluster.MembersPlanned)),
                PoisonPill.Instance,
                ClusterSingletonManagerSettings.Create(system)),
            WakerActor.Name);
    }

    private IPeerLink LinkOf(ActorSystem system, NodeSettings settings, ILoggerFactory loggers)
    {
        IPeerLink link = _link;
        if (settings.AdminTokenFile is not null)
            link = _filter = new LinkFilter(
                link, system.Scheduler, _files.Peers.Length, seed: 0);
        return settings.Links.RecordFile is { } file
            ? _votes = new LinkRecorder(link, RecordFile.Create(file), loggers.CreateLogger<LinkRecorder>())
            : link;
    }

    private ParticipantKeys KeysOf(PublicKey key) =>
        _files.Keys.Load(key, out var fault) ?? throw new IOException(fault!.Sentence);

    private HealthCheckResult ClusterHealth()
    {
        var state = Cluster.State;
        var up = state.Members.Where(member => member.Status == Akka.Cluster.MemberStatus.Up).ToArray();
        if (!up.Any(member => member.UniqueAddress.Equals(Cluster.SelfUniqueAddress)))
            return HealthCheckResult.Unhealthy("The cluster has not taken this member up yet.");
        var reachable = up.Count(member => !state.Unreachable.Contains(member));
        var sentence = $"{reachable} of {_cluster.MembersPlanned} planned members can be reached.";
        return 2 * reachable < _cluster.MembersPlanned
            ? HealthCheckResult.Unhealthy(sentence)
            : HealthCheckResult.Healthy(sentence);
    }
}
