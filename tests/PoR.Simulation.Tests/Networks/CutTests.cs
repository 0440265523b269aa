using AkkaSimulation;
using PoR.Simulation.Networks;

namespace PoR.Simulation.Tests.Networks;

/// <summary>Cuts: their text, their groups, and what they do to letters.</summary>
public sealed class CutTests
{
    [Theory]
    [InlineData("halves@30s+60s", 4, "0011")]
    [InlineData("halves@30s+60s", 5, "00011")]
    [InlineData("thirds@1m+500ms", 6, "001122")]
    [InlineData("80%@30s+120s", 10, "0000000011")]
    [InlineData("34/33/33@0s+1s", 100, null)]
    [InlineData("25/75@0s+1.5s", 4, "0111")]
    [InlineData("nodes:3,1@0s+1s", 5, "10101")]
    [InlineData("nodes:0@0s+1s,oneway,delayed", 3, "011")]
    public void A_cut_divides_the_nodes(string text, int nodes, string? groups)
    {
        var cut = CutSpec.Parse(text).Value!.Resolve(nodes).Value!;

        if (groups is not null)
            Assert.Equal(groups, string.Concat(cut.Groups));
        else
            Assert.Equal([34, 33, 33], cut.Groups.CountBy(g => g).Select(g => g.Value));
    }

    [Fact]
    public void Times_have_units_and_options_follow()
    {
        var spec = CutSpec.Parse("halves@1.5m+250ms,oneway,delayed").Value!;

        Assert.Equal(TimeSpan.FromSeconds(90), spec.Start);
        Assert.Equal(TimeSpan.FromMilliseconds(250), spec.Length);
        Assert.True(spec.IsOneWay);
        Assert.True(spec.IsDelayed);
        Assert.Equal(TimeSpan.FromMinutes(330), CutSpec.Parse("halves@1h+4.5h").Value!.End);
        Assert.False(CutSpec.Parse("halves@1s+1s,dropped").Value!.IsDelayed);
    }

    [Theory]
    [InlineData("", "SHAPE@START+LENGTH")]
    [InlineData("halves", "SHAPE@START+LENGTH")]
    [InlineData("halves+3s@2s", "SHAPE@START+LENGTH")]
    [InlineData("quarters@1s+1s", "'quarters' is no shape")]
    [InlineData("halves@1+1s", "'1' is no start")]
    [InlineData("halves@-1s+1s", "'-1s' is no start")]
    [InlineData("halves@1s+0s", "'0s' is no length above zero")]
    [InlineData("halves@1s+1d", "'1d' is no length above zero; write 500ms, 30s, 2m or 1h")]
    [InlineData("halves@1s+9999999999s", "is no length")]
    [InlineData("halves@1s+99999999h", "is no length")]
    [InlineData("halves@1s+1s,twoway", "'twoway' is no option")]
    [InlineData("halves@1s+1s,delayed,dropped", "not both")]
    [InlineData("thirds@1s+1s,oneway", "exactly two groups")]
    [InlineData("34/33/33@1s+1s,oneway", "exactly two groups")]
    [InlineData("101%@1s+1s", "'101' is no whole number")]
    [InlineData("x%@1s+1s", "'x' is no whole number")]
    [InlineData("50/40@1s+1s", "90 per cent, not 100")]
    [InlineData("50/60@1s+1s", "110 per cent, not 100")]
    [InlineData("nodes:@1s+1s", "'' is no node number")]
    [InlineData("nodes:1,b@1s+1s", "'b' is no node number")]
    public void A_wrong_text_is_explained(string text, string why) =>
        Assert.Contains(why, CutSpec.Parse(text).Error, StringComparison.Ordinal);

    [Theory]
    [InlineData("0%@1s+1s", 10)]
    [InlineData("100%@1s+1s", 10)]
    [InlineData("1%@1s+1s", 10)]
    [InlineData("halves@1s+1s", 1)]
    [InlineData("thirds@1s+1s", 2)]
    [InlineData("50/0/50@1s+1s", 10)]
    [InlineData("nodes:0,1,2@1s+1s", 3)]
    public void A_cut_that_names_no_node_cannot_be_made(string text, int nodes) =>
        Assert.Contains("names no node", CutSpec.Parse(text).Value!.Resolve(nodes).Error);

    [Fact]
    public void A_cut_of_an_unknown_node_cannot_be_made() =>
        Assert.Contains(
            "there is no node 7", CutSpec.Parse("nodes:1,7@1s+1s").Value!.Resolve(7).Error);

    // The link takes 100 ms, and the cut lasts from 1 s to 2 s.
    [Theory]
    [InlineData("halves", 0, 1, 899, 999)]
    [InlineData("halves", 0, 1, 900, -1)] // In flight when the cut begins.
    [InlineData("halves", 0, 1, 1999, -1)]
    [InlineData("halves", 0, 1, 2000, 2100)]
    [InlineData("halves", 1, 0, 1500, -1)]
    [InlineData("halves", 1, 1, 1500, 1600)]
    [InlineData("halves,oneway", 0, 1, 1500, -1)] // The other group does not hear the first.
    [InlineData("halves,oneway", 1, 0, 1500, 1600)] // The first group hears the other.
    [InlineData("halves,delayed", 0, 1, 1500, 2100)]
    [InlineData("halves,delayed", 0, 1, 950, 2100)]
    public void A_letter_meets_a_cut_at_its_departure_or_arrival(
        string cut, int from, int to, int sentMs, int arrivesMs)
    {
        var parts = cut.Split(',');
        var text = string.Join(',', [$"{parts[0]}@1s+1s", .. parts[1..]]);
        var network = TestNetwork.Even(4, 100, filters: [CutSpec.Parse(text).Value!.Resolve(4).Value!]);
        var (fromNode, toNode) = from == to ? (2, 3) : (2 * from, 2 * to);

        var passage = network.Send(fromNode, toNode, sentMs);

        Assert.Equal(arrivesMs, passage.Cause == DropCause.Cut ? -1 : sentMs + TestNetwork.Ms(passage));
    }

    [Fact]
    public void A_delayed_letter_meets_the_next_cut_too()
    {
        var network = TestNetwork.Even(2, 100, filters:
        [
            CutSpec.Parse("halves@1s+1s,delayed").Value!.Resolve(2).Value!,
            CutSpec.Parse("halves@2050ms+1s,delayed").Value!.Resolve(2).Value!,
        ]);

        Assert.Equal(1650, TestNetwork.Ms(network.Send(0, 1, 1500)));
    }
}
