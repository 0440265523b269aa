using Akka.Actor;
using AkkaSimulation.Networks;
using AkkaSimulation.Nodes;

namespace AkkaSimulation.Tests.Faults;

/// <summary>What a network does to letters.</summary>
public sealed class NetworkTests
{
    private static readonly TimeSpan s_forEver = TimeSpan.FromDays(1);

    [Fact(DisplayName = "Without a filter every letter arrives, in order for each pair of nodes, within the bounds")]
    public void Order()
    {
        var heard = Send(static inner => inner, letters: 200, out var simulation);
        using (simulation)
        {
            Assert.Equal(Enumerable.Range(0, 200).Select(static i => $"{i}"), heard.Texts);
            Assert.All(
                heard.Milliseconds.Select(static (at, i) => at - i), static delay => Assert.InRange(delay, 5, 85));
        }
    }

    [Fact(DisplayName = "A cut loses letters of one direction from its beginning until it heals")]
    public void A_cut()
    {
        var heard = Send(
            static inner =>
                new Cut(inner, static (from, to) => (from, to) == (0, 1), 50.Milliseconds(), 100.Milliseconds()),
            200,
            out var simulation);
        using (simulation)
        {
            Assert.Equal(Enumerable.Range(0, 200).Where(static i => i is < 50 or >= 100).Select(static i => $"{i}"),
                heard.Texts);
            Assert.Equal(50, simulation.Letters.Dropped[DropCause.Cut]);
        }

        heard = Send(
            static inner => new Cut(inner, static (from, to) => (from, to) == (1, 0), TimeSpan.Zero, s_forEver), 200,
            out simulation);
        using (simulation)
            Assert.Equal(200, heard.Count);
    }

    [Fact(DisplayName = "A quarter of the letters is lost, of none none, of all all")]
    public void Loss()
    {
        foreach (var (perMillion, least, most) in new[] { (0, 0, 0), (250_000, 60, 140), (1_000_000, 400, 400) })
        {
            var heard = Send(inner => new Loss(inner, perMillion), 400, out var simulation);
            using (simulation)
            {
                Assert.InRange(400 - heard.Count, least, most);
                Assert.Equal(400 - heard.Count, simulation.Letters.Dropped.GetValueOrDefault(DropCause.Loss));
                Assert.True(simulation.Letters.IsBalanced);
            }
        }
    }

    [Fact(DisplayName = "A doubled letter comes twice, the copy later, and both are accounted for")]
    public void Duplicates()
    {
        var heard = Send(static inner => new Duplicate(inner, 1_000_000, 1.Seconds()), 10, out var simulation);
        using (simulation)
        {
            Assert.Equal(20, heard.Count);
            Assert.Equal(heard.Milliseconds.Take(10).Select(static at => at + 1000), heard.Milliseconds.Skip(10));
            Assert.Equal(10, simulation.Letters.Duplicated);
            Assert.Equal(20, simulation.Nodes[0].LetterCounts.Departed);
            Assert.Equal(20, simulation.Nodes[1].LetterCounts.Arrived);
        }
    }

    [Fact(DisplayName = "A letter that is held back is overtaken")]
    public void Reordered()
    {
        var heard = Send(static inner => new Reorder(inner, 200_000, 1.Seconds()), 200, out var simulation);
        using (simulation)
        {
            Assert.Equal(200, heard.Count);
            var numbers = heard.Texts.Select(int.Parse).ToList();
            Assert.NotEqual(numbers.Order(), numbers);
            Assert.Equal(Enumerable.Range(0, 200), numbers.Order());
        }
    }

    [Fact(DisplayName = "A corrupted letter arrives as something else")]
    public void Corrupted()
    {
        var heard = Send(
            static inner =>
                new Corrupt(inner, static c => c.Message is "3" ? "three" : c.Message), 5, out var simulation);
        using (simulation)
            Assert.Equal(["0", "1", "2", "three", "4"], heard.Texts);
    }

    [Fact(DisplayName = "Akka's own messages are never lost and stay in order, even when a faster network comes")]
    public void System_messages()
    {
        using var simulation = new Simulation();
        simulation.Network = new Cut(
            new UniformNetwork(10.Milliseconds(), 10.Milliseconds()), static (_, _) => true, TimeSpan.Zero, s_forEver);
        var heard = new Heard();
        var node = simulation.AddActor("worker", static actor => actor.On<string>(_ => Acting.Actors.Stop(actor.Me)));
        var watching = simulation.AddNode(n => n.System.ActorOf(Acting.Of(actor =>
        {
            actor.On<string>(text =>
            {
                var worker = node.Find("/user/worker");
                _ = text == "watch" ? Acting.Actors.Watch(worker) : Acting.Actors.Unwatch(worker);
            });
            actor.On<Terminated>(_ => heard.Add(n, "gone"));
        }), "watcher"));

        simulation.Network = new SlowForAkka(simulation.Network, 500.Milliseconds());
        watching.Find("/user/watcher").Tell("watch");
        simulation.RunFor(1.Milliseconds());
        simulation.Network = ((SlowForAkka)simulation.Network).Behind;
        watching.Find("/user/watcher").Tell("unwatch");
        simulation.RunFor(1.Milliseconds());
        watching.Find("/user/watcher").Tell("watch");
        simulation.RunFor(1.Seconds());
        node.Find("/user/worker").Tell("stop");
        simulation.RunFor(1.Seconds());

        Assert.Equal(["gone"], heard.Texts);
    }

