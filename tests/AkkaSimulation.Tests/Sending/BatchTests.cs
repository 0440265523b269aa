using Akka.Actor;
using AkkaSimulation.Networks;
using AkkaSimulation.Nodes;

namespace AkkaSimulation.Tests.Sending;

/// <summary>
/// Letters that an actor takes together reach it as one message, and stay single letters in all accounts.
/// </summary>
public sealed class BatchTests
{
    private const int Talkers = 30;
    private const int Words = 4;

    [Fact(DisplayName = "Batchable letters of a moment come as one batch, in the order of single ones")]
    public void Letters_of_a_moment_come_together()
    {
        using var together = Talk(new Setting(IsBatchable: true), out var batches);
        using var single = Talk(new Setting(IsBatchable: false), out var singles);

        Assert.Equal(singles.Texts(), batches.Texts());
        Assert.Equal(Talkers * Words, batches.Texts().Count);
        Assert.InRange(batches.Turns, 3, Talkers * Words / 3);
        Assert.Equal(Talkers * Words, singles.Turns);
        Assert.Equal(single.Letters.ToString(), together.Letters.ToString());
    }

    [Fact(DisplayName = "A batch has the same trace on any number of threads, with and without a log")]
    public void The_trace_does_not_depend_on_threads_or_logs()
    {
        var hashes = new[] { 1, 2, 4 }.SelectMany(threads => new[] { false, true }.Select(isLogged =>
        {
            using var simulation = Talk(new Setting(IsBatchable: true, threads, isLogged), out _);
            return simulation.TraceHash;
        }));

        Assert.Single(hashes.Distinct());
    }

    [Fact(DisplayName = "The log tells each letter of a batch with its own sender")]
    public void The_log_tells_each_letter()
    {
        using var simulation = Talk(new Setting(IsBatchable: true, IsLogged: true), out var heard);

        var told = simulation.Log.Entries(static e => e.Kind == LogKind.Delivered && e.Type == nameof(Word));
        Assert.Equal(heard.Texts(), told.Select(static e => e.Text));
        Assert.Equal(Talkers, told.Select(static e => e.From).Distinct().Count());
        Assert.Equal(Talkers * Words, told.Select(static e => e.Letter).Distinct().Count());
    }

    [Theory(DisplayName = "Where something looks at single letters they come singly")]
    [InlineData("filter")]
    [InlineData("service time")]
    [InlineData("limit")]
    public void Letters_come_singly(string what)
    {
        using var simulation = Talk(
            new Setting(IsBatchable: true),
            out var heard,
            node =>
            {
                if (what == "filter")
                    node.Filter = static (_, message) => message is not Word { Text: "1.2" };
                else if (what == "service time")
                    node.ServiceTime = static (_, message) => message is Word ? 1.Milliseconds() : TimeSpan.Zero;
                else
                    node.MailboxLimit = 1_000;
            });

        Assert.Equal(heard.Turns, heard.Texts().Count);
        Assert.Equal((Talkers * Words) - (what == "filter" ? 1 : 0), heard.Turns);
        Assert.True(simulation.Letters.IsBalanced, simulation.Letters.ToString());
    }

    [Fact(DisplayName = "Another message ends a batch: the order of letters is kept")]
    public void Another_message_ends_a_batch()
    {
        using var simulation = NewSimulation(new Setting(IsBatchable: true));
        var heard = new Ear();
        var nodes = AddHearers(simulation, heard, 2);
        var hearer = nodes[0].Find("/user/hearer");
        object[] said = [new Word("1"), new Word("2"), "stop", new Word("3"), new Word("4")];
        nodes[1].Find("/user/hearer").Tell(new Say(hearer, [.. said]));
        simulation.RunFor(100.Milliseconds());

        Assert.Equal(["1", "2", "stop", "3", "4"], heard.Texts());
        Assert.Equal(3, heard.Turns);
    }

    [Fact(DisplayName = "Letters of a batch that waits for an actor that stops are dropped and dead one by one")]
    public void A_batch_for_who_stops_is_dead_letters()
    {
        using var simulation = NewSimulation(new Setting(IsBatchable: true), isStrict: false);
        var heard = new Ear();
        var nodes = AddHearers(simulation, heard, 2);
        var hearer = nodes[0].Find("/user/hearer");
        object[] said = [new Word("1"), PoisonPill.Instance, new Word("2"), new Word("3")];
        nodes[1].Find("/user/hearer").Tell(new Say(hearer, [.. said]));
        simulation.RunFor(100.Milliseconds());

        Assert.Equal(["1"], heard.Texts());
        Assert.Equal(2, simulation.Letters.Dropped[DropCause.Stopped]);
        Assert.Equal(2, simulation.Letters.DeadLetters[typeof(Word).FullName!]);
        Assert.True(simulation.Letters.IsBalanced, simulation.Letters.ToString());
    }

    [Fact(DisplayName = "A batch that waits while its node crashes is lost with it")]
    public void A_batch_is_lost_in_a_crash()
    {
        using var simulation = NewSimulation(new Setting(IsBatchable: true));
        var heard = new Ear();
        var nodes = AddHearers(simulation, heard, 2);
        nodes[1].Find("/user/hearer").Tell(new Say(nodes[0].Find("/user/hearer"), [new Word("1"), new Word("2")]));
        simulation.At(5.Milliseconds(), nodes[0].Pause);
        simulation.At(60.Milliseconds(), nodes[0].Crash);
        simulation.RunFor(100.Milliseconds());

        Assert.Empty(heard.Texts());
        Assert.Equal(2, simulation.Letters.Dropped[DropCause.NodeDown]);
        Assert.True(simulation.Letters.IsBalanced, simulation.Letters.ToString());
    }

