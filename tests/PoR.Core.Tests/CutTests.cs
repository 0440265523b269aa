using PoR.Core.Cuts;

namespace PoR.Core.Tests;

/// <summary>Cuts: the groups that they make, and when they are active.</summary>
public sealed class CutTests
{
    public static TheoryData<CutShape, int, string> Divisions => new()
    {
        { new CutShape.Shares([50, 50]), 4, "0011" },
        { new CutShape.Shares([50, 50]), 5, "00011" },
        { new CutShape.Thirds(), 6, "001122" },
        { new CutShape.Thirds(), 4, "0012" },
        { new CutShape.Shares([80, 20]), 10, "0000000011" },
        { new CutShape.Shares([25, 75]), 4, "0111" },
        { new CutShape.Nodes([3, 1]), 5, "10101" },
        { new CutShape.Nodes([0]), 3, "011" },
    };

    public static TheoryData<CutShape, int, string> Impossible => new()
    {
        { new CutShape.Shares([0, 100]), 10, "names no node when there are 10" },
        { new CutShape.Shares([100, 0]), 10, "names no node" },
        { new CutShape.Shares([1, 99]), 10, "names no node" },
        { new CutShape.Shares([50, 50]), 1, "names no node" },
        { new CutShape.Thirds(), 2, "names no node" },
        { new CutShape.Shares([50, 0, 50]), 10, "names no node" },
        { new CutShape.Nodes([0, 1, 2]), 3, "names no node" },
        { new CutShape.Nodes([1, 7]), 7, "there is no node 7; nodes are 0 to 6" },
    };

    [Theory]
    [MemberData(nameof(Divisions))]
    public void A_cut_divides_the_nodes(CutShape shape, int nodes, string groups)
    {
        Assert.Null(shape.FaultIn(nodes));
        Assert.Equal(groups, string.Concat(shape.Divide(nodes)));
    }

    [Fact]
    public void Shares_are_rounded_to_whole_nodes() =>
        Assert.Equal([34, 33, 33], new CutShape.Shares([34, 33, 33]).Divide(100).CountBy(g => g).Select(g => g.Value));

    [Theory]
    [MemberData(nameof(Impossible))]
    public void A_group_without_a_node_cannot_be_made(CutShape shape, int nodes, string why) =>
        Assert.Contains(why, shape.FaultIn(nodes), StringComparison.Ordinal);

    [Fact]
    public void It_is_active_from_its_start_to_before_its_end()
    {
        var cut = new Cut(new CutShape.Thirds(), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)) { Text = "a test" };

        Assert.Equal([false, true, true, false], new[] { 0.999, 1, 2.999, 3 }
            .Select(seconds => cut.IsActive(TimeSpan.FromSeconds(seconds))));
        Assert.Equal(
            [false, true, true, true, false, true, true, true, false],
            from a in Enumerable.Range(0, 3) from b in Enumerable.Range(0, 3) select cut.Separates(a, b));
        var oneWay = cut with { IsOneWay = true };
        Assert.Equal((true, false), (oneWay.Separates(0, 1), oneWay.Separates(1, 0)));
    }
}
