using AkkaSimulation.Networks;
using AkkaSimulation.Nodes;

namespace AkkaSimulation.Tests.Runs;

/// <summary>Random scenarios run twice, on different numbers of threads.</summary>
public sealed class RandomRunTests
{
    private const int Scenarios = 200;

    [Fact(DisplayName = "200 random scenarios: the same hash and letters on 1 and 3 threads", Timeout = 600_000)]
    public async Task Threads()
    {
        await Task.Yield();
        var hashes = new HashSet<string>();
        for (ulong seed = 0; seed < Scenarios; seed++)
        {
            var (one, several) = (Outcome(seed, 1), Outcome(seed, 3));
            Assert.True(one == several, $"Seed {seed}: {FirstDifference(seed)}");
            hashes.Add(one);
        }

        Assert.Equal(Scenarios, hashes.Count);
    }

    [Fact(
        DisplayName = "100 random scenarios with batches: one hash on 1, 2, 4 threads, stepped, with or without a log",
        Timeout = 600_000)]
    public async Task Batches()
    {
        await Task.Yield();
        var hashes = new HashSet<string>();
        var toldOn = 0;
        for (ulong seed = 0; seed < Scenarios / 2; seed++)
        {
            var options = new SimulationOptions { Log = seed % 2 == 0 ? LogMode.Off : LogMode.All };
            var other = options with { Log = seed % 2 == 0 ? LogMode.All : LogMode.Off, VerifyMessages = true };
            var one = Outcome(seed, options, isStepped: false);
            Assert.Equal(one, Outcome(seed, other with { Threads = 2 }, isStepped: false));
            Assert.Equal(one, Outcome(seed, options with { Threads = 4 }, isStepped: false));
            Assert.Equal(one, Outcome(seed, other, isStepped: true));
            hashes.Add(one);
        }

        Assert.Equal(Scenarios / 2, hashes.Count);
        Assert.True(toldOn > Scenarios, $"Actors told only {toldOn} batches on.");

        string Outcome(ulong seed, SimulationOptions options, bool isStepped)
        {
            using var simulation = RandomScenario.Run(seed, options, tickMs: 5 + (int)(seed % 30), isStepped);
            Assert.True(simulation.Letters.IsBalanced, $"Seed {seed}: {simulation.Letters}");
            toldOn += simulation.Log.Entries(static e => e.Kind == LogKind.Sent && e.Type == "ArrivedBatch").Count;
            return $"{seed}: {simulation.TraceHash} {simulation.Letters}";
        }
    }

    [Fact(
        DisplayName = "Lanes run as many ticks at once as the least delay spans, and take the same turns",
        Timeout = 600_000)]
    public async Task Windows_of_several_ticks()
    {
        await Task.Yield();
        for (ulong seed = 0; seed < Scenarios / 4; seed++)
        {
            var network = new UniformNetwork(20.Milliseconds(), 60.Milliseconds());
            var (byTick, ticks) = Outcome(seed, new LeastUnknown(network), threads: 1);
            var (ahead, windows) = Outcome(seed, network, threads: 1);

            Assert.Equal(byTick, ahead);
            Assert.Equal((ahead, windows), Outcome(seed, network, threads: 3));

            // A plan, a timer or a job ends or begins a window between the moments of the grid.
            Assert.True(2 * windows < ticks, $"Seed {seed}: {windows} windows, {ticks} by single ticks.");
        }

        static (string Outcome, int Windows) Outcome(ulong seed, INetwork network, int threads)
        {
            using var simulation = new Simulation(
                new SimulationOptions { Seed = seed, Strict = false, Threads = threads });
            simulation.Network = new Ticked(network, 4.Milliseconds());
            RandomScenario.AddTo(simulation);
            var windows = 0;
            Assert.False(simulation.RunUntil(() => windows++ < 0, 1.Seconds()));
            return ($"{simulation.TraceHash} {simulation.Letters}", windows);
        }
    }

    [Theory(DisplayName = "Stepping gives the same hash as running")]
    [InlineData(0)]
    [InlineData(5)]
    public void Stepping(int leastMs)
    {
        var hashes = new[] { true, false }.Select(isStepped =>
        {
            using var simulation = new Simulation(new SimulationOptions { Seed = 11, Strict = false });
            simulation.Network = new UniformNetwork(leastMs.Milliseconds(), 20.Milliseconds());
            RandomScenario.AddTo(simulation);
            for (var i = 0; i < 20; i++)
            {
                // Plans of one moment, and letters of the driver.
                var node = simulation.Nodes[i % simulation.Nodes.Count];
                simulation.At(400.Milliseconds(), () => Tell(node, 1));
                simulation.At(400.Milliseconds(), () => Tell(node, 2));
            }

            if (isStepped)
            {
                while (simulation.Now < 900.Milliseconds())
                    Assert.True(simulation.Step());
            }

            simulation.RunUntil(1.Seconds());
            return simulation.TraceHash;
        });

        Assert.Single(hashes.Distinct());
    }

    private static void Tell(SimulatedNode node, long value) =>
        node.Find("/user/parent/child0").Tell(new RandomScenario.Word(value, 2), Akka.Actor.ActorRefs.NoSender);

    private static string Outcome(ulong seed, int threads)
    {
        using var simulation = RandomScenario.Run(seed, new SimulationOptions { Threads = threads });
        Assert.True(simulation.Letters.IsBalanced, $"Seed {seed}: {simulation.Letters}");
        return $"{simulation.TraceHash} {simulation.Letters}";
    }

    /// <summary>The first entry of the log that differs, node by node.</summary>
    private static string FirstDifference(ulong seed)
    {
        using var left = RandomScenario.Run(seed, new SimulationOptions { Threads = 1, Log = LogMode.All });
        using var right = RandomScenario.Run(seed, new SimulationOptions { Threads = 3, Log = LogMode.All });
        foreach (var node in left.Nodes)
        {
            var (ones, others) =
                (left.Log.Entries(e => e.Node == node.Index), right.Log.Entries(e => e.Node == node.Index));
            for (var i = 0; i < Math.Max(ones.Count, others.Count); i++)
            {
                var (one, other) = (ones.ElementAtOrDefault(i), others.ElementAtOrDefault(i));
                if (one != other)
                    return $"{node.Name}: {one} and {other}, caused by "
                        + $"{string.Join(" by ", left.Log.CausesOf(one ?? other!))}";
            }
        }

        return $"the logs agree; {left.Letters} and {right.Letters}";
    }

    /// <summary>A network that does not say how long a letter takes at least.</summary>
    private sealed class LeastUnknown(INetwork inner) : INetwork
    {
        public TimeSpan MinimumDelay => TimeSpan.Zero;

        public Arrivals Route(in Crossing crossing) => inner.Route(crossing);

        public TimeSpan SystemDelay(SimulatedNode from, SimulatedNode to) => inner.SystemDelay(from, to);
    }
}
