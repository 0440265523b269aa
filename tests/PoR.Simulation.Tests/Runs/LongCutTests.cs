using PoR.Actors;
using PoR.Actors.Messages;
using PoR.Simulation.Checks;
using PoR.Simulation.Tests.Worlds;
using PoR.Simulation.Worlds;

namespace PoR.Simulation.Tests.Runs;

/// <summary>
/// Design decision 12 in whole networks: halves that a long cut leaves at different steps of one round decide soon
/// after it heals, though what is repeated is bounded.
/// </summary>
public sealed class LongCutTests
{
    private const int HealsAt = 802;

    /// <summary>The first repeat after the heal, a loop, and what a new step takes: seconds.</summary>
    private const int SoonAfter = 32;

    private readonly Dictionary<int, int> _steps = [];
    private readonly Dictionary<int, TimeSpan> _decidedAt = [];

    [Theory(DisplayName = "Decision 12: halves 125 steps apart that hold the block decide within 16λ after the cut")]
    [InlineData(1)]
    [InlineData(2)]
    public void A_half_that_slept_meets_the_other(long seed)
    {
        // Their votes of steps 1 to 5 end nothing: what they say in the loop must meet.
        using var world = WorldOf(seed, AfterStep2(seed), out var suite);
        At(world, 100, node => world.Simulation.Nodes[node].Pause(), from: 10, to: 20);
        At(world, 600, node => world.Simulation.Nodes[node].Resume(), from: 10, to: 20);
        world.Simulation.RunUntil(TimeSpan.FromSeconds(HealsAt - 1));
        Assert.Empty(_decidedAt);
        Assert.InRange(_steps.Values.Max() - _steps.Values.Min(), 120, 130);

        AssertSoonAfter(world, suite);
    }

    [Theory(DisplayName = "Decision 12: peers that restart in a long cut go on where they were")]
    [InlineData(1, 10, 20)]
    [InlineData(2, 5, 15)]
    [InlineData(3, 0, 20)]
    public void Restarted_peers_go_on(long seed, int from, int to)
    {
        using var world = WorldOf(seed, cutAtMs: 2_000, out var suite);
        At(world, 500, node => world.Simulation.Nodes[node].Crash(), from, to);
        At(world, 510, node => world.Simulation.Nodes[node].Restart(), from, to);
        world.Simulation.RunUntil(TimeSpan.FromSeconds(HealsAt - 1));
        Assert.Empty(_decidedAt);
        Assert.InRange(_steps.Values.Max() - _steps.Values.Min(), 0, 5); // Not 120 steps behind.

        AssertSoonAfter(world, suite);
    }

    private void AssertSoonAfter(World world, InvariantSuite suite)
    {
        world.Simulation.RunUntil(TimeSpan.FromSeconds(HealsAt + SoonAfter));
        Assert.Equal(20, _decidedAt.Count);
        Assert.Empty(suite.Violations);
        world.Simulation.RunUntil(() => false, TimeSpan.FromSeconds(60)); // The rounds after it go on as ever.
        Assert.True(Enumerable.Range(0, 20).All(node => world.ChainOf(new NodeId(node))!.Tip.State.Round.Number >= 3));
        Assert.Empty(suite.Violations);
    }

    /// <summary>When all know what step 2 has chosen, and nobody what step 3 says of it. Milliseconds.</summary>
    private static long AfterStep2(long seed)
    {
        var settings = Lab.Unit(1, seed);
        using var world = World.Create(settings, Lab.NetworkOf(settings).Model, threads: 1);
        var (known, next) = (TimeSpan.Zero, TimeSpan.MaxValue);
        world.Observer = fact =>
        {
            if (fact is Fact.QuorumSeen { Round.Number: 1, Step.Number: 2 })
                known = world.Now;
            else if (fact is Fact.QuorumSeen { Round.Number: 1, Step.Number: 3 } && next == TimeSpan.MaxValue)
                next = world.Now;
        };
        world.Start();
        world.Simulation.RunUntil(TimeSpan.FromSeconds(30));
        var moment = (long)Math.Ceiling(known.TotalMilliseconds) + 1;
        Assert.InRange(moment, 1, (long)next.TotalMilliseconds - 1);
        return moment;
    }

    private World WorldOf(long seed, long cutAtMs, out InvariantSuite suite)
    {
        var settings = Lab.Unit(4, seed).WithCuts($"halves@{cutAtMs}ms+{(HealsAt * 1_000L) - cutAtMs}ms");
        var network = Lab.NetworkOf(settings);
        var world = World.Create(settings, network.Model, threads: 1);
        var checks = suite = new InvariantSuite(world, network, AuditShare.All);
        world.Observer = fact =>
        {
            checks.See(fact);
            if (fact is Fact.StepEntered { Node.Index: var node, Round.Number: 1, Step.Number: var step })
                _steps[node] = step;
            else if (fact is Fact.RoundDecided { Node.Index: var decider, Round.Number: 1 })
                _decidedAt.TryAdd(decider, world.Now);
        };
        world.Start();
        return world;
    }

    private static void At(World world, int seconds, Action<int> act, int from, int to) =>
        world.Simulation.At(TimeSpan.FromSeconds(seconds), () =>
        {
            for (var node = from; node < to; node++)
                act(node);
        });
}
