using Akka.Actor;
using AkkaSimulation.Networks;
using AkkaSimulation.Nodes;
using AkkaSimulation.Running;

namespace AkkaSimulation.Tests.Runs;

/// <summary>Where letters went.</summary>
public sealed class LetterTests
{
    [Theory(DisplayName =
        "At every moment of a random run the accounts of each node and of all balance, and agree with what lies there")]
    [InlineData(0)]
    [InlineData(5)]
    public void Every_moment(int leastMs)
    {
        using var simulation = new Simulation(new SimulationOptions { Seed = 3, Strict = false });
        simulation.Network = new Duplicate(
            new Loss(new UniformNetwork(leastMs.Milliseconds(), 20.Milliseconds()), 50_000), 100_000, 3.Milliseconds());
        var nodes = RandomScenario.AddTo(simulation);
        var moments = 0;
        for (var more = true; more && simulation.Now < 1.Seconds(); moments++)
        {
            more = simulation.Step();
            foreach (var node in nodes)
                Assert.True(node.LetterCounts.IsBalanced, $"moment {moments}, {node.Name}: {node.LetterCounts}");
            var letters = simulation.Letters;
            Assert.True(letters.IsBalanced, $"moment {moments}: {letters}");
            if (moments % 50 == 0)
                Assert.Equal(Lying(nodes), letters.InFlight);
        }

        Assert.True(moments > 1_000, $"{moments} moments");
        Assert.Subset(
            simulation.Letters.Dropped.Keys.ToHashSet(),
            new HashSet<DropCause> { DropCause.Loss, DropCause.NodeDown, DropCause.Stopped });
    }

    [Fact(DisplayName = "A letter to an actor that has stopped, or never was, is dropped as stopped")]
    public void Stopped()
    {
        using var simulation = Scene.OfLanes();
        var node = simulation.AddActor("worker", static actor => actor.OnAny(static _ => { }));
        var talker = simulation.AddActor("talker", actor => actor.OnAny(message =>
        {
            node.Find("/user/worker").Tell(message);
            node.Find("/user/nobody").Tell(message);
        }));
        node.Find("/user/worker").Tell(PoisonPill.Instance);
        node.Find("/user/worker").Tell("behind the pill");
        simulation.Settle();

        node.Find("/user/worker").Tell("late");
        node.Find("/user/nobody").Tell("lost");
        talker.Find("/user/talker").Tell("from elsewhere");
        simulation.RunFor(1.Seconds());

        Assert.Equal(5, simulation.Letters.Dropped[DropCause.Stopped]);
        Assert.Equal(5, simulation.Letters.DeadLetters["System.String"]);
        Assert.True(simulation.Letters.IsBalanced, simulation.Letters.ToString());
    }

    [Fact(DisplayName =
        "A stashed letter counts as delivered until it is put back, and is lost with an actor that stops")]
    public void Stashed()
    {
        using var simulation = new Simulation();
        var node = simulation.AddActor("worker", static actor => actor.On<string>(text =>
        {
            if (text == "unstash")
                actor.Stash.UnstashAll();
            else if (text == "stop")
                Acting.Actors.Stop(actor.Me);
            else
                actor.Stash.Stash();
        }));
        simulation.Settle();
        var before = simulation.Letters.Delivered;

        node.Find("/user/worker").Tell("a");
        simulation.Settle();
        Assert.Equal(before + 1, simulation.Letters.Delivered);
        node.Find("/user/worker").Tell("unstash");
        Assert.True(simulation.Step());
        Assert.Equal(before + 1, simulation.Letters.Delivered);
        Assert.Equal(1, simulation.Letters.InFlight);
        simulation.Settle();
        node.Find("/user/worker").Tell("stop");
        simulation.Settle();

        Assert.Equal(1, simulation.Letters.Dropped[DropCause.Stopped]);
        Assert.True(simulation.Letters.IsBalanced, simulation.Letters.ToString());
    }

    [Fact(DisplayName = "A network of the user's own may refuse a letter: it is filtered")]
    public void Filtered()
    {
        using var simulation = new Simulation { Network = new Refusing() };
        SimulatedNode ear = null!;
        var talker = simulation.AddActor("talker", actor => actor.On<string>(text => ear.Find("/user/ear").Tell(text)));
        ear = simulation.AddEar(new Heard());

        talker.Find("/user/talker").Tell("hello");
        simulation.Settle();

        Assert.Equal(1, simulation.Letters.Dropped[DropCause.Filtered]);
    }

    [Fact(DisplayName = "Unhandled messages and dead letters are counted by type")]
    public void Unhandled_and_dead()
    {
        using var simulation = new Simulation(new SimulationOptions { Strict = false });
        var node = simulation.AddActor("worker", static actor => actor.On<int>(static _ => { }));

        node.Find("/user/worker").Tell("no handler");
        node.Find("/user/worker").Tell(1);
        node.System.DeadLetters.Tell(2L);
        simulation.Settle();

        Assert.Equal(1, simulation.Letters.Unhandled["System.String"]);
        Assert.Equal(1, simulation.Letters.DeadLetters["System.Int64"]);
        Assert.Single(simulation.Letters.Unhandled);
    }

    [Fact(DisplayName =
        "A strict run in which letters are unaccounted for ends with a violation; one that is not strict goes on")]
    public void Unbalanced()
    {
        foreach (var strict in new[] { true, false })
        {
            using var simulation = new Simulation(new SimulationOptions { Strict = strict });
            var node = simulation.AddEar(new Heard());
            simulation.Settle();
            node.Letters.Delivered++;

            var violation = Record.Exception(simulation.Settle) as SimulationViolationException;

            Assert.Equal(strict ? ViolationKind.LettersUnbalanced : null, violation?.Violation.Kind);
        }
    }

    /// <summary>Letters in mailboxes and on the network, by looking at each.</summary>
    private static long Lying(IReadOnlyList<SimulatedNode> nodes)
    {
        long count = 0;
        void Count(ref Entry entry) => count += entry.Kind == EntryKind.Letter ? 1 : 0;
        nodes[0].Simulation.Mail.Rewrite(Count);
        foreach (var loop in nodes.Select(static n => n.Loop).Distinct())
            loop.Rewrite(Count);

        foreach (var node in nodes)
        {
            count += node.Held.Count(static e => e.Kind == EntryKind.Letter);
            if (node.State != NodeState.Down)
                count += InMailboxes((ActorRefWithCell)((ExtendedActorSystem)node.System).Provider.RootGuardian);
        }

        return count;
    }

    private static long InMailboxes(ActorRefWithCell actor) =>
        actor.Underlying.NumberOfMessages
        + actor.Children.OfType<ActorRefWithCell>().Sum(static child => InMailboxes(child));

    private sealed class Refusing : INetwork
    {
        public TimeSpan MinimumDelay => TimeSpan.Zero;

        public Arrivals Route(in Crossing crossing) => Arrivals.None(DropCause.Filtered);
    }
}