    [Theory(DisplayName =
        "A network that throws, or is faster than it says, ends the run with one clear sentence, strict or not")]
    [InlineData(true)]
    [InlineData(false)]
    public void A_network_that_is_wrong(bool strict)
    {
        foreach (var (network, sentence) in new (INetwork, string)[]
        {
            (new Wrong(static () => throw new ArithmeticException("lost count")),
                "The network did not take String from node0 to node1: lost count"),
            (new Wrong(static () => 4.Milliseconds()),
                "The network did not take String from node0 to node1: its delay of 00:00:00.0040000 is less than the "
                    + "network's "
                + "MinimumDelay of 00:00:00.0050000."),
        })
        {
            using var simulation = new Simulation(new SimulationOptions { Strict = strict }) { Network = network };
            Nodes.SimulatedNode ear = null!;
            var talker =
                simulation.AddActor("talker", actor => actor.On<string>(text => ear.Find("/user/ear").Tell(text)));
            ear = simulation.AddEar(new Heard());
            talker.Find("/user/talker").Tell("hello");

            var failure = Assert.Throws<NetworkFailedException>(() => simulation.RunFor(1.Seconds()));

            Assert.Equal(sentence, failure.Message.Split('\n')[0].TrimEnd());
            Assert.True(simulation.Letters.IsBalanced, simulation.Letters.ToString());
        }
    }

    [Fact(DisplayName = "A network whose delay for Akka's messages is too short ends the run with one clear sentence")]
    public void A_network_that_is_wrong_about_system_messages()
    {
        using var simulation = new Simulation();
        simulation.Network = new SlowForAkka(new UniformNetwork(5.Milliseconds(), 5.Milliseconds()), 1.Milliseconds());
        var node = simulation.AddEar(new Heard());
        var watcher =
            simulation.AddActor("watcher", actor => actor.On<string>(_ => Acting.Actors.Watch(node.Find("/user/ear"))));
        watcher.Find("/user/watcher").Tell("watch");

        var failure = Assert.Throws<NetworkFailedException>(() => simulation.RunFor(1.Seconds()));

        Assert.Contains("less than the network's MinimumDelay", failure.Message, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "A network with a lesser minimum delay comes too late after the first node")]
    public void A_network_that_comes_too_late()
    {
        using var simulation = Scene.OfLanes();
        simulation.AddEar(new Heard());

        Assert.Throws<InvalidOperationException>(() => simulation.Network = new InstantNetwork());
        simulation.Network = new UniformNetwork(20.Milliseconds(), 20.Milliseconds());
    }

    /// <summary>Node 0 tells node 1 a number each millisecond.</summary>
    private static Heard Send(Func<INetwork, INetwork> filter, int letters, out Simulation simulation)
    {
        simulation = new Simulation { Network = filter(new UniformNetwork(5.Milliseconds(), 80.Milliseconds())) };
        var heard = new Heard();
        SimulatedNode ear = null!;
        var talker = simulation.AddActor("talker", actor => actor.On<string>(text => ear.Find("/user/ear").Tell(text)));
        ear = simulation.AddEar(heard);
        for (var i = 0; i < letters; i++)
        {
            var text = $"{i}";
            simulation.At(i.Milliseconds(), () => talker.Find("/user/talker").Tell(text));
        }

        simulation.RunFor(5.Seconds());
        return heard;
    }

    private sealed class SlowForAkka(INetwork behind, TimeSpan delay) : INetwork
    {
        public INetwork Behind => behind;

        public TimeSpan MinimumDelay => behind.MinimumDelay;

        public Arrivals Route(in Crossing crossing) => behind.Route(crossing);

        public TimeSpan SystemDelay(SimulatedNode from, SimulatedNode to) => delay;
    }

    private sealed class Wrong(Func<TimeSpan> delay) : INetwork
    {
        public TimeSpan MinimumDelay => 5.Milliseconds();

        public Arrivals Route(in Crossing crossing) => Arrivals.Once(delay(), crossing.Message);
    }
}
