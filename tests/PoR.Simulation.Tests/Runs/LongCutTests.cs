using PoR.Actors.Messages;

namespace PoR.Simulation.Tests.Runs;

/// <summary>
/// D10 in whole networks: halves that a long cut leaves at different steps of one round decide soon
/// after it heals, though what is repeated is bounded.
/// </summary>
public sealed class LongCutTests
{
    private const int HealsAt = 802;
    private const string NoReviews = "run.reviews-per-round=0";

    /// <summary>The first repeat after the heal, a loop, and what a new step takes: seconds.</summary>
    private const int SoonAfter = 32;

    private readonly Dictionary<int, int> _steps = [];
    private readonly Dictionary<int, TimeSpan> _decidedAt = [];

    [Theory(DisplayName = "D10: halves 125 steps apart that hold the block decide within 16λ after the cut")]
    [InlineData(1)]
    [InlineData(2)]
    public void A_half_that_slept_meets_the_other(long seed)
    {
        // Their votes of steps 1 to 5 end nothing: what they say in the loop must meet.
        using var world = WorldOf(seed, AfterStep2(seed));
        At(world, 100, node => world.Machine(node).Pause(), from: 10, to: 20);
        At(world, 600, node => world.Machine(node).Resume(), from: 10, to: 20);
        world.World.Simulation.RunUntil(TimeSpan.FromSeconds(HealsAt - 1));
        Assert.Empty(_decidedAt);
        Assert.InRange(_steps.Values.Max() - _steps.Values.Min(), 120, 130);

        AssertSoonAfter(world);
    }

    [Theory(DisplayName = "D10: peers that restart in a long cut go on where they were")]
    [InlineData(1, 10, 20)]
    [InlineData(2, 5, 15)]
    [InlineData(3, 0, 20)]
    public void Restarted_peers_go_on(long seed, int from, int to)
    {
        using var world = WorldOf(seed, cutAtMs: 2_000);
        At(world, 500, node => world.Machine(node).Crash(), from, to);
        At(world, 510, node => world.Machine(node).Restart(), from, to);
        world.World.Simulation.RunUntil(TimeSpan.FromSeconds(HealsAt - 1));
        Assert.Empty(_decidedAt);
        Assert.InRange(_steps.Values.Max() - _steps.Values.Min(), 0, 5); // Not 120 steps behind.

        AssertSoonAfter(world);
    }

    private void AssertSoonAfter(TestWorld world)
    {
        world.World.Simulation.RunUntil(TimeSpan.FromSeconds(HealsAt + SoonAfter));
        Assert.Equal(20, _decidedAt.Count);
        Assert.Empty(world.Checks.Violations);
        world.Decide(3, limitSeconds: 60); // The rounds after it go on as ever.
        Assert.Empty(world.Checks.Violations);
    }

    /// <summary>When all know what step 2 has chosen, and nobody what step 3 says of it. Milliseconds.</summary>
    private static long AfterStep2(long seed)
    {
        using var world = new TestWorld(Lab.Unit(1, seed, NoReviews));
        var (known, next) = (TimeSpan.Zero, TimeSpan.MaxValue);
        world.Observer = fact =>
        {
            if (fact is Fact.QuorumSeen { Round.Number: 1, Step.Number: 2 })
                known = world.Now;
            else if (fact is Fact.QuorumSeen { Round.Number: 1, Step.Number: 3 } && next == TimeSpan.MaxValue)
                next = world.Now;
        };
        world.Pass(TimeSpan.FromSeconds(30));
        var moment = (long)Math.Ceiling(known.TotalMilliseconds) + 1;
        Assert.InRange(moment, 1, (long)next.TotalMilliseconds - 1);
        return moment;
    }

    private TestWorld WorldOf(long seed, long cutAtMs)
    {
        var world = new TestWorld(
            Lab.Unit(4, seed, NoReviews).WithFaults($"halves@{cutAtMs}ms+{(HealsAt * 1_000L) - cutAtMs}ms"));
        world.Observer = fact =>
        {
            if (fact is Fact.StepEntered { Node.Index: var node, Round.Number: 1, Step.Number: var step })
                _steps[node] = step;
            else if (fact is Fact.RoundDecided { Node.Index: var decider, Round.Number: 1 })
                _decidedAt.TryAdd(decider, world.Now);
        };
        return world;
    }

    private static void At(TestWorld world, int seconds, Action<int> act, int from, int to) =>
        world.World.Simulation.At(TimeSpan.FromSeconds(seconds), () =>
        {
            for (var node = from; node < to; node++)
                act(node);
        });
}
