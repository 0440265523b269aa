namespace PoR.Simulation.Tests.Worlds;

/// <summary>When something happened, as whoever sees it is told.</summary>
public sealed class FactTimeTests
{
    [Fact(DisplayName = "Nodes run for a tick before they are looked at, and each fact is seen with its own time")]
    public void Facts_are_seen_with_their_own_time()
    {
        using var world = new TestWorld(Lab.Unit(rounds: 1, seed: 1, "network.tick=100 ms"));
        var times = new List<(TimeSpan Fact, TimeSpan Run)>();
        world.Observer = _ => times.Add((world.Now, world.World.Simulation.Now));

        world.Decide(1);

        Assert.All(times, static t => Assert.InRange(t.Fact, t.Run - TimeSpan.FromMilliseconds(100), t.Run));
        Assert.Contains(times, static t => t.Fact < t.Run);
        Assert.Equal(times.Select(static t => t.Fact).Order(), times.Select(static t => t.Fact));
        Assert.Equal(world.World.Simulation.Now, world.Now);
    }
}
