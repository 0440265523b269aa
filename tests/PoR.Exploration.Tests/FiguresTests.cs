using PoR.Core.Parameters;
using PoR.Exploration.Bba;

namespace PoR.Exploration.Tests;

/// <summary>The figures of docs/exploration.md. They change only with a rule or with the reduction.</summary>
public sealed class FiguresTests
{
    [Theory(DisplayName = "The number of states and of rule calls is that of the table", Timeout = Explored.LimitMs)]
    [InlineData(4, 1, Delivery.Async, 242, 6_443)]
    [InlineData(7, 2, Delivery.Async, 503, 118_705)]
    [InlineData(4, 1, Delivery.Sync, 84, 5_723)]
    [InlineData(7, 2, Delivery.Sync, 131, 65_533)]
    [InlineData(4, 2, Delivery.Async, 337, 10_398)]
    [InlineData(4, 1, Delivery.NoRelay, 181, 3_580)]
    [InlineData(7, 2, Delivery.NoRelay, 378, 48_911)]
    public async Task Figures(int nodes, int hostile, Delivery delivery, int states, long ruleCalls)
    {
        var found = await Task.Run(() => Explored.Of(BbaSetting.Of(nodes, hostile, delivery)));

        Assert.Equal((states, ruleCalls), (found.States, found.RuleCalls));
    }

    [Theory(DisplayName = "Both sets of parameters have one t_H, and so one exploration")]
    [InlineData(4, 3)]
    [InlineData(7, 5)]
    [InlineData(10, 7)]
    [InlineData(13, 9)]
    public void Sets(int nodes, long threshold)
    {
        var setting = BbaSetting.Of(nodes, 1, Delivery.Sync);

        Assert.All(
            [ProtocolParameters.Paper, ProtocolParameters.Hardened],
            set => Assert.Equal(threshold, (setting with { Parameters = set }).View.CertificateThreshold));
    }

    [Fact(DisplayName = "Nodes of equal seats are interchangeable: order changes nothing", Timeout = Explored.LimitMs)]
    public async Task Order()
    {
        var one = await Task.Run(() => Explored.Of(new BbaSetting([1, 1, 2, 3, 1], 1, Delivery.Async)));
        var two = await Task.Run(() => Explored.Of(new BbaSetting([3, 1, 2, 1, 1], 1, Delivery.Async)));

        Assert.Equal((one.States, one.RuleCalls, one.Broken()), (two.States, two.RuleCalls, two.Broken()));
    }
}
