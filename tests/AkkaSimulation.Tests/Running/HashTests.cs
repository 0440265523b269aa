using Akka.Actor;
using AkkaSimulation.Networks;
using AkkaSimulation.Nodes;

namespace AkkaSimulation.Tests.Running;

/// <summary>The same seed gives the same trace, whatever runs it.</summary>
public sealed class HashTests
{
    [Theory(DisplayName = "Lanes: the hash is the same with 1, 2 and 4 threads, with work and crashes")]
    [InlineData(2)]
    [InlineData(4)]
    public void Same_hash_on_any_number_of_threads(int threads) => Assert.Equal(HashOf(1, 5), HashOf(threads, 5));

    [Theory(DisplayName = "Shared loop: the hash is the same with 1, 2 and 4 threads")]
    [InlineData(2)]
    [InlineData(4)]
    public void Same_hash_of_a_shared_loop(int threads) => Assert.Equal(HashOf(1, 0), HashOf(threads, 0));

    [Theory(DisplayName = "A grid of arrivals: the hash is the same with 1, 2 and 4 threads, whatever the least delay")]
    [InlineData(2, 0)]
    [InlineData(4, 0)]
    [InlineData(2, 25)]
    public void Same_hash_on_a_grid(int threads, int leastMs) =>
        Assert.Equal(HashOf(1, leastMs, tickMs: 10), HashOf(threads, leastMs, tickMs: 10));

    [Theory(DisplayName = "Turn by turn, the hash is that of a run in windows")]
    [InlineData(0, 0)]
    [InlineData(5, 0)]
    [InlineData(0, 10)]
    [InlineData(25, 10)]
    public void Same_hash_step_by_step(int leastMs, int tickMs) =>
        Assert.Equal(HashOf(1, leastMs, tickMs: tickMs), HashOf(1, leastMs, tickMs: tickMs, isStepped: true));

    [Fact(DisplayName = "Another seed gives another hash")]
    public void Another_seed_gives_another_hash() => Assert.NotEqual(HashOf(1, 5), HashOf(1, 5, seed: 8));

    private static string HashOf(int threads, int leastMs, ulong seed = 7, int tickMs = 0, bool isStepped = false)
    {
        using var simulation = new Simulation(new SimulationOptions { Seed = seed, Threads = threads });
        var network = new UniformNetwork(leastMs.Milliseconds(), 80.Milliseconds());
        simulation.Network = tickMs > 0 ? new Ticked(network, tickMs.Milliseconds()) : network;
        var nodes = simulation.AddNodes(
            8, static node => node.System.ActorOf(Props.Create(() => new Chatter(node)), "chatter"));
        simulation.At(3.Seconds(), () => nodes[3].Crash());
        simulation.At(5.Seconds(), () => nodes[3].Restart());
        simulation.At(4.Seconds(), () => nodes[5].Pause());
        simulation.At(6.Seconds(), () => nodes[5].Resume());
        nodes[6].Clock.Drift(200).Skew(2.Seconds());
        while (isStepped && simulation.Now < 9.Seconds() && simulation.Step())
        {
        }

        simulation.RunUntil(10.Seconds());
        Assert.True(simulation.Letters.IsBalanced, simulation.Letters.ToString());
        Assert.True(simulation.Deliveries > 5_000, simulation.Letters.ToString());
        return simulation.TraceHash;
    }

    private sealed record Word(long Value, int Hops) : ITraced
    {
        public void WriteTo(ref TraceWriter writer)
        {
            writer.Write(Value);
            writer.Write(Hops);
        }
    }

    private sealed class Tick
    {
        public static readonly Tick Instance = new();
    }

    /// <summary>Tells random peers a random word, and passes words on after some work.</summary>
    private sealed class Chatter : ReceiveActor, IWithTimers
    {
        private readonly SimulatedNode _node;
        private readonly RandomStream _random;

        public Chatter(SimulatedNode node)
        {
            _node = node;
            _random = Context.System.RandomFor(Self);
            Receive<Tick>(_ => Peer().Tell(new Word(_random.Next(1000), 20)));
            Receive<Word>(OnWord);
            Receive<long>(value => Peer().Tell(new Word(value, 0)));
        }

        public ITimerScheduler Timers { get; set; } = null!;

        protected override void PreStart() =>
            Timers.StartPeriodicTimer("tick", Tick.Instance, TimeSpan.FromMilliseconds(100));

        private void OnWord(Word word)
        {
            if (word.Hops == 0)
                return;
            if (word.Hops % 3 == 0)
                Context.System.Offload(() => word.Value * word.Value, TimeSpan.FromMilliseconds(3)).PipeTo(Self);
            Peer().Tell(word with { Value = word.Value + 1, Hops = word.Hops - 1 });
        }

        private IActorRef Peer() =>
            _node.Simulation.Nodes[_random.Next(_node.Simulation.Nodes.Count)].Find("/user/chatter");
    }
}
