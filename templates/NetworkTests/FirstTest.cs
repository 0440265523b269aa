using PoR.TestKit;
using Xunit;

public sealed class FirstTest
{
    [Fact]
    public void Two_halves_decide_nothing_and_recover()
    {
        using var network = PoRNetwork.Create().Seed(7).Cut("halves@20s+60s").Build();

        network.RunFor(TimeSpan.FromSeconds(25));
        var stuck = network.Nodes.Max(node => node.Round);
        network.RunFor(TimeSpan.FromSeconds(54));
        Assert.Equal(stuck, network.Nodes.Max(node => node.Round));

        network.RunUntilDecided(stuck + 2, within: TimeSpan.FromSeconds(60));
    }
}
