using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using AkkaSimulation.Networks;
using AkkaSimulation.Nodes;

namespace AkkaSimulation.Tests.Sending;

/// <summary>What goes wrong around a batch stays what it is around a single letter.</summary>
[Collection(nameof(Alone))]
public sealed class BatchTroubleTests
{
    [Theory(DisplayName = "A batch does not keep the dead system of a sender alive, whoever keeps the batch")]
    [InlineData("keeps")]
    [InlineData("stashes")]
    [InlineData("fails")]
    [InlineData("nothing")]
    public void A_batch_keeps_no_system(string what)
    {
        using var simulation = NewSimulation();
        var kept = new List<Batch>();
        var nodes = simulation.AddNodes(2, node => node.System.ActorOf(
            Acting.Of(actor =>
            {
                actor.On<Say>(static say => say.All());
                actor.On<Batch>(batch =>
                {
                    if (what == "keeps")
                        kept.Add(batch);
                    else if (what == "stashes")
                        actor.Stash.Stash();
                    else if (what == "fails")
                        throw new InvalidOperationException("no");
                });
            }), "hearer"));
        var dead = Live(simulation, nodes);
        for (var i = 0; i < 3; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        Assert.False(dead.IsAlive);
        GC.KeepAlive(kept);
        GC.KeepAlive(simulation);
    }

    [Fact(DisplayName = "When a subscriber fails on one letter of a moment, the others are still handed over")]
    public void A_failing_subscriber_loses_no_letters()
    {
        using var simulation = NewSimulation();
        var nodes = simulation.AddNodes(2, static node => node.System.ActorOf(
            Acting.Of(static actor => actor.On<Say>(static say => say.All())), "hearer"));
        var isFirst = true;
        nodes[0].Observe<DeadLetter>(_ =>
        {
            if (!isFirst)
                return;
            isFirst = false;
            throw new InvalidOperationException("no");
        });
        nodes[1].Find("/user/hearer").Tell(
            new Say(nodes[0].Find("/user/nobody"), [new Word("1"), new Word("2"), new Word("3")]));

        Exception? failure = Record.Exception(() => simulation.RunFor(100.Milliseconds()));
        Assert.Equal("no", failure?.Message);
        simulation.RunFor(100.Milliseconds());

        Assert.Equal(0, simulation.Letters.InFlight);
        Assert.Equal(3, simulation.Letters.Dropped[DropCause.Stopped]);
        Assert.True(simulation.Letters.IsBalanced, simulation.Letters.ToString());
    }

    [Theory(DisplayName = "A batch that is told on is the same batch, also where messages are serialized")]
    [InlineData("off")]
    [InlineData("on")]
    public void A_batch_is_told_on(string serialize)
    {
        using var simulation = NewSimulation(serialize);
        var heard = new List<string>();
        var nodes = simulation.AddNodes(2, node =>
        {
            node.System.ActorOf(
                Acting.Of(actor => actor.On<Batch>(batch => heard.AddRange(
                    Enumerable.Range(0, batch.Count).Select(i => ((Word)batch[i]).Text)))), "last");
            node.System.ActorOf(
                Acting.Of(actor =>
                {
                    actor.On<Say>(static say => say.All());
                    actor.On<Batch>(batch => node.Find("/user/last").Tell(batch));
                    actor.On<string>(_ => node.Find("/user/last").Tell(Batch.Of([new Word("a"), new Word("b")])));
                }), "hearer");
        });
        nodes[1].Find("/user/hearer").Tell(new Say(nodes[0].Find("/user/hearer"), [new Word("1"), new Word("2")]));
        nodes[1].Find("/user/hearer").Tell("make");
        simulation.RunFor(100.Milliseconds());

        Assert.Equal(["a", "b", "1", "2"], heard);
        Assert.True(simulation.Letters.IsBalanced, simulation.Letters.ToString());
    }

    [Fact(DisplayName = "In an ordinary system that serializes messages a batch stays what it is", Timeout = 30_000)]
    public async Task A_batch_is_told_in_a_plain_system()
    {
        using var system = ActorSystem.Create(
            "plain", "akka.loglevel = OFF\nakka.stdout-loglevel = OFF\nakka.actor.serialize-messages = on");
        using var inbox = Inbox.Create(system);
        var echo = system.ActorOf(Acting.Of(actor => actor.On<Batch>(
            batch => inbox.Receiver.Tell($"{batch.Count} {((Word)batch[0]).Text}"))));
        echo.Tell(Batch.Of([new Word("1"), new Word("2")]));
        Assert.Equal("2 1", await inbox.ReceiveAsync(5.Seconds()));
    }

    [Fact(DisplayName = "A parent of entities gives each its messages of a batch")]
    public void Entities_get_their_messages()
    {
        using var simulation = NewSimulation(isStrict: true);
        var heard = new List<string>();
        var routing = new EntityRouting(static message => (message as Word)?.Text[..1], static id => id);
        var nodes = simulation.AddNodes(2, node =>
        {
            node.System.ActorOf(EntityParent.Of(
                id => Acting.Of(actor => actor.On<Word>(word => heard.Add($"{id}: {word.Text}"))), routing), "region");
            node.System.ActorOf(Acting.Of(static actor => actor.On<Say>(static say => say.All())), "hearer");
        });
        nodes[1].Find("/user/hearer").Tell(
            new Say(nodes[0].Find("/user/region"), [new Word("a1"), new Word("b1"), new Word("a2")]));
        simulation.RunFor(100.Milliseconds());

        Assert.Equal(["a: a1", "a: a2", "b: b1"], heard.Order(StringComparer.Ordinal));
        Assert.True(simulation.Letters.IsBalanced, simulation.Letters.ToString());
    }

    [Fact(DisplayName = "An actor's own bounded mailbox has room for letters, not for batches")]
    public void A_bounded_mailbox_counts_letters()
    {
        using var simulation = NewSimulation();
        var heard = new List<string>();
        var isFirst = true;
        var nodes = simulation.AddNodes(2, node =>
        {
            node.System.ActorOf(
                Acting.Of(actor => actor.On<Word>(word => heard.Add(word.Text)))
                    .WithMailbox("akka-simulation.bounded-mailbox"), "ear");
            node.System.ActorOf(Acting.Of(static actor => actor.On<Say>(static say => say.All())), "hearer");
        });
        nodes[0].Observe<DeadLetter>(_ =>
        {
            if (!isFirst)
                return;
            isFirst = false;
            throw new InvalidOperationException("no");
        });
        nodes[1].Find("/user/hearer").Tell(new Say(
            nodes[0].Find("/user/ear"), [new Word("1"), new Word("2"), new Word("3"), new Word("4"), new Word("5")]));

        _ = Record.Exception(() => simulation.RunFor(100.Milliseconds()));
        simulation.RunFor(100.Milliseconds());

        Assert.Equal(["1", "2"], heard);
        Assert.Equal(3, simulation.Letters.Dropped[DropCause.MailboxFull]);
        Assert.True(simulation.Letters.IsBalanced, simulation.Letters.ToString());
        Assert.Equal(0, simulation.Letters.InFlight);
    }

    [Fact(DisplayName = "Who fails in the turn of a batch is reported with a letter and a type that were sent")]
    public void A_failure_names_what_was_sent()
    {
        using var simulation = NewSimulation(isStrict: true);
        var nodes = simulation.AddNodes(2, static node => node.System.ActorOf(
            Acting.Of(static actor => actor.On<Say>(static say => say.All())
                .On<Batch>(static _ => throw new InvalidOperationException("no"))), "hearer"));
        nodes[1].Find("/user/hearer").Tell(new Say(nodes[0].Find("/user/hearer"), [new Word("1"), new Word("2")]));

        var failure = Record.Exception(() => simulation.RunFor(100.Milliseconds()));
        var failed = Assert.IsType<ActorFailedException>(failure);
        Assert.StartsWith("node0/user/hearer failed on Batch: ", failed.Message, StringComparison.Ordinal);
        Assert.Equal(failed.Letter, failed.Causes[0].Letter);
        Assert.Equal("Word { Text = 2 }", failed.Causes[0].Text);
    }

    private static Simulation NewSimulation(string serialize = "off", bool isStrict = false) =>
        new(new SimulationOptions
        {
            Seed = 3,
            Strict = isStrict,
            Log = LogMode.All,
            Config = ConfigurationFactory.ParseString(
                $"akka.actor.serialize-messages = {serialize}\nakka-simulation.bounded-mailbox.mailbox-limit = 2"),
        })
        {
            Network = new Ticked(new UniformNetwork(20.Milliseconds(), 30.Milliseconds()), 50.Milliseconds()),
        };

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Live(Simulation simulation, IReadOnlyList<SimulatedNode> nodes)
    {
        nodes[1].Find("/user/hearer").Tell(new Say(nodes[0].Find("/user/hearer"), [new Word("1"), new Word("2")]));
        simulation.RunFor(100.Milliseconds());
        var system = new WeakReference(nodes[1].System);
        nodes[1].Crash();
        simulation.RunFor(1.Seconds());
        return system;
    }

    private sealed record Word(string Text) : IBatchable;
}
