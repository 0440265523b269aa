using PoR.Configuration.Hocon;
using PoR.Configuration.Profiles;
using PoR.Configuration.Schema;
using PoR.Configuration.Tests.Hocon;
using PoR.Core.Parameters;

namespace PoR.Configuration.Tests.Schema;

/// <summary>Adversaries as users write them.</summary>
public sealed class AdversaryGrammarTests
{
    [Theory]
    [InlineData("silent 20%", AdversaryKind.Silent, 1, 5)]
    [InlineData("  split-voter   1/3 ", AdversaryKind.SplitVoter, 1, 3)]
    [InlineData("text-thief 0.05", AdversaryKind.TextThief, 1, 20)]
    public void Adversaries_are_read(string text, AdversaryKind kind, int numerator, int denominator)
    {
        var (adversary, error) = AdversaryGrammar.Parse(text);

        Assert.Null(error);
        Assert.Equal((kind, text), (adversary!.Kind, adversary.Text));
        Assert.Equal(new Ratio(numerator, denominator), adversary.Share);
        Assert.Null(adversary.Time);
        Assert.Null(adversary.Reputation);
    }

    [Fact]
    public void Each_name_is_read_and_told_again() => Assert.All(
        Enum.GetValues<AdversaryKind>(),
        kind => Assert.Equal(kind, AdversaryGrammar.Parse($"{AdversaryNames.Of(kind)} 20%").Adversary!.Kind));

    [Fact]
    public void Amounts_are_read()
    {
        Assert.Equal(TimeSpan.FromSeconds(4), AdversaryGrammar.Parse("late-leader:4s 10%").Adversary!.Time);
        Assert.Equal(14, AdversaryGrammar.Parse("on-off:14 10%").Adversary!.Reputation);
        Assert.Equal(40, AdversaryGrammar.Parse("sybil:40 10%").Adversary!.Accounts);
    }

    [Theory]
    [InlineData("split-voter", "it is not of the form NAME SHARE, for example 'split-voter 20%'")]
    [InlineData("split voter 20%", "it is not of the form NAME SHARE, for example 'split-voter 20%'")]
    [InlineData("", "it is not of the form NAME SHARE, for example 'split-voter 20%'")]
    [InlineData("split-vote 20%", "'split-vote' is no adversary; known are silent, split-voter, ")]
    [InlineData("silent 0%", "'0%' is no share above 0 and below 1; write 20%, 1/5 or 0.2")]
    [InlineData("silent 100%", "'100%' is no share above 0 and below 1; write 20%, 1/5 or 0.2")]
    [InlineData("silent 120%", "'120%' is no share above 0 and below 1; write 20%, 1/5 or 0.2")]
    [InlineData("silent -20%", "'-20%' is no share above 0 and below 1; write 20%, 1/5 or 0.2")]
    [InlineData("silent many", "'many' is no share above 0 and below 1; write 20%, 1/5 or 0.2")]
    [InlineData("silent:3 20%", "silent takes no amount; write 'silent 20%'")]
    [InlineData("late-leader:4 20%", "'4' is no time above zero; write late-leader:4s")]
    [InlineData("late-leader:0s 20%", "'0s' is no time above zero; write late-leader:4s")]
    [InlineData("sybil:few 20%", "'few' is no number of accounts above zero; write sybil:40")]
    [InlineData("on-off:0 20%", "'0' is no reputation above zero; write on-off:14")]
    public void What_is_none_is_refused(string text, string what)
    {
        var (adversary, error) = AdversaryGrammar.Parse(text);

        Assert.Null(adversary);
        Assert.StartsWith($"the adversary '{text}' is not understood: {what}", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_has_a_list_and_each_knows_its_place()
    {
        var loaded = Load("run.adversaries = [\n \"silent 10%\"\n \"split 5%\" ]");

        Assert.Equal(
            [("silent 10%", new SourcePosition("my.conf", 2)), ("split 5%", new SourcePosition("my.conf", 3))],
            loaded.Settings!.Run.Adversaries.Select(one => (one.Text, one.Position)));
        Assert.Equal(
            "my.conf:3: run.adversaries: the adversary 'split 5%' cannot be had: ",
            loaded.Settings.Run.Adversaries[1].Where);
    }

    [Fact]
    public void A_fault_names_file_line_and_key() => Assert.StartsWith(
        "my.conf:3: run.adversaries: the adversary 'splot 5%' is not understood: 'splot' is no adversary; known are ",
        Assert.Single(Load("run.adversaries = [\n \"silent 10%\"\n \"splot 5%\" ]").Faults).ToString(),
        StringComparison.Ordinal);

    [Fact]
    public void Options_of_a_command_line_replace_the_list()
    {
        var loaded = Load(
            "run.adversaries = [\"silent 10%\"]",
            new SettingOverride("run.adversaries", "split 5%", "--adversary"),
            new SettingOverride("run.adversaries", "censor 5%", "--adversary"));

        Assert.Equal(["split 5%", "censor 5%"], loaded.Settings!.Run.Adversaries.Select(one => one.Text));
        Assert.Equal(
            "--adversary: the adversary 'split 5%' cannot be had: ", loaded.Settings.Run.Adversaries[0].Where);
    }

    private static ProfileResult Load(string text, params SettingOverride[] overrides) =>
        ProfileLoader.Load("my.conf", new MemoryHoconSource(("my.conf", text)), _ => null, overrides);
}
