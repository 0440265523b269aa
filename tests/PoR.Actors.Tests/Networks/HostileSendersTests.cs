using PoR.Core.Rounds;
using PoR.TestKit.Adversaries;

namespace PoR.Actors.Tests.Networks;

/// <summary>Selective, split and silent senders below a third of the seats, all delays below λ.</summary>
public sealed class HostileSendersTests
{
    private const int LimitMs = 120_000;
    private const int Seeds = 200;

    [Fact(DisplayName = "D39: no round forks, and whoever says two things in a step is caught",
        Timeout = LimitMs)]
    public async Task No_fork_and_nobody_unseen()
    {
        await Task.Yield();
        var (contradicting, unusual) = (0, 0);
        for (var seed = 0; seed < Seeds; seed++)
        {
            using var run = new HostileSenders(HostileSetup.Of(seed));
            run.Play();

            Assert.True(!run.Faults().Any(), $"{HostileSetup.Of(seed)}: {string.Join("; ", run.Faults())}");
            contradicting += run.Contradicting.Count;
            unusual += run.Network.Blocks(0)[0].Certificate.Step == Step.BbaStart ? 0 : 1;
        }

        // Else the scripts were too tame to tell anything.
        Assert.InRange(contradicting, Seeds, int.MaxValue);
        Assert.InRange(unusual, Seeds / 50, Seeds);
    }

    [Fact(DisplayName = "D39: without comparing votes, those who say two things to two groups stay unseen",
        Timeout = LimitMs)]
    public async Task Without_comparing_they_stay_unseen()
    {
        await Task.Yield();
        var (unseen, all) = (0, 0);
        for (var seed = 0; seed < 20; seed++)
        {
            using var run = new HostileSenders(new HostileSetup(seed, Nodes: 7, Hostile: 2, ComparesVotes: false));
            run.Play();
            unseen += run.Contradicting.Except(run.Caught).Count();
            all += run.Contradicting.Count;
        }

        Assert.InRange(unseen, all / 2, all);
    }
}
