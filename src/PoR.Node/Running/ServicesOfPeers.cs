using System.Collections.Immutable;
using Akka.Actor;
using Microsoft.Extensions.Logging;
using PoR.Actors;
using PoR.Actors.Gossiping;
using PoR.Actors.Links;
using PoR.Actors.Mempools;
using PoR.Actors.Participants;
using PoR.Actors.Peers;
using PoR.Actors.Services;
using PoR.Chain;
using PoR.Configuration.Profiles;
using PoR.Core.Genesis;
using PoR.Core.Identities;
using PoR.Cryptography;
using PoR.Evaluation;
using PoR.Node.Links;
using PoR.Persistence.Databases;
using PoR.Wire;

namespace PoR.Node.Running;

/// <summary>
/// What the peers of one process work with. They share checks and states, since each is a function of its input.
/// </summary>
internal sealed class ServicesOfPeers(
    GenesisDocument genesis, MempoolSettings mempool, bool stopsOnCertifiedBad = false)
{
    private const int ChecksKeptPerParticipant = 20;
    private const int BlocksKept = 32;

    private static readonly SodiumCryptography s_cryptography = new();

    private readonly PeerChecks _checks = new(
        s_cryptography, ChecksKeptPerParticipant * Math.Max(100, genesis.Accounts.Length),
        mempool.CapacityTransactions);

    private readonly SharedChain _chain = new(
        Branch.Of(genesis), new ModelScores(EvaluationModel.Embedded), mempool.CapacityTransactions, BlocksKept);

    /// <summary>The services of one of them.</summary>
    public NodeServices Of(PublicKey peer) => new()
    {
        Genesis = genesis,
        Cryptography = s_cryptography,
        Checks = _checks,
        Chain = _chain,
        ClockStart = DateTimeOffset.FromUnixTimeMilliseconds(genesis.Time.Milliseconds),
        LedgerId = $"ledger/{peer}",
        Meter = ProcessCpu.Instance,
        Mempool = new MempoolLimits { TransactionsMax = mempool.CapacityTransactions },
        StopsOnCertifiedBad = stopsOnCertifiedBad,
    };

    /// <summary>What one of them is made of.</summary>
    /// <param name="self">Which.</param>
    /// <param name="peers">Identities of all peers of the network, ascending.</param>
    /// <param name="participants">Who lives on it in this process.</param>
    /// <param name="linkOf">Makes the way to other peers, for each life of the peer's system.</param>
    public PeerSetup SetupOf(
        NodeId self,
        ImmutableArray<PublicKey> peers,
        ImmutableArray<ParticipantKeys> participants,
        Func<ActorSystem, IPeerLink> linkOf) => new(
        self,
        Of(peers[self.Index]),
        participants,
        new GossipOptions(
            [.. OthersOf(self, peers.Length)], 4 * TimeSpan.FromMilliseconds(genesis.Parameters.SmallLambdaMs)),
        linkOf,
        Supervision.Restart);

    /// <summary>The link of one of them to peers that trust nobody; it neither listens nor dials yet.</summary>
    /// <param name="identity">Its identity.</param>
    /// <param name="peers">Identities of all peers of the network, ascending.</param>
    /// <param name="settings">What peers may use.</param>
    /// <param name="bans">Where bans are kept.</param>
    /// <param name="metrics">Count what it carries.</param>
    /// <param name="loggers">Take its log.</param>
    public TcpPeerLink LinkOf(
        SigningKey identity,
        ImmutableArray<PublicKey> peers,
        LinkSettings settings,
        Database bans,
        NodeMetrics metrics,
        ILoggerFactory loggers) => new(
        new TcpPeer(
            PeerWatch.NameOf(peers.BinarySearch(identity.PublicKey)), peers, identity, genesis.Network,
            WireLimits.Of(genesis.Parameters), TimeSpan.FromMilliseconds(genesis.Parameters.BlockTimeWindowMs),
            settings, bans),
        s_cryptography, metrics, loggers.CreateLogger<TcpPeerLink>());

    /// <summary>All peers but one, ascending.</summary>
    public static IEnumerable<NodeId> OthersOf(NodeId self, int peers) =>
        Enumerable.Range(0, peers).Select(peer => new NodeId(peer)).Where(peer => peer != self);

    /// <summary>After so long without a block a peer is no longer ready: three times 4λ + Λ′.</summary>
    public TimeSpan RoundLimit => 3 * TimeSpan.FromMilliseconds(
        (4 * genesis.Parameters.SmallLambdaMs) + genesis.Parameters.BigLambdaMs
        + genesis.Parameters.LeaderEvaluationMs);
}
