using AkkaSimulation.Disks;
using PoR.Actors.Messages;
using PoR.Actors.Peers;

namespace PoR.Simulation.Tests.Runs;

/// <summary>A store that is gone for a while: nobody signs from memory, and all go on when it is back.</summary>
public sealed class StoreFailureTests
{
    private const int LimitMs = 120_000;
    private const int Nodes = 7;
    private const int RoundsMore = 4;

    [Theory(
        DisplayName = "A node whose store fails is silent, says so, and goes on by itself when the store is back",
        Timeout = LimitMs)]
    [InlineData(1, WriteFault.Fail)]
    [InlineData(1, WriteFault.Torn)]
    [InlineData(3, WriteFault.Fail)]
    [InlineData(Nodes, WriteFault.Fail)]
    public Task It_comes_back(int failing, WriteFault fault)
    {
        using var world = new TestWorld(
            Lab.Nodes(Nodes, $"population.participants={3 * Nodes}"),
            adapt: static setup => setup with { Supervision = Supervision.Restart });
        world.Decide(2);
        var written = world.Facts.Count;
        for (var node = 0; node < failing; node++)
            world.Machine(node).Disk.OnWrite = _ => fault;
        world.Pass(TimeSpan.FromSeconds(40));
        var told = world.Facts.Skip(written).OfType<Fact.StorageFailed>().Select(f => f.Node.Index).Distinct();
        Assert.Equal(Enumerable.Range(0, failing), told.Order());

        for (var node = 0; node < failing; node++)
            world.Machine(node).Disk.OnWrite = null;
        var before = Enumerable.Range(0, Nodes).Max(world.RoundOf);
        var seen = world.Facts.Count;
        world.Until(
            () => Enumerable.Range(0, Nodes).All(node => world.RoundOf(node) >= before + RoundsMore),
            limitSeconds: 240);
        var signers = world.Facts.Skip(seen).OfType<Fact.BallotSigned>()
            .Where(f => f.Vote.Ballot.Round.Number > before).Select(f => f.Vote.Ballot.Sender).Distinct();
        Assert.Equal(3 * Nodes, signers.Count());

        // Whoever has no chain hears of certificates late, and I8 counts that.
        Assert.All(world.Checks.Violations, violation => Assert.Equal("I8", violation.Invariant));
        return Task.CompletedTask;
    }
}
