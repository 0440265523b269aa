using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Limits;
using PoR.Actors.Links;
using PoR.Actors.Mempools;
using PoR.Actors.Messages;
using PoR.Actors.Peers;
using PoR.Chain;
using PoR.Configuration.Profiles;
using PoR.Core.Agreement;
using PoR.Core.Transactions;
using PoR.Cryptography;
using PoR.Persistence;
using PoR.Simulation.Checks;
using PoR.Simulation.Worlds;
using PoR.Wire;

namespace PoR.Actors.Tests.Networks;

/// <summary>
/// The actors are plain Akka: four peers on ordinary actor systems, with Akka's own dispatcher, scheduler and journal.
/// Nothing of a simulation runs here.
/// </summary>
public sealed class PlainActorSystemsTests
{
    private const int Peers = 4;
    private const int Rounds = 5;
    private const int LimitMs = 90_000;

    private static readonly Config s_config = ConfigurationFactory.ParseString(
        """
        akka.loglevel = WARNING
        akka.persistence.journal.plugin = "akka.persistence.journal.inmem"
        akka.persistence.snapshot-store.plugin = "akka.persistence.snapshot-store.inmem"
        """);

    [Fact(
        DisplayName = "The same actors decide rounds with reviews on ordinary Akka.NET, in real time",
        Timeout = LimitMs)]
    public async Task Rounds_are_decided_in_real_time()
    {
        var settings = SettingsOf();
        var cryptography = new ModelCryptography();
        var population = Population.Create(settings, cryptography, threads: 1);
        var facts = new ConcurrentQueue<Fact>();
        var start = DateTimeOffset.UtcNow;
        var gossips = new IActorRef[Peers];
        var setups = PeerSetups.Of(
            settings, population, cryptography, Supervision.Restart, (self, system) => new MemoryPeerLink(
                system, self, peer => gossips[peer.Index], WireLimits.Of(population.Genesis.Parameters)));
        var systems = setups.Select(setup => ActorSystem.Create(
            $"peer{setup.Id.Index}", PersistenceConfiguration.Serializers.WithFallback(s_config))).ToArray();
        try
        {
            var peers = new IActorRef[Peers];
            for (var i = 0; i < Peers; i++)
            {
                systems[i].EventStream.Subscribe(
                    systems[i].ActorOf(Props.Create(() => new Collector(facts)), "collector"), typeof(Fact));
                var setup = setups[i] with { Services = setups[i].Services with { ClockStart = start } };
                peers[i] = systems[i].ActorOf(PeerActor.Props(setup), "peer");
                // An answer comes from a peer that has made its actors.
                await peers[i].Ask<ActorIdentity>(new Identify(i), TimeSpan.FromSeconds(20));
                gossips[i] = await systems[i].ActorSelection($"/user/peer/{PeerActor.GossipName}")
                    .ResolveOne(TimeSpan.FromSeconds(20));
            }

            var reviews = Reviews(population);
            foreach (var (peer, review) in reviews)
            {
                systems[peer].ActorSelection($"/user/peer/{PeerActor.MempoolName}")
                    .Tell(new MempoolMessage.Submit(review));
            }

            foreach (var peer in peers)
                peer.Tell(PeerActor.Begin.Instance);
            await Wait.Until(() => LeastRound(facts) >= Rounds);
            AssertSound(
                facts, new DecidableRounds(Peers, Branch.Of(population.Genesis)),
                reviews.Select(static r => r.Review.Id));
        }
        finally
        {
            await Task.WhenAll(systems.Select(static system => system.Terminate()));
        }
    }

    private static SimulationSettings SettingsOf()
    {
        var settings = Lab.Nodes(Peers, $"population.participants={2 * Peers}");
        return settings with
        {
            Protocol = settings.Protocol with { SmallLambdaMs = 100, BigLambdaMs = 500, LeaderEvaluationMs = 50 },
        };
    }

    private static List<(int Peer, SignedTransaction Review)> Reviews(Population population)
    {
        var cast = new Cast(population.Genesis, seed: 1);
        return
        [
            .. population.Keys.Zip(population.Nodes, (keys, node) => (node.Index, cast.Review(
                cast.NumberOf(keys.PublicKey), sequence: 1, $"A wonderful thing, says {keys.PublicKey}.",
                subject: $"lamp of {node}", writtenAt: 1))),
        ];
    }

    private static long LeastRound(IEnumerable<Fact> facts)
    {
        var tips = facts.OfType<Fact.TipMoved>().ToLookup(static f => f.Node, static f => f.State.Round.Number);
        return tips.Count < Peers ? 0 : tips.Min(static peer => peer.Max());
    }

    private static void AssertSound(
        ConcurrentQueue<Fact> facts, DecidableRounds decidable, IEnumerable<TransactionId> submitted)
    {
        var breaches = new List<string>();
        IInvariantCheck[] checks = [new AgreementCheck(static () => true, decidable), new DoubleVoteCheck(decidable)];
        foreach (var fact in facts)
        {
            foreach (var check in checks)
                check.See(fact, (round, sentence) => breaches.Add($"{check.Name}, round {round}: {sentence}"));
        }

        Assert.Empty(breaches);
        Assert.Empty(facts.OfType<Fact.MessageRefused>());
        Assert.Empty(facts.OfType<Fact.EvidenceSeen>());
        var blocks = facts.OfType<Fact.BlockCertified>().Where(static f => f.Node.Index == 0)
            .Select(static f => f.Block).ToArray();
        Assert.Equal(submitted.ToHashSet(), Committed(blocks));
        Assert.All(
            facts.OfType<Fact.BlockCertified>().GroupBy(static f => f.Block.Digest),
            static same => Assert.Single(same.Select(static f => f.State.Root).Distinct()));
    }

    private static HashSet<TransactionId> Committed(IEnumerable<Block> blocks) =>
        [.. blocks.SelectMany(static b => b.Payset).Select(static e => e.Transaction.Id)];

    /// <summary>Keeps what it hears, for the test.</summary>
    private sealed class Collector : ReceiveActor
    {
        public Collector(ConcurrentQueue<Fact> facts) => Receive<Fact>(facts.Enqueue);
    }
}
