using PoR.Simulation.Tests.Worlds;

namespace PoR.Simulation.Tests.Runs;

/// <summary>I11: the same seed gives the same run, bit for bit.</summary>
public sealed class DeterminismTests
{
    [Theory(DisplayName = "I11: one thread or two, once or twice: the same trace")]
    [InlineData("model", null)]
    [InlineData("model", "halves@6s+20s")]
    [InlineData("shared", null)]
    public void The_trace_repeats(string crypto, string? cut)
    {
        var settings = Lab.Unit(rounds: 5, seed: 7, $"run.crypto={crypto}");
        settings = cut is null ? settings : settings.WithFaults(cut);

        var first = WatchedRun.Of(settings, threads: 1);
        var second = WatchedRun.Of(settings, threads: 2);
        var third = WatchedRun.Of(settings, threads: 4);
        var again = WatchedRun.Of(settings, threads: 1);

        Assert.Equal(first.Result.TraceHash, second.Result.TraceHash);
        Assert.Equal(first.Result.TraceHash, third.Result.TraceHash);
        Assert.Equal(first.Result.TraceHash, again.Result.TraceHash);
        Assert.Equal(Blocks(first), Blocks(second));
        Assert.Equal(first.Result.Deliveries, second.Result.Deliveries);
    }

    /// <summary>
    /// Of <see cref="The_pinned_run_repeats"/>. A change of the protocol or of a message changes it; nothing else may.
    /// </summary>
    private const string Pinned = "17b4649d8ee1efc6ba884bc5105e837b529231a7c91a7e28df9b3eea095144df";

    [Fact(DisplayName = "I11: a run's trace is the same in every process, in Debug and in Release")]
    public void The_pinned_run_repeats()
    {
        var run = WatchedRun.Of(Lab.Unit(rounds: 3, seed: 42).WithFaults("nodes:3,4@5s+3s"));

        run.AssertSafe();
        Assert.Equal(Pinned, run.Result.TraceHash);
    }

    [Fact(DisplayName = "I11: another seed, another trace")]
    public void Another_seed_gives_another_trace()
    {
        var first = WatchedRun.Of(Lab.Unit(rounds: 2, seed: 7));
        var second = WatchedRun.Of(Lab.Unit(rounds: 2, seed: 8));

        Assert.NotEqual(first.Result.TraceHash, second.Result.TraceHash);
    }

    [Fact(DisplayName = "Who pays for verification changes no block and no delivery")]
    public void Shared_and_separate_verification_agree()
    {
        var shared = WatchedRun.Of(Lab.Unit(rounds: 2, seed: 7, "run.crypto=shared"));
        var each = WatchedRun.Of(Lab.Unit(rounds: 2, seed: 7, "run.crypto=each"));

        Assert.Equal(Blocks(shared), Blocks(each));
        Assert.Equal(shared.Result.TraceHash, each.Result.TraceHash);
    }

    private static string[] Blocks(WatchedRun run) => [.. run.Result.Rounds.Select(round => round.Block)];
}
