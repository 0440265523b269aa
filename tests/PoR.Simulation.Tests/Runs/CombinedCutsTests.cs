using System.Collections.Immutable;
using PoR.Configuration.Schema;
using PoR.Core.Faults;
using PoR.Reports.Results;
using PoR.Simulation.Runs;

namespace PoR.Simulation.Tests.Runs;

/// <summary>Who hears whom under several cuts: a link is open only if each of them leaves it open.</summary>
public sealed class CombinedCutsTests
{
    private const ulong Seed = 1;

    [Fact(DisplayName = "Two cuts that overlap make three graphs: of the first, of both, of the second")]
    public void Overlap()
    {
        var reach = Of(10, "halves@30s+40s", "20%@50s+40s,oneway")!;

        Assert.Equal([(30.0, 50.0, 0), (50, 70, 1), (70, 90, 2)], Spans(reach));
        Assert.Equal(["0,1,2,3,4 > 0 | 5,6,7,8,9 > 1"], Sides(reach, 0));
        // What nodes 0 and 1 say is lost; they still hear their own half.
        Assert.Equal(["5,6,7,8,9 > 0 | 2,3,4 > 1 | 0,1 > 1,2"], Sides(reach, 1));
        Assert.Equal(["2,3,4,5,6,7,8,9 > 0 | 0,1 > 0,1"], Sides(reach, 2));
        Assert.Equal([0, 1], reach.States[1].Cuts);
    }

    [Fact(DisplayName = "Every graph is what the cuts say of each pair of nodes, at any time within its span")]
    public void Each_pair()
    {
        string[] texts = ["bridge:1%@5s+30s", "ring:60%@10s+10s", "swizzle@15s+20s", "34/33/33@12s+15s,flap:2s/1s"];
        var cuts = texts.Select(CutOf).Select(cut => new PlacedCut(cut, 12, Seed)).ToArray();
        var reach = Of(12, texts)!;

        Assert.Equal(0, reach.SpansLeftOut);
        foreach (var span in reach.Spans)
        {
            var sides = reach.States[span.State].Sides;
            Assert.Equal(Enumerable.Range(0, 12), sides.SelectMany(side => side.Nodes).Order());
            foreach (var share in new[] { 0.001, 0.5, 0.999 })
            {
                var time = TimeSpan.FromSeconds(span.StartSeconds + (share * (span.EndSeconds - span.StartSeconds)));
                for (var pair = 0; pair < 144; pair++)
                {
                    var (from, to) = (pair / 12, pair % 12);
                    var hears = SideOf(sides, to).Hears.Contains(sides.IndexOf(SideOf(sides, from)));
                    Assert.Equal(!cuts.Any(cut => cut.Separates(from, to, time)), hears);
                }
            }
        }
    }

    [Fact(DisplayName = "A cut that flaps has one graph and many times; between them all hear all")]
    public void Flapping()
    {
        var reach = Of(4, "halves@10s+20s,flap:2s/3s")!;

        Assert.Single(reach.States);
        Assert.Equal([(10.0, 12.0, 0), (15, 17, 0), (20, 22, 0), (25, 27, 0)], Spans(reach));
    }

    [Fact(DisplayName = "What begins after the run's end was never there, and what outlasts it ends with it")]
    public void End()
    {
        Assert.Equal([(30.0, 60.0, 0)], Spans(Until(60, 4, "halves@30s+100s", "halves@60s+5s")!));
        Assert.Null(Until(60, 4, "halves@70s+100s"));
        Assert.Null(Of(4));
    }

    [Fact(DisplayName = "A swizzle of very many nodes has too many graphs; how many times are left out is told")]
    public void Too_many()
    {
        var reach = Of(150, "swizzle@0s+50s")!;

        Assert.Equal(CombinedCuts.StatesMax, reach.States.Length);
        Assert.InRange(reach.SpansLeftOut, 90, 100);
    }

    private static ReachResult? Of(int nodes, params string[] cuts) => Until(100, nodes, cuts);

    private static ReachResult? Until(double endSeconds, int nodes, params string[] cuts) =>
        CombinedCuts.Of(cuts.Select(CutOf), nodes, Seed, TimeSpan.FromSeconds(endSeconds));

    private static Cut CutOf(string text) => (Cut)FaultGrammar.Parse(text).Fault!;

    private static IEnumerable<(double Start, double End, int State)> Spans(ReachResult reach) =>
        reach.Spans.Select(span => (span.StartSeconds, span.EndSeconds, span.State));

    private static IEnumerable<string> Sides(ReachResult reach, int state) =>
        [string.Join(" | ", reach.States[state].Sides.Select(
            side => $"{string.Join(',', side.Nodes)} > {string.Join(',', side.Hears)}"))];

    private static ReachSide SideOf(ImmutableArray<ReachSide> sides, int node) =>
        sides.Single(side => side.Nodes.Contains(node));
}
