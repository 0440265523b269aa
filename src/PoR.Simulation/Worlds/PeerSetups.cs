using Akka.Actor;
using PoR.Actors;
using PoR.Actors.Gossiping;
using PoR.Actors.Links;
using PoR.Actors.Mempools;
using PoR.Actors.Peers;
using PoR.Actors.Services;
using PoR.Chain;
using PoR.Configuration.Profiles;
using PoR.Cryptography;
using PoR.Evaluation;
using PoR.Simulation.Networks;

namespace PoR.Simulation.Worlds;

/// <summary>
/// The setups of the honest peers of a network. They share everything that is a pure function of its input.
/// </summary>
public static class PeerSetups
{
    // A round has a few committees and dozens of proposals, and only results of the last few rounds are asked for
    // again. States of the last rounds are also held by the nodes' chains, so that these here take no memory.
    private const int ChecksKeptPerVoice = 8;
    private const int ChecksKeptLeast = 500;
    private const int TransactionsKeptPerReview = 20;
    private const int ScoresKeptPerReview = 10;
    private const int ScoresKeptLeast = 2_000;
    private const int BlocksKept = 32;

    /// <summary>The setups of all peers.</summary>
    /// <param name="settings">Of the network.</param>
    /// <param name="population">Who lives where.</param>
    /// <param name="cryptography">Real, or the insecure stand-in.</param>
    /// <param name="supervision">What follows when an actor fails.</param>
    /// <param name="linkOf">Makes a peer's link, for each life of its system.</param>
    /// <returns>By the peer's index.</returns>
    public static PeerSetup[] Of(
        SimulationSettings settings,
        Population population,
        ICryptography cryptography,
        Supervision supervision,
        Func<NodeId, ActorSystem, IPeerLink> linkOf)
    {
        var scores = new ModelScores(EvaluationModel.Embedded);
        var voices = Math.Min(
            settings.Protocol.CommitteeSize ?? long.MaxValue, settings.Population.Participants);
        var checksKept = Math.Max(ChecksKeptLeast, ChecksKeptPerVoice * (int)voices);
        var scoresKept = Math.Max(ScoresKeptLeast, ScoresKeptPerReview * settings.Run.ReviewsPerRound);
        var transactionsKept = Math.Max(
            ChecksKeptLeast, TransactionsKeptPerReview * settings.Run.ReviewsPerRound);
        var chain = new SharedChain(Branch.Of(population.Genesis), scores, scoresKept, BlocksKept);
        PeerChecks NewChecks() => new(cryptography, checksKept, transactionsKept);
        var shared = NewChecks();
        var options = GossipOptionsOf(settings);
        return
        [
            .. Enumerable.Range(0, settings.Population.Nodes).Select(node => new PeerSetup(
                new NodeId(node),
                new NodeServices
                {
                    Genesis = population.Genesis,
                    Cryptography = cryptography,
                    Chain = chain,
                    Checks = settings.Run.Crypto == CryptoMode.Each ? NewChecks() : shared,
                    SponsorShare = settings.Population.SponsorShare,
                    RelaysHopByHop = settings.Network.GossipDegree is not null,
                    Mempool = new MempoolLimits { TransactionsMax = settings.Mempool.CapacityTransactions },
                    StopsOnCertifiedBad = settings.Evaluation.StopsOnCertifiedBad,
                    Costs = new ModelledCosts
                    {
                        Block = settings.Evaluation.PerBlock,
                        Transaction = settings.Evaluation.PerReview,
                    },
                },
                [.. population.LivingOn(new NodeId(node)).Select(number => population.Keys[number])],
                options(node),
                system => linkOf(new NodeId(node), system),
                supervision)),
        ];
    }

    private static Func<int, GossipOptions> GossipOptionsOf(SimulationSettings settings)
    {
        var nodes = settings.Population.Nodes;
        var seed = (ulong)settings.Run.Seed;
        var lambda = TimeSpan.FromMilliseconds(settings.Protocol.SmallLambdaMs);
        var graph = settings.Network.GossipDegree is { } degree
            ? PeerGraph.Random(nodes, degree, seed)
            : PeerGraph.Complete(nodes);
        var flood = settings.Network.GossipDegree is null
            ? PeerGraph.Random(nodes, GossipOptions.FloodDegree, seed)
            : graph;
        return node => new GossipOptions([.. graph.PeersOf(node).Select(peer => new NodeId(peer))], lambda * 4)
        {
            FloodPeers = [.. flood.PeersOf(node).Select(peer => new NodeId(peer))],
            TellAllBytesMax = settings.Network.BandwidthBitsPerSecond is { } bits
                ? (long)(bits / 8 * (lambda / 4).TotalSeconds)
                : null,
        };
    }
}
