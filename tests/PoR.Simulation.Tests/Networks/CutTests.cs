using PoR.Actors.Links;
using PoR.Configuration.Schema;

namespace PoR.Simulation.Tests.Networks;

/// <summary>What cuts do to letters.</summary>
public sealed class CutTests
{
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
        var network = TestNetwork.Even(4, 100, faults: [CutGrammar.Parse(text).Cut!]);
        var (fromNode, toNode) = from == to ? (2, 3) : (2 * from, 2 * to);

        var passage = network.Send(fromNode, toNode, sentMs);

        Assert.Equal(arrivesMs, passage.Fate.Lost == LinkLoss.Cut ? -1 : sentMs + TestNetwork.Ms(passage));
    }

    [Fact]
    public void A_delayed_letter_meets_the_next_cut_too()
    {
        var network = TestNetwork.Even(2, 100, faults:
        [
            CutGrammar.Parse("halves@1s+1s,delayed").Cut!,
            CutGrammar.Parse("halves@2050ms+1s,delayed").Cut!,
        ]);

        Assert.Equal(1650, TestNetwork.Ms(network.Send(0, 1, 1500)));
    }
}
