using System.Collections.Immutable;
using PoR.Exploration.Bba;
using PoR.Exploration.Searching;

namespace PoR.Actors.Tests.Networks;

/// <summary>What the explorer finds in states is no error before whole nodes have shown it.</summary>
public sealed class ExploredForkTests
{
    private const int StatesMax = 10_000;
    private const int SeedsMax = 100;

    [Fact(DisplayName = "D10: the fork that the explorer finds without telling certificates happens on whole nodes")]
    public void It_happens()
    {
        using var fork = Staged(tells: false);
        fork.Play();

        Assert.Equal(1, fork.Network.Checks.Forks);
        Assert.Contains(fork.Network.Breaches(), breach => breach.Invariant == "I1");
        Assert.Equal(2, fork.Endings.Values.Distinct().Count());
    }

    [Fact(DisplayName = "D10: the same path ends in one way when certificates are told")]
    public void Telling_stops_it()
    {
        using var fork = Staged(tells: true);
        fork.Play();

        Assert.Equal(0, fork.Network.Checks.Forks);
        Assert.Single(fork.Endings.Values.Distinct());
    }

    /// <summary>The path on nodes of the first seed by which the hostile node leads and the coin is right.</summary>
    private static ExploredFork Staged(bool tells)
    {
        var path = Path();
        for (var seed = 1; seed <= SeedsMax; seed++)
        {
            var fork = new ExploredFork(nodes: 4, path, seed, tells);
            if (fork.IsSeedRight)
                return fork;
            fork.Dispose();
        }

        throw new InvalidOperationException("No seed fits the path.");
    }

    /// <summary>The path that is found first; in it honest nodes hear all of each other.</summary>
    private static ImmutableArray<Scene> Path()
    {
        var setting = BbaSetting.Of(4, 1, Delivery.NoRelay) with { Adversary = Adversary.Selective };
        var model = new BbaModel(setting);
        var found = Assert.Single(new Explorer<BbaState>(model, StatesMax).Run().Findings);
        Assert.Equal("S1'", found.Promise.Name);
        var scenes = new BbaPath(model).ScenesOf(found.Path);
        for (var i = 1; i < scenes.Length; i++)
        {
            var speakers = scenes[i - 1].Speeches.Where(speech => speech.Word is not null)
                .Select(speech => speech.Node).ToArray();
            Assert.All(
                scenes[i].Speeches.Where(speech => !speech.IsLateEnd),
                speech => Assert.Equal(speakers, speech.HeardHonest));
        }

        return scenes;
    }
}
