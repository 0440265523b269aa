using PoR.TestKit.Adversaries;

namespace PoR.Simulation.Tests.Runs;

/// <summary>F57: a node that is far behind, and peers that answer it badly.</summary>
public sealed class FarBehindRunTests
{
    private const int LimitMs = 240_000;

    [Fact(
        DisplayName = "F57: a node that is 300 rounds behind catches up from the honest, whatever others say, and names"
            + " who forges",
        Timeout = LimitMs)]
    public async Task It_catches_up()
    {
        await Task.Yield();
        var run = FarBehind.Of(300, seed: 1, areHonest: false, TestContext.Current.CancellationToken);

        Assert.Empty(run.Run.Result.Violations);
        Assert.True(run.IsHeld, $"{run.Run.CatchUp}: {string.Join(", ", run.Named)}");
        Assert.InRange(run.Run.CatchUp!.Rounds, 295, 310);
        Assert.InRange(run.Run.CatchUp.Seconds, 0, run.Run.CatchUp.BoundSeconds / 2); // 18 s, with honest peers 11 s.
        Assert.InRange(run.BlocksHeard, 2 * run.Run.CatchUp.Rounds, long.MaxValue); // Bad answers did come.
    }
}
