namespace PoR.Actors.Tests.Networks;

/// <summary>One hostile node in twenty, or in four, that is silent towards some: all delays are below λ.</summary>
public sealed class ForkWithoutCutTests
{
    [Theory(DisplayName = "Without telling certificates one hostile node forks a round, though no delay reaches λ")]
    [InlineData(4, 3, "hardened")]
    [InlineData(4, 3, "paper")]
    [InlineData(20, 27, "hardened")]
    [InlineData(20, 27, "paper")]
    public void Without_telling_it_forks(int nodes, long seed, string set)
    {
        using var script = new ForkWithoutCut(nodes, seed, set, degree: null, tells: false);
        script.Play();

        Assert.Equal(1, script.Network.Checks.Forks);
        Assert.Contains(script.Breaches, b => b.Invariant == "I1");
        var times = script.Endings.Values.Select(e => e.At).ToArray();
        Assert.True(times.Max() - times.Min() > 3 * ForkWithoutCut.Lambda);
    }

    [Theory(DisplayName = "D10: who has ended a round tells its certificate at once: the round has one end")]
    [InlineData(4, 3, "hardened", null)]
    [InlineData(4, 3, "paper", null)]
    [InlineData(20, 27, "hardened", null)]
    [InlineData(20, 27, "paper", null)]
    [InlineData(20, 27, "hardened", 8)]
    [InlineData(20, 27, "paper", 8)]
    public void Telling_it_does_not(int nodes, long seed, string set, int? degree)
    {
        using var script = new ForkWithoutCut(nodes, seed, set, degree, tells: true);
        script.Play();

        Assert.Equal(0, script.Network.Checks.Forks);
        Assert.Empty(script.Breaches);
        Assert.Equal(script.Honest, script.Endings.Keys.Order());
        Assert.Single(script.Endings.Values.Select(e => e.Block).Distinct());
        var times = script.Endings.Values.Select(e => e.At).ToArray();
        Assert.InRange(times.Max() - times.Min(), TimeSpan.Zero, ForkWithoutCut.Lambda);
    }
}
