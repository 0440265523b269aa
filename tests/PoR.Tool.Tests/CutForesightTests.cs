using System.Collections.Immutable;
using PoR.Configuration.Profiles;
using PoR.Configuration.Schema;
using PoR.Tool.Simulating;

namespace PoR.Tool.Tests;

/// <summary>Cuts that a run will not meet, or will have to wait for, are told before it begins.</summary>
public sealed class CutForesightTests
{
    // With λ = 2 s and Λ' = 10.5 s, 12 rounds need 48 s to 222 s.
    [Theory]
    [InlineData("halves@30s+60s", null)]
    [InlineData("halves@47s+175s", null)]
    [InlineData("halves@48s+1s", "begins at 48 s, which may be after the end of the run: 12 rounds need 48 to 222 s")]
    [InlineData("halves@1h+60s", "begins at 3,600 s, which is after the end of the run")]
    [InlineData("halves@30s+1h", "ends at 3,630 s and outlasts what the run needs without it: 12 rounds need")]
    public void A_cut_too_late_or_too_long_is_told(string cut, string? told)
    {
        var warnings = Warnings(cut);

        if (told is null)
            Assert.Empty(warnings);
        else
            Assert.Contains($"the cut {cut} {told}", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_cut_may_hold_up_the_run_until_the_next_one() =>
        Assert.Contains(
            "which may be after the end of the run: 12 rounds need 48 to 422 s",
            Assert.Single(Warnings("halves@10s+200s", "halves@400s+1s")), StringComparison.Ordinal);

    [Fact]
    public void The_longest_run_has_room_for_the_longest_cut() =>
        Assert.Empty(CutForesight.Of(
            ProfileLoader.Load(
                "unit",
                new SettingOverride("run.rounds", "100000000", "--rounds"),
                new SettingOverride("protocol.small-lambda", "24 h", "a"),
                new SettingOverride("protocol.big-lambda", "24 h", "b")).Settings!,
            [CutGrammar.Parse("halves@1h+27777h").Cut!]));

    [Fact]
    public async Task The_warning_comes_before_the_run()
    {
        var run = await ToolRun.Of(
            "simulate", "--profile", "unit", "--rounds", "1", "--crypto", "model", "--cut", "halves@1h+1s");

        Assert.Equal(0, run.Code);
        Assert.Contains(
            "por: warning: the cut halves@1h+1s begins at 3,600 s", run.Error.Split('\n')[2],
            StringComparison.Ordinal);
    }

    private static ImmutableArray<string> Warnings(params string[] cuts) => CutForesight.Of(
        ProfileLoader.Load("unit", []).Settings!,
        [.. cuts.Select(cut => CutGrammar.Parse(cut).Cut!)]);
}
