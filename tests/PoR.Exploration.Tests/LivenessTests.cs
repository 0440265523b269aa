using PoR.Exploration.Bba;
using PoR.Exploration.Searching;

namespace PoR.Exploration.Tests;

/// <summary>L2: the coin.</summary>
public sealed class LivenessTests
{
    [Theory(DisplayName = "L2: before each common coin one of its values ends the round on every path in three steps",
        Timeout = Explored.LimitMs)]
    [InlineData(4, 17)]
    [InlineData(7, 25)]
    public async Task Coin(int nodes, int beforeCoin)
    {
        var model = new BbaModel(BbaSetting.Of(nodes, (nodes - 1) / 3, Delivery.Sync));
        var found = await Task.Run(() => new Explorer<BbaState>(model, Explored.StatesMax).Run());

        Assert.Empty(found.Broken());
        Assert.Equal(beforeCoin, model.Liveness.Asked);
    }
}