    [Fact(DisplayName = "A stashed batch comes again as it was")]
    public void A_batch_can_be_stashed()
    {
        using var simulation = NewSimulation(new Setting(IsBatchable: true));
        var batches = new List<int>();
        var nodes = simulation.AddNodes(2, node => node.System.ActorOf(
            Acting.Of(actor =>
            {
                var isOpen = false;
                actor.On<Say>(static say => say.All());
                actor.On<string>(_ =>
                {
                    isOpen = true;
                    actor.Stash.UnstashAll();
                });
                actor.On<Batch>(batch =>
                {
                    if (isOpen)
                        batches.Add(batch.Count);
                    else
                        actor.Stash.Stash();
                });
            }), "hearer"));
        object[] said = [new Word("1"), new Word("2"), new Word("3"), "open"];
        nodes[1].Find("/user/hearer").Tell(new Say(nodes[0].Find("/user/hearer"), [.. said]));
        simulation.RunFor(100.Milliseconds());

        Assert.Equal([3], batches);
        Assert.True(simulation.Letters.IsBalanced, simulation.Letters.ToString());
    }

    [Fact(DisplayName = "An actor that takes no batch is named in a strict run")]
    public void Who_takes_no_batch_is_named()
    {
        using var simulation = NewSimulation(new Setting(IsBatchable: true));
        var nodes = simulation.AddNodes(
            2, static node => node.System.ActorOf(
                Acting.Of(static actor => actor.On<Say>(static say => say.All()).On<Word>(static _ => { })), "hearer"));
        nodes[1].Find("/user/hearer").Tell(new Say(nodes[0].Find("/user/hearer"), [new Word("1"), new Word("2")]));

        var failure = Assert.Throws<SimulationViolationException>(() => simulation.RunFor(100.Milliseconds()));
        Assert.Contains("Batch", failure.Message, StringComparison.Ordinal);
        Assert.Contains("node0/user/hearer", failure.Message, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "Whoever has several messages makes a batch, which is one letter")]
    public void A_batch_can_be_made()
    {
        Assert.Throws<ArgumentException>(static () => Batch.Of([]));
        Assert.Throws<ArgumentException>(static () => Batch.Of(default));
        var batch = Batch.Of([new Word("1"), new Word("2")]);
        Assert.Equal((2, "2"), (batch.Count, ((Word)batch[1]).Text));
    }

    private static Simulation NewSimulation(Setting setting, bool isStrict = true) =>
        new(new SimulationOptions
        {
            Seed = 3,
            Threads = setting.Threads,
            Log = setting.IsLogged ? LogMode.All : LogMode.Off,
            Strict = isStrict,
        })
        {
            Network = new Ticked(new UniformNetwork(20.Milliseconds(), 30.Milliseconds()), 50.Milliseconds()),
        };

    private static IReadOnlyList<SimulatedNode> AddHearers(Simulation simulation, Ear ear, int count) =>
        simulation.AddNodes(count, node => node.System.ActorOf(Props.Create(() => new Hearer(ear)), "hearer"));

    private static Simulation Talk(Setting setting, out Ear heard, Action<SimulatedNode>? prepare = null)
    {
        var simulation = NewSimulation(setting);
        simulation.Network = new Ticked(new UniformNetwork(1.Milliseconds(), 40.Milliseconds()), 10.Milliseconds());
        var ear = heard = new Ear();
        var nodes = AddHearers(simulation, ear, 1 + Talkers);
        prepare?.Invoke(nodes[0]);
        var hearer = nodes[0].Find("/user/hearer");
        for (var i = 1; i <= Talkers; i++)
        {
            object[] said =
            [
                .. Enumerable.Range(1, Words).Select(n => $"{i}.{n}")
                    .Select(text => setting.IsBatchable ? (object)new Word(text) : text),
            ];
            nodes[i].Find("/user/hearer").Tell(new Say(hearer, [.. said]));
        }

        simulation.RunFor(TimeSpan.FromSeconds(1));
        return simulation;
    }

    private sealed record Setting(bool IsBatchable, int Threads = 1, bool IsLogged = false);

    private sealed record Word(string Text) : IBatchable
    {
        public override string ToString() => Text;
    }

    private sealed class Ear
    {
        private readonly List<string> _texts = [];

        public int Turns { get; private set; }

        public List<string> Texts() => [.. _texts];

        public void Hear(params IEnumerable<string> texts)
        {
            Turns++;
            _texts.AddRange(texts);
        }
    }

    /// <summary>Says what it is told to say, and notes what it hears.</summary>
    private sealed class Hearer : ReceiveActor
    {
        public Hearer(Ear ear)
        {
            Receive<Say>(static say => say.All());
            Receive<string>(text => ear.Hear(text));
            Receive<Word>(word => ear.Hear(word.Text));
            Receive<Batch>(batch =>
                ear.Hear(Enumerable.Range(0, batch.Count).Select(i => ((Word)batch[i]).Text)));
        }
    }
}
