using PoR.Exploration.Searching;

namespace PoR.Exploration.Tests;

/// <summary>The search itself, on a machine that anybody can count.</summary>
public sealed class ExplorerTests
{
    [Fact(DisplayName = "Every state that can be reached is visited once")]
    public void Fixpoint()
    {
        var found = new Explorer<int>(new Dial(), 1_000).Run();

        Assert.True(found.IsWhole);
        Assert.Equal((12, 24L), (found.States, found.Transitions));
    }

    [Fact(DisplayName = "A broken promise comes with a shortest path, whatever it is called")]
    public void Shortest_path()
    {
        var found = new Explorer<int>(new Dial(number => number != 7), 1_000).Run();

        Assert.Equal([0, 1, 2, 7], Assert.Single(found.Findings).Path);
    }

    [Fact(DisplayName = "A limit that is reached is told: then nothing is proved")]
    public void Limit()
    {
        var found = new Explorer<int>(new Dial(), 11).Run();

        Assert.False(found.IsWhole);
        Assert.Equal(11, found.States);
    }

    [Fact(DisplayName = "A limit of exactly as many states as there are is none")]
    public void Just_enough() => Assert.True(new Explorer<int>(new Dial(), 12).Run().IsWhole);

    /// <summary>A dial of twelve hours that goes on by one or by five.</summary>
    private sealed class Dial(Predicate<int>? keeps = null) : IExplored<int>
    {
        public int Start => 0;

        public IReadOnlyList<Promise<int>> Promises { get; } = [new("Hour", "an hour is shown", keeps ?? (_ => true))];

        public long RuleCalls => 0;

        public IEnumerable<int> Next(int state) => [(state + 1) % 12, (state + 5) % 12];
    }
}
