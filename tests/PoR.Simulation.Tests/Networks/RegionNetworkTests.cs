using System.Collections.Immutable;
using Akka.Actor;
using AkkaSimulation;
using PoR.Actors;
using PoR.Actors.Links;
using PoR.Actors.Messages;
using PoR.Configuration.Schema;
using PoR.Core.Agreement;
using PoR.Core.Faults;
using PoR.Simulation.Networks;
using PoR.Wire;

namespace PoR.Simulation.Tests.Networks;

/// <summary>Delays, jitter and uplinks.</summary>
public sealed class RegionNetworkTests
{
    private const int Block = 1_000_000; // Bytes: one second at 8 Mbit/s.

    [Fact]
    public void Bulk_letters_of_one_node_queue_on_its_uplink_only()
    {
        var network = TestNetwork.Even(3, 10, bitsPerSecond: 8_000_000);

        Assert.Equal(1010, TestNetwork.Ms(network.Send(0, 1, 0, Block, isUrgent: false)));
        Assert.Equal(2010, TestNetwork.Ms(network.Send(0, 2, 0, Block, isUrgent: false)));
        Assert.Equal(1010, TestNetwork.Ms(network.Send(1, 2, 0, Block, isUrgent: false)));
        Assert.Equal(1510, TestNetwork.Ms(network.Send(0, 1, 1500, Block, isUrgent: false)));
    }

    [Fact]
    public void An_urgent_letter_goes_before_queued_bulk_and_bulk_after_it_pays()
    {
        var network = TestNetwork.Even(3, 10, bitsPerSecond: 8_000_000);
        network.Send(0, 1, 0, Block, isUrgent: false);

        Assert.Equal(10.1, TestNetwork.Ms(network.Send(0, 1, 0, 100)));
        Assert.Equal(10.2, TestNetwork.Ms(network.Send(0, 2, 0, 100)));
        Assert.Equal(2010.2, TestNetwork.Ms(network.Send(0, 2, 0, Block, isUrgent: false)), 6);
    }

    [Fact(DisplayName = "No letter takes less than the least delay, beside what it waits at its sender's uplink")]
    public void The_least_delay()
    {
        var near = TestNetwork.Even(2, 10, bitsPerSecond: 8_000_000, leastMs: 20);
        Assert.Equal(TimeSpan.FromMilliseconds(20), near.MinimumDelay);
        Assert.Equal(1020, TestNetwork.Ms(near.Send(0, 1, 0, Block, isUrgent: false)));
        Assert.Equal(2020, TestNetwork.Ms(near.Send(0, 1, 0, Block, isUrgent: false)));
        Assert.Equal(30, TestNetwork.Ms(TestNetwork.Even(2, 30, leastMs: 20).Send(0, 1, 0)));

        // A link of about that delay: what jitter makes shorter is cut off, what it makes longer is not.
        var varied = TestNetwork.Even(2, 20, jitter: Jitter.Default, leastMs: 20);
        var delays = Enumerable.Range(0, 200).Select(i => TestNetwork.Ms(varied.Send(0, 1, 100 * i))).ToArray();
        Assert.InRange(delays.Count(static delay => delay == 20), 60, 140);
        Assert.All(delays, static delay => Assert.InRange(delay, 20, 30));
        Assert.Throws<ArgumentOutOfRangeException>(() => TestNetwork.Even(2, 10, leastMs: -1));
    }

    [Fact]
    public void Bandwidth_zero_is_unlimited() =>
        Assert.Equal(10, TestNetwork.Ms(TestNetwork.Even(2, 10).Send(0, 1, 0, Block)));

    [Theory]
    [InlineData(JitterKind.Uniform)]
    [InlineData(JitterKind.LogNormal)]
    public void Jitter_varies_around_the_mean_and_repeats_with_the_seed(JitterKind kind)
    {
        const int Count = 20_000;
        var jitter = new Jitter(kind, 100);
        double[] Draw(ulong seed) =>
            [.. Enumerable.Range(0, Count).Select(i => jitter.Apply(1_000_000, seed, 5, (uint)i) / 1e6)];
        var draws = Draw(1);
        var mean = draws.Average();
        var deviation = Math.Sqrt(draws.Average(d => (d - mean) * (d - mean)));

        Assert.Equal(draws, Draw(1));
        Assert.NotEqual(draws, Draw(2));
        Assert.InRange(mean, 0.995, 1.01);
        var expected = kind == JitterKind.Uniform ? 0.0577 : 0.1;
        Assert.InRange(deviation, 0.97 * expected, 1.03 * expected);
        Assert.InRange(draws.Min(), 0.65, 0.95);
        Assert.InRange(draws.Max(), 1.05, 1.45);
    }

