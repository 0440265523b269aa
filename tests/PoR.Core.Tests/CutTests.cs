using PoR.Core.Faults;

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
        { new CutShape.Bridge(50), 2, "beside a bridge of 1 of 2 nodes there are no two halves" },
        { new CutShape.Bridge(95), 20, "beside a bridge of 19 of 20 nodes" },
        { new CutShape.Ring(20), 10, "20 % of 10 nodes are not a node and its two neighbours" },
        { new CutShape.Ring(100), 9, "with 100 % of 9 nodes each hears all" },
        { new CutShape.Swizzle(), 1, "nobody to be cut off from" },
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
        var placed = new PlacedCut(cut, 3, seed: 1);
        Assert.Equal(
            [false, true, true, true, false, true, true, true, false],
            from a in Enumerable.Range(0, 3) from b in Enumerable.Range(0, 3) select placed.Separates(a, b, cut.Start));
        Assert.False(placed.Separates(0, 1, cut.End));
        var oneWay = new PlacedCut(cut with { Shape = new CutShape.Nodes([0]), IsOneWay = true }, 3, seed: 1);
        Assert.Equal((true, false), (oneWay.Separates(0, 1, cut.Start), oneWay.Separates(1, 0, cut.Start)));
    }

    [Fact(DisplayName = "A flapping fault is there and gone by turns, and is over at its end")]
    public void It_flaps()
    {
        var cut = new Cut(new CutShape.Thirds(), Seconds(1), Seconds(8))
        {
            Text = "a test", Flapping = new Flapping(Seconds(3), Seconds(2)),
        };

        Assert.Equal(
            "0111001110",
            string.Concat(Enumerable.Range(0, 10).Select(second => cut.IsActive(Seconds(second)) ? 1 : 0)));
        Assert.Equal([Seconds(4), Seconds(9)], new[] { 1, 8 }.Select(second => cut.ActiveUntil(Seconds(second))));
        Assert.Equal(Seconds(9), (cut with { Flapping = new Flapping(Seconds(6), Seconds(1)), Length = Seconds(8) })
            .ActiveUntil(Seconds(8)));
    }

    [Theory(DisplayName = "A bridge hears two halves that do not hear each other; the seed draws it")]
    [InlineData(1, 20, 1)]
    [InlineData(10, 21, 2)]
    public void Bridges(int percent, int nodes, int bridge)
    {
        var heard = HeardBy(new CutShape.Bridge(percent), nodes, seed: 7);

        Assert.Equal(bridge, heard.Count(h => h.Length == nodes));
        Assert.Equal(2, heard.Where(h => h.Length < nodes).Select(h => string.Join(',', h)).Distinct().Count());
        Assert.All(heard.Where(h => h.Length < nodes), h => Assert.InRange(
            h.Length, ((nodes - bridge) / 2) + bridge, ((nodes - bridge + 1) / 2) + bridge));
        Assert.NotEqual(heard, HeardBy(new CutShape.Bridge(percent), nodes, seed: 8));
        Assert.Equal(heard, HeardBy(new CutShape.Bridge(percent), nodes, seed: 7));
    }

    [Theory(DisplayName = "On a ring each hears as many, itself among them, and no two the same")]
    [InlineData(60, 20, 11)]
    [InlineData(60, 10, 5)]
    [InlineData(30, 10, 3)]
    public void Rings(int percent, int nodes, int each)
    {
        var heard = HeardBy(new CutShape.Ring(percent), nodes, seed: 7);

        Assert.All(heard, h => Assert.Equal(each, h.Length));
        Assert.Equal(nodes, heard.Select(h => string.Join(',', h)).Distinct().Count());
        Assert.All(heard.Index(), h => Assert.All(h.Item, other => Assert.Contains(h.Index, heard[other])));
    }

    [Fact(DisplayName = "Nodes of one group of a cut hear each other, and a ring and a swizzle make no groups")]
    public void Groups()
    {
        const int nodes = 12;
        PlacedCut Placed(CutShape shape) =>
            new(new Cut(shape, default, Seconds(1)) { Text = "a test" }, nodes, seed: 3);
        int?[] GroupsOf(CutShape shape) => [.. Enumerable.Range(0, nodes).Select(Placed(shape).GroupOf)];

        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1], GroupsOf(new CutShape.Shares([75, 25])));
        var bridge = new CutShape.Bridge(10);
        var groups = GroupsOf(bridge);
        Assert.Equal([5, 6, 1], Enumerable.Range(0, 3).Select(group => groups.Count(g => g == group)));
        for (var from = 0; from < nodes; from++)
        {
            Assert.All(groups.Index(), to => Assert.Equal(
                groups[from] != to.Item && groups[from] != 2 && to.Item != 2,
                Placed(bridge).Separates(from, to.Index, default)));
        }

        Assert.All(GroupsOf(new CutShape.Ring(60)), Assert.Null);
        Assert.All(GroupsOf(new CutShape.Swizzle()), Assert.Null);
    }

    [Fact(DisplayName = "A swizzle cuts nodes off one by one, and lets them back one by one in another order")]
    public void Swizzles()
    {
        const int nodes = 6;
        var placed = new PlacedCut(
            new Cut(new CutShape.Swizzle(), Seconds(10), Seconds(12)) { Text = "swizzle@10s+12s" }, nodes, seed: 3);
        int[] OffAt(int second) =>
            [.. Enumerable.Range(0, nodes).Where(node => Enumerable.Range(0, nodes).All(
                other => other == node || placed.Separates(node, other, Seconds(second))))];

        Assert.Empty(OffAt(9));
        Assert.Equal([1, 2, 3, 4, 6, 6], Enumerable.Range(10, 6).Select(second => OffAt(second).Length));
        Assert.Equal([6, 4, 3, 2, 1], new[] { 17, 18, 19, 20, 21 }.Select(second => OffAt(second).Length));
        Assert.Empty(OffAt(22));
        var first = OffAt(10).Single();
        Assert.Contains($"off go {first}, ", placed.Drawn, StringComparison.Ordinal);
        var last = OffAt(21).Single();
        Assert.EndsWith($", {last}", placed.Drawn, StringComparison.Ordinal);
        Assert.Equal(Seconds(22), placed.OpensAt(first, last, Seconds(16)));
    }

    [Fact(DisplayName = "A link that waits opens when both its nodes are back, or when a flapping cut goes")]
    public void Links_open()
    {
        var cut = new Cut(new CutShape.Nodes([0]), Seconds(0), Seconds(9)) { Text = "a" };

        Assert.Equal(Seconds(9), new PlacedCut(cut, 3, 1).OpensAt(0, 1, Seconds(2)));
        Assert.Equal(Seconds(3), new PlacedCut(
            cut with { Flapping = new Flapping(Seconds(3), Seconds(1)) }, 3, 1).OpensAt(0, 1, Seconds(2)));
    }

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);

    /// <summary>Whom each node hears, itself among them.</summary>
    private static int[][] HeardBy(CutShape shape, int nodes, ulong seed)
    {
        var placed = new PlacedCut(new Cut(shape, default, Seconds(1)) { Text = "a test" }, nodes, seed);
        return
        [
            .. Enumerable.Range(0, nodes).Select(to => Enumerable.Range(0, nodes)
                .Where(from => !placed.Separates(from, to, default)).ToArray()),
        ];
    }
}
