using System.Diagnostics;
using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Persistence;
using AkkaSimulation.Dispatch;

namespace AkkaSimulation.Tests.Guards;

/// <summary>Akka's reference configuration leads to the simulation's own dispatcher and mailboxes.</summary>
public sealed class ConfigurationGuardTests
{
    [Fact(DisplayName = "Akka_Each dispatcher of the reference configuration, and of Akka.Persistence's, is ours")]
    public void Akka_Dispatchers()
    {
        using var simulation = new Simulation();
        var system = simulation.AddBox([]).System;
        var ids = Ids(system, static c => c.HasPath("type") && c.HasPath("throughput")
            || c.GetString("type", string.Empty)!.Contains("Dispatcher", StringComparison.Ordinal));

        Assert.Subset(
            ids.ToHashSet(), new HashSet<string> { "akka.actor.default-dispatcher", "akka.actor.internal-dispatcher" });
        Assert.Contains("akka.persistence.dispatchers.default-replay-dispatcher", ids);
        foreach (var id in ids.Concat(References(system, "dispatcher")).Distinct())
        {
            Assert.True(
                system.Dispatchers.Lookup(id) is SimulationDispatcher,
                $"The dispatcher {id} is Akka's own: its actors run on threads that the simulation does not know.");
        }
    }

    [Fact(DisplayName = "Akka_Each mailbox of the reference configuration is ours")]
    public void Akka_Mailboxes()
    {
        using var simulation = new Simulation();
        var system = simulation.AddBox([]).System;
        var ids = Ids(system, static c => c.HasPath("mailbox-type"));

        Assert.Contains("akka.actor.default-mailbox", ids);
        Assert.Contains("akka.actor.mailbox.unbounded-deque-based", ids);
        foreach (var id in ids.Concat(References(system, "mailbox")).Distinct())
        {
            Assert.True(
                system.Mailboxes.Lookup(id) is SimulationMailbox,
                $"The mailbox {id} is Akka's own: its letters are neither counted nor traced.");
        }
    }

    [Fact(DisplayName = "Akka_Each kind of mailbox that an actor may require is ours, and satisfies it")]
    public void Akka_Mailbox_requirements()
    {
        using var simulation = new Simulation();
        var heard = new Heard();
        foreach (var actor in new[] { typeof(Plain), typeof(Deque), typeof(Multiple), typeof(Bounded),
            typeof(BoundedDeque) })
        {
            var node = simulation.AddNode(n => n.System.ActorOf(Props.Create(actor, n, heard), "ear"));
            heard.Clear();
            node.Find("/user/ear").Tell("hello");
            simulation.Settle();
            Assert.True(
                heard.Count == 1,
                $"An actor like {actor.Name} cannot live in a simulation: the mailbox that it requires is not ours.");
        }
    }

    [Fact(DisplayName = "Akka_No thread of Akka's is started by 30 nodes")]
    public void Akka_Threads()
    {
        using (var warm = new Simulation())
            warm.AddBox([]);
        var before = Threads();
        using var simulation = new Simulation();
        for (var i = 0; i < 30; i++)
            simulation.AddBox([]).FindBox().Tell("word");
        simulation.RunFor(1.Seconds());

        // Other tests, and the thread pool, may start some meanwhile; a scheduler or dispatcher of Akka's would start
        // 30.
        var started = Threads() - before;
        Assert.True(
            started < 20, $"{started} threads were started: a scheduler or dispatcher of a node is Akka's own.");
    }

    private static int Threads()
    {
        using var process = Process.GetCurrentProcess();
        return process.Threads.Count;
    }

    /// <summary>Paths of all objects of a system's configuration for which something holds.</summary>
    private static List<string> Ids(ActorSystem system, Func<Config, bool> isWanted)
    {
        var found = new List<string>();
        Walk(Whole(system), string.Empty, (path, config) =>
        {
            if (isWanted(config))
                found.Add(path);
        });
        return found;
    }

    /// <summary>What keys that end in a word say, as far as they name an object of the configuration.</summary>
    private static List<string> References(ActorSystem system, string word)
    {
        var (whole, found) = (Whole(system), new List<string>());
        Walk(whole, string.Empty, (_, config) =>
        {
            foreach (var (key, value) in config.Root.GetObject().Items)
            {
                if (key.EndsWith(word, StringComparison.Ordinal) && value.IsString()
                    && value.GetString() is { Length: > 0 } id
                    && whole.HasPath(id))
                {
                    found.Add(id);
                }
            }
        });
        return found;
    }

    private static Config Whole(ActorSystem system) =>
        system.Settings.Config.WithFallback(Persistence.DefaultConfig()).WithFallback(ConfigurationFactory.Default());

    private static void Walk(Config at, string path, Action<string, Config> visit)
    {
        if (path.Length > 0)
            visit(path, at);
        foreach (var (key, value) in at.AsEnumerable())
        {
            if (value.IsObject() && key.All(static c => char.IsLetterOrDigit(c) || c is '-' or '_'))
                Walk(at.GetConfig(key), path.Length == 0 ? key : $"{path}.{key}", visit);
        }
    }

    private abstract class Ear : ReceiveActor
    {
        protected Ear(Nodes.SimulatedNode node, Heard heard) => ReceiveAny(message => heard.Add(node, message));
    }

    private sealed class Plain(Nodes.SimulatedNode node, Heard heard)
        : Ear(node, heard), IRequiresMessageQueue<IUnboundedMessageQueueSemantics>;

    private sealed class Deque(Nodes.SimulatedNode node, Heard heard)
        : Ear(node, heard), IRequiresMessageQueue<IUnboundedDequeBasedMessageQueueSemantics>;

    private sealed class Multiple(Nodes.SimulatedNode node, Heard heard)
        : Ear(node, heard), IRequiresMessageQueue<IMultipleConsumerSemantics>;

    private sealed class Bounded(Nodes.SimulatedNode node, Heard heard)
        : Ear(node, heard), IRequiresMessageQueue<IBoundedMessageQueueSemantics>;

    private sealed class BoundedDeque(Nodes.SimulatedNode node, Heard heard)
        : Ear(node, heard), IRequiresMessageQueue<IBoundedDequeBasedMessageQueueSemantics>;
}
