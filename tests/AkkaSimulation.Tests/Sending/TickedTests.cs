using Akka.Actor;
using AkkaSimulation.Networks;
using AkkaSimulation.Nodes;

namespace AkkaSimulation.Tests.Sending;

/// <summary>Letters arrive on a grid, and a node is handed all of a moment in one go.</summary>
public sealed class TickedTests
{
    private const int Senders = 40;

    [Theory(DisplayName = "Arrivals are rounded up to the grid, on a shared loop and on lanes")]
    [InlineData(0)]
    [InlineData(3)]
    public void Arrivals_lie_on_the_grid(int leastMs)
    {
        using var simulation = Talk(new Ticked(Uniform(leastMs), 10.Milliseconds()), out var heard);

        Assert.Equal(200, heard.Count);
        Assert.All(heard, static h => Assert.Equal(0, h.Time.Ticks % 10.Milliseconds().Ticks));
        Assert.True(heard.Select(static h => h.Time).Distinct().Count() > 3);
    }

    [Fact(DisplayName = "A node takes all letters of a tick before its timer of that moment")]
    public void Letters_of_a_tick_come_before_timers()
    {
        using var simulation = Talk(new Ticked(Uniform(0), 10.Milliseconds()), out var heard);

        // The timer of the hearer is due at 20 ms exactly, and is armed long before the letters are told.
        var atTimer = heard.Where(static h => h.Time == 20.Milliseconds()).ToList();
        Assert.Contains(atTimer, static h => h.Text == "timer");
        Assert.Equal("timer", atTimer[^1].Text);
        Assert.True(atTimer.Count > 2);
    }

    [Theory(DisplayName = "The trace names the tick: the same run without one, or with another, has another hash")]
    [InlineData(0)]
    [InlineData(3)]
    public void The_trace_names_the_tick(int leastMs)
    {
        using var plain = Talk(Uniform(leastMs), out _, letters: 0);
        using var ticked = Talk(new Ticked(Uniform(leastMs), 10.Milliseconds()), out _, letters: 0);
        using var again = Talk(new Ticked(Uniform(leastMs), 10.Milliseconds()), out _, letters: 0);
        using var other = Talk(new Ticked(Uniform(leastMs), 1.Milliseconds()), out _, letters: 0);

        Assert.Equal(ticked.TraceHash, again.TraceHash);
        Assert.Equal(3, new[] { plain.TraceHash, ticked.TraceHash, other.TraceHash }.Distinct().Count());
    }

    [Theory(DisplayName = "What waits while a node is paused keeps its order, also where it goes on on the grid")]
    [InlineData(0, 90)]
    [InlineData(3, 90)]
    [InlineData(0, 95)]
    [InlineData(3, 95)]
    public void A_paused_node_is_handed_its_letters_later(int leastMs, int resumeMs)
    {
        using var simulation = Talk(
            new Ticked(Uniform(leastMs), 10.Milliseconds()), out var heard, pauseUntil: resumeMs.Milliseconds());

        Assert.Equal(200, heard.Count);
        Assert.All(heard, h => Assert.True(h.Time >= resumeMs.Milliseconds()));
        Assert.True(simulation.Letters.IsBalanced, simulation.Letters.ToString());

        // The timer was due at 20 ms, when some of the letters had arrived and others had not.
        Assert.InRange(heard.FindIndex(static h => h.Text == "timer"), 5, 180);
    }

    [Fact(DisplayName = "Another tick after the first node is refused, and a tick of zero, too")]
    public void Another_tick_is_refused()
    {
        using var simulation = new Simulation { Network = new Ticked(Uniform(0), 10.Milliseconds()) };
        simulation.AddNode(static _ => { });

        Assert.Throws<InvalidOperationException>(() => simulation.Network = Uniform(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Ticked(Uniform(0), TimeSpan.Zero));
        simulation.Network = new Loss(new Ticked(Uniform(0), 10.Milliseconds()), 0);
    }

    private static UniformNetwork Uniform(int leastMs) => new(leastMs.Milliseconds(), 40.Milliseconds());

    private static Simulation Talk(
        INetwork network,
        out List<(TimeSpan Time, string Text)> heard,
        int letters = 199,
        TimeSpan? pauseUntil = null)
    {
        var simulation = new Simulation(new SimulationOptions { Seed = 3 }) { Network = network };
        List<(TimeSpan, string)> all = [];
        var nodes = simulation.AddNodes(
            1 + Senders, node => node.System.ActorOf(Props.Create(() => new Hearer(node, all)), "hearer"));
        if (pauseUntil is { } end)
        {
            simulation.At(TimeSpan.Zero, nodes[0].Pause);
            simulation.At(end, nodes[0].Resume);
        }

        var hearer = nodes[0].Find("/user/hearer");
        nodes[0].System.Scheduler.ScheduleTellOnce(20.Milliseconds(), hearer, "timer", ActorRefs.NoSender);
        for (var i = 0; i < letters; i++)
            nodes[1 + (i % Senders)].Find("/user/hearer").Tell(hearer);
        simulation.RunFor(100.Milliseconds());
        heard = all;
        return simulation;
    }

    /// <summary>Notes what it hears; asked with a reference, it tells that one a word.</summary>
    private sealed class Hearer : ReceiveActor
    {
        public Hearer(SimulatedNode node, List<(TimeSpan, string)> heard)
        {
            Receive<string>(text => heard.Add((node.Simulation.Nodes[0].Clock.Monotonic, text)));
            Receive<IActorRef>(other => other.Tell("word"));
        }
    }
}
