using PoR.Configuration.Profiles;
using PoR.Configuration.Schema;
using PoR.Tool.Simulating;

namespace PoR.Tool.Tests;

/// <summary>Faults that a run will not meet, and cuts that outlast it, are told before it begins.</summary>
public sealed class FaultForesightTests
{
    // With λ = 2 s and Λ' = 10.5 s, 12 rounds need 48 s to 222 s.
    [Theory]
    [InlineData("halves@30s+60s", null, null)]
    [InlineData("halves@47s+175s", null, null)]
    [InlineData(
        "halves@48s+1s", null, "begins at 48 s, which may be after the end of the run: 12 rounds need 48 to 222 s")]
    [InlineData("halves@1h+60s", "begins at 3,600 s; 12 rounds need 48 to 222 s of virtual time. It would never", null)]
    [InlineData("halves@30s+1h", "ends at 3,630 s; 12 rounds need 48 to 222 s of virtual time. Not all can", null)]
    [InlineData("loss:1%@30s+1h", null, null)] // Rounds go on.
    [InlineData("crash of 20%@1h+1s", "begins at 3,600 s; 12 rounds need", null)]
    public void A_fault_too_late_or_too_long_is_told(string fault, string? refused, string? warned)
    {
        var settings = Settings(fault);
        var name = (fault.StartsWith("halves", StringComparison.Ordinal) ? "the cut " : "the fault ") + fault;

        if (refused is null)
            Assert.Null(FaultForesight.Refusal(settings));
        else
            Assert.StartsWith($"{name} {refused}", FaultForesight.Refusal(settings), StringComparison.Ordinal);
        if (warned is null)
            Assert.Empty(FaultForesight.Warnings(settings));
        else
            Assert.StartsWith(
                $"{name} {warned}", Assert.Single(FaultForesight.Warnings(settings)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_cut_may_hold_up_the_run_until_the_next_one() =>
        Assert.Contains(
            "which may be after the end of the run: 12 rounds need 48 to 422 s",
            Assert.Single(FaultForesight.Warnings(Settings("halves@10s+200s", "halves@400s+1s"))),
            StringComparison.Ordinal);

    [Fact]
    public void The_longest_run_has_room_for_the_longest_cut() =>
        Assert.Null(FaultForesight.Refusal(ProfileLoader.Load(
            "unit",
            new SettingOverride("run.rounds", "100000000", "--rounds"),
            new SettingOverride("protocol.small-lambda", "24 h", "a"),
            new SettingOverride("protocol.big-lambda", "24 h", "b"),
            new SettingOverride("run.cuts", "halves@1h+27777h", "--cut")).Settings!));

    [Fact(DisplayName = "A cut that outlasts the run is refused, or with --until-stuck ends it undecided")]
    public async Task Until_stuck()
    {
        string[] args =
            ["simulate", "--profile", "unit", "--rounds", "2", "--crypto", "model", "--cut", "halves@5s+9h"];
        var refused = await ToolRun.Of(args);
        Assert.Equal((2, ""), (refused.Code, refused.Output));
        Assert.StartsWith(
            "por: the cut halves@5s+9h ends at 32,405 s; 2 rounds need ", refused.Error, StringComparison.Ordinal);

        var stuck = await ToolRun.Of([.. args, "--until-stuck"]);
        Assert.Equal(0, stuck.Code);
        Assert.Contains("0 violated", stuck.Output, StringComparison.Ordinal);
        Assert.EndsWith(" --cut halves@5s+9h --until-stuck", stuck.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_warning_comes_before_the_run()
    {
        var run = await ToolRun.Of(
            "simulate", "--profile", "unit", "--rounds", "1", "--crypto", "model", "--cut", "halves@18s+100ms");

        Assert.Equal(0, run.Code);
        Assert.Contains(
            "por: warning: the cut halves@18s+100ms begins at 18 s", run.Error.Split('\n')[2],
            StringComparison.Ordinal);
    }

    private static SimulationSettings Settings(params string[] faults)
    {
        var settings = ProfileLoader.Load("unit", []).Settings!;
        return settings with
        {
            Run = settings.Run with { Faults = [.. faults.Select(fault => FaultGrammar.Parse(fault).Fault!)] },
        };
    }
}
