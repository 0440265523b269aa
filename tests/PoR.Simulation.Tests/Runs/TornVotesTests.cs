using AkkaSimulation.Disks;
using PoR.Actors.Messages;
using PoR.Actors.Peers;

namespace PoR.Simulation.Tests.Runs;

/// <summary>
/// F25, F47, F48: a machine crashes at each of its writes in turn, before or after it, and starts again in the round.
/// </summary>
public sealed class TornVotesTests
{
    private const int LimitMs = 120_000;
    private const int Nodes = 4;
    private const int Crashing = 1;
    private const int RoundsTorn = 2;
    private static readonly TimeSpan s_down = TimeSpan.FromMilliseconds(500);

    [Theory(
        DisplayName =
            "I7, F47, F48: a crash at any write, kept, lost or torn, and a clock set back, leave the same vote or none",
        Timeout = LimitMs)]
    [InlineData(WriteFault.None, 0)]
    [InlineData(WriteFault.Fail, 0)]
    [InlineData(WriteFault.Torn, 0)]
    [InlineData(WriteFault.None, -60)]
    public async Task A_crash_at_each_write(WriteFault fault, int clockMinutes)
    {
        await Task.Yield();
        var writes = 1;
        for (var at = 1; at <= writes; at++)
        {
            using var world = new TestWorld(
                Lab.Nodes(Nodes, "run.reviews-per-round=2"),
                adapt: static setup => setup with { Supervision = Supervision.Restart });
            var (machine, seen) = (world.Machine(Crashing), 0);
            machine.Disk.OnWrite = _ =>
            {
                if (world.RoundOf(0) < RoundsTorn)
                    writes = Math.Max(writes, seen + 1);
                return ++seen == at ? fault : WriteFault.None;
            };
            world.Until(() => seen >= at);
            machine.Crash();
            var crashed = world.Facts.Count;
            world.Pass(s_down);
            machine.Clock.Skew(TimeSpan.FromMinutes(clockMinutes));
            machine.Restart();
            world.Decide(RoundsTorn + 2);

            Assert.True(world.Checks.Violations is [], $"Write {at}: {string.Join(' ', world.Checks.Violations)}");
            Assert.Contains(
                world.Facts.Skip(crashed), static fact => fact is Fact.BallotSigned { Node.Index: Crashing });
        }

        Assert.InRange(writes, 5, 100);
    }
}