    [Fact]
    public void The_widest_jitter_never_makes_a_delay_negative()
    {
        foreach (var kind in Enum.GetValues<JitterKind>())
        {
            var jitter = new Jitter(kind, 900);
            Assert.All(
                Enumerable.Range(0, 10_000),
                i => Assert.True(jitter.Apply(1_000, 9, 1, (uint)i) >= 0));
        }
    }

    [Fact]
    public void Letters_of_a_link_keep_their_order_in_spite_of_jitter()
    {
        var network = TestNetwork.Even(
            2, 100, jitter: new Jitter(JitterKind.LogNormal, 300));
        var arrivals = Enumerable.Range(0, 1_000)
            .Select(ms => ms + TestNetwork.Ms(network.Send(0, 1, ms))).ToArray();

        Assert.Equal(arrivals.Order(), arrivals);
        Assert.True(arrivals.Distinct().Count() > 20);
    }

    [Fact(DisplayName = "A cut changes nothing before it begins: what it takes has held up what was sent after it")]
    public void A_cut_changes_nothing_before()
    {
        static double[] Arrivals(params ImmutableArray<LinkFault> faults)
        {
            var network = TestNetwork.Even(2, 100, jitter: new Jitter(JitterKind.LogNormal, 300), faults: faults);
            return [.. Enumerable.Range(0, 1_000).Select(i => network.Send(0, 1, i / 10.0))
                .Where(sent => sent.Fate.Lost is null)
                .Select(sent => sent.Fate.ArrivesAt.TotalMilliseconds)];
        }

        var calm = Arrivals();
        var start = calm[calm.Length / 2];
        var cut = Arrivals(CutGrammar.Parse("halves@0s+1s").Cut! with { Start = TimeSpan.FromMilliseconds(start) });

        Assert.InRange(cut.Length, 1, calm.Length - 1);
        Assert.Equal(calm.TakeWhile(arrival => arrival < start), cut.TakeWhile(arrival => arrival < start));
    }

    [Fact]
    public void Nodes_are_spread_round_robin_or_by_the_seed()
    {
        RegionNetwork Of(RegionAssignment assignment, ulong seed) => new(new RegionNetworkOptions
        {
            Nodes = 60,
            Latency = LatencyMatrix.Between(Cities.All),
            Assignment = assignment,
            Seed = seed,
        });
        string[] Regions(RegionNetwork network) =>
            [.. Enumerable.Range(0, 60).Select(network.RegionOf)];

        Assert.Equal(
            Enumerable.Range(0, 60).Select(i => Cities.All[i % Cities.All.Length].Name),
            Regions(Of(RegionAssignment.RoundRobin, 1)));
        Assert.Equal(
            Regions(Of(RegionAssignment.Seeded, 1)), Regions(Of(RegionAssignment.Seeded, 1)));
        Assert.NotEqual(
            Regions(Of(RegionAssignment.Seeded, 1)), Regions(Of(RegionAssignment.Seeded, 2)));
    }

    [Fact]
    public void In_a_simulation_letters_within_a_node_never_meet_the_network()
    {
        var log = new List<string>();
        var network = TestNetwork.Even(2, 100);
        using var simulation = new AkkaSimulation.Simulation { Network = network };
        simulation.AddNodes(2, node => node.System.ActorOf(
            Props.Create(() => new Teller(simulation, log)), "teller"));
        simulation.Nodes[0].Find("/user/teller").Tell("go");
        simulation.RunFor(1.Seconds());

        Assert.Equal(["0 node0", "0.1 node1"], log);
        Assert.Equal(1, network.Crossings);
    }

    /// <summary>Tells something to the tellers of all nodes, and notes when it hears it.</summary>
    private sealed class Teller : ReceiveActor
    {
        public Teller(AkkaSimulation.Simulation simulation, List<string> log)
        {
            var said = new PeerHeard(
                new NodeId(0), EncodedMessage.Of(new PeerMessage.BlockRequested(default(BlockDigest))));
            Receive<string>(_ =>
            {
                foreach (var node in simulation.Nodes)
                    node.Find("/user/teller").Tell(said);
            });
            Receive<PeerHeard>(_ => log.Add(string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"{Context.System.Scheduler.MonotonicClock.TotalSeconds} {Context.System.Name}")));
        }
    }
}
