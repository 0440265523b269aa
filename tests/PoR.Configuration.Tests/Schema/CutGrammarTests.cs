using PoR.Configuration.Profiles;
using PoR.Configuration.Schema;
using PoR.Configuration.Tests.Hocon;
using PoR.Core.Faults;

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
