using PoR.Configuration.Profiles;
using PoR.Configuration.Schema;
using PoR.Configuration.Tests.Hocon;
using PoR.Core.Faults;
using PoR.Core.Rounds;

namespace PoR.Configuration.Tests.Schema;

/// <summary>Cuts are read with the configuration, and told like any other wrong value.</summary>
public sealed class CutGrammarTests
{
    public static TheoryData<string, CutShape> Shapes => new()
    {
        { "halves@30s+60s", new CutShape.Shares([50, 50]) },
        { "thirds@1m+500ms", new CutShape.Thirds() },
        { "80%@30s+120s", new CutShape.Shares([80, 20]) },
        { "34/33/33@0s+1s", new CutShape.Shares([34, 33, 33]) },
        { "nodes:3,1,3@0s+1s", new CutShape.Nodes([3, 1]) },
        { "bridge:1%@0s+1s", new CutShape.Bridge(1) },
        { "ring:60%@0s+1s,delayed", new CutShape.Ring(60) },
        { "swizzle@0s+1s,flap:5s/500ms", new CutShape.Swizzle() },
        { "leader@10s+1s,oneway", new CutShape.Aimed(AimedNode.Leader) },
        { "first@round5.quorum2+1s", new CutShape.Aimed(AimedNode.First) },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Shapes_are_read(string text, CutShape shape)
    {
        var (cut, error) = CutGrammar.Parse(text);

        Assert.Null(error);
        Assert.Equal((shape, text), (cut!.Shape, cut.Text));
    }

    [Fact]
    public void Times_have_units_and_options_follow()
    {
        var cut = CutGrammar.Parse("halves@1.5m+250ms,oneway,delayed").Cut!;

        Assert.Equal((TimeSpan.FromSeconds(90), TimeSpan.FromMilliseconds(250)), (cut.Start, cut.Length));
        Assert.True(cut is { IsOneWay: true, IsDelayed: true });
        Assert.Equal(TimeSpan.FromMinutes(330), CutGrammar.Parse("halves@1h+4.5h").Cut!.End);
        Assert.False(CutGrammar.Parse("halves@1s+1s,dropped").Cut!.IsDelayed);
        Assert.Null(CutGrammar.Parse("halves@1s+1s").Cut!.IsDelayed);
        Assert.Equal(
            new Flapping(TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(500)),
            CutGrammar.Parse("halves@1s+1s,flap:5s/500ms,dropped").Cut!.Flapping);
    }

    [Theory]
    [InlineData("halves@round5.proposal+1s", 5, AimedMoment.Proposal, 1)]
    [InlineData("halves@round12.quorum2+1s", 12, AimedMoment.Quorum, 2)]
    [InlineData("halves@round1.vote10+1s", 1, AimedMoment.Storing, 10)]
    public void Moments_are_read(string text, long round, AimedMoment moment, int step)
    {
        var cut = CutGrammar.Parse(text).Cut!;

        Assert.Equal(new Aim(new Round(round), moment, new Step(step)), cut.Aim);
        Assert.True(cut.IsOpen);
        var placed = (Cut)cut.At(TimeSpan.FromSeconds(7), 3, "found");
        Assert.Equal((TimeSpan.FromSeconds(7), cut.Shape, "found"), (placed.Start, placed.Shape, placed.Found));
        Assert.False(placed.IsOpen);
    }

    [Fact(DisplayName = "An aimed node is found with the moment, or by the time alone")]
    public void Nodes_are_found()
    {
        var leader = CutGrammar.Parse("leader@10s+1s").Cut!;
        var first = (LinkTrouble)FaultGrammar.Parse("loss:5% of first@round2.quorum3+1s").Fault!;
        var crash = (NodeFault)FaultGrammar.Parse("crash of leader@10s+1s").Fault!;

        Assert.Equal(new CutShape.Nodes([3]), ((Cut)leader.At(leader.Start, 3, "")).Shape);
        Assert.Equal(new NodeSet.Numbers([4]), ((LinkTrouble)first.At(first.Start, 4, "")).Of);
        Assert.Equal(new NodeSet.Numbers([5]), ((NodeFault)crash.At(crash.Start, 5, "")).Of);
        Assert.Equal("one node has nobody to be cut off from", leader.FaultIn(1));
    }

    [Theory]
    [InlineData("", "SHAPE@START+LENGTH")]
    [InlineData("first@10s+1s", "'first' is the node to which a moment comes first; write the moment")]
    [InlineData("halves@round0.quorum2+1s", "'round0.quorum2' is no moment; write round5.proposal, round5.quorum2 or")]
    [InlineData("halves@round5.quorum1+1s", "'round5.quorum1' is no moment")]
    [InlineData("halves@round5.vote0+1s", "'round5.vote0' is no moment")]
    [InlineData("halves@round5+1s", "'round5' is no moment")]
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
    [InlineData("halves@1s+1s,flap:5s", "'flap:5s' is no time there and time gone above zero; write flap:5s/5s")]
    [InlineData("halves@1s+1s,flap:5s/0s", "'flap:5s/0s' is no time there")]
    [InlineData("bridge:0%@1s+1s", "'0%' is no share of the nodes; write bridge:1% or ring:60%")]
    [InlineData("ring:6@1s+1s", "'6' is no share of the nodes")]
    [InlineData("ring:60%@1s+1s,oneway", "exactly two groups")]
    [InlineData("thirds@1s+1s,oneway", "exactly two groups")]
    [InlineData("34/33/33@1s+1s,oneway", "exactly two groups")]
    [InlineData("101%@1s+1s", "'101' is no whole number")]
    [InlineData("x%@1s+1s", "'x' is no whole number")]
    [InlineData("the rest%@1s+1s", "'the rest' is no whole number")]
    [InlineData("50/the rest@1s+1s", "'the rest' is no whole number")]
    [InlineData("50/40@1s+1s", "90 per cent, not 100")]
    [InlineData("50/60@1s+1s", "110 per cent, not 100")]
    [InlineData("nodes:@1s+1s", "'' is no node number")]
    [InlineData("nodes:1,b@1s+1s", "'b' is no node number")]
    public void A_wrong_text_is_explained(string text, string why)
    {
        var (cut, error) = CutGrammar.Parse(text);

        Assert.Null(cut);
        Assert.Contains(why, error, StringComparison.Ordinal);
        Assert.StartsWith($"the cut '{text}' is not understood: ", error, StringComparison.Ordinal);
    }

    [Theory(DisplayName = "A wrong cut is told with file, line and key; one on the command line by its option")]
    [InlineData(
        "run.cuts = [\n \"halves@1s+1s\"\n \"halves@1s\" ]", null,
        "my.conf:3: run.cuts: the cut 'halves@1s' is not understood: it is not of the form SHAPE@START+LENGTH, "
        + "for example halves@30s+60s")]
    [InlineData(
        "run.rounds = 3\nrun.cuts = [\"nodes:60@1s+1s\"]", null,
        "my.conf:2: run.cuts: the cut 'nodes:60@1s+1s' cannot be made: there is no node 60; nodes are 0 to 59")]
    [InlineData(
        "run.rounds = 3\nrun.cuts = [\"halves@round4.quorum2+1s\"]", null,
        "my.conf:2: run.cuts: the cut 'halves@round4.quorum2+1s' begins in round 4, and the run has 3")]
    [InlineData(
        "run.cuts = [\"halves@1s+1s\"]", "thirds@1s+x",
        "--cut: run.cuts: the cut 'thirds@1s+x' is not understood: 'x' is no length above zero; write 500ms, 30s, 2m "
        + "or 1h")]
    public void A_wrong_cut_is_told_at_its_place(string text, string? option, string expected)
    {
        var result = Load(text, option is null ? [] : ["thirds@1s+1s", option]);

        Assert.Equal([expected], result.Faults.Select(fault => fault.ToString()));
    }

    [Fact(DisplayName = "Options replace the file's cuts; letters wait as run.cut-messages says where a cut does not")]
    public void Options_replace_the_files_cuts()
    {
        const string text = "run.cut-messages = delayed\nrun.cuts = [\"halves@30s+60s\", \"80%@1s+1s,dropped\"]";
        var ofFile = Load(text).Settings!.Run.Faults;
        var ofOptions = Load(text, "thirds@1s+1s", "80%@9s+1s").Settings!.Run.Faults;

        Assert.Equal([("halves@30s+60s", true), ("80%@1s+1s,dropped", false)], ofFile.Select(Said));
        Assert.Equal([("thirds@1s+1s", true), ("80%@9s+1s", true)], ofOptions.Select(Said));
    }

    [Theory(DisplayName = "A cut among the other faults does as run.cut-messages says, too")]
    [InlineData("delayed", true)]
    [InlineData("dropped", false)]
    public void A_cut_is_a_fault(string messages, bool isDelayed)
    {
        var loaded = Load(
            $"run.cut-messages = {messages}\nrun.faults = [\"loss:1%@0s+1s\", \"ring:60%@1s+1s\"]");

        Assert.Equal(("ring:60%@1s+1s", isDelayed), Said(loaded.Settings!.Run.Faults[1]));
    }

    private static (string, bool?) Said(Fault fault) => (fault.Text, Assert.IsType<Cut>(fault).IsDelayed);

    private static ProfileResult Load(string text, params string[] cuts) => ProfileLoader.Load(
        "my.conf", new MemoryHoconSource(("my.conf", text)), _ => null,
        cuts.Select(cut => new SettingOverride("run.cuts", cut, "--cut")));
}
