using System.Text.Json;

namespace PoR.Campaigns.Tests;

/// <summary>F45: what a catch-up takes grows no faster than what was missed.</summary>
public sealed class LongCutTests
{
    private const int LimitMs = 120_000;

    [Fact(DisplayName = "F45: 20 % that miss 14 or 28 rounds are back in time, at no more a round", Timeout = LimitMs)]
    public async Task Short_cuts()
    {
        await Task.Yield();
        LongCuts.Row[] rows =
            [LongCuts.Measure(new("F45", "80%", 60)), LongCuts.Measure(new("F45", "80%", 120))];
        rows = JsonSerializer.Deserialize<LongCuts.Row[]>(JsonSerializer.Serialize(rows))!;

        Assert.Equal([14, 28], rows.Select(static row => row.CatchUp.Rounds));
        Assert.All(rows, row => Assert.True(LongCuts.IsHeld(row, rows), row.ToString()));
        Assert.Contains("| F45 | `80%` | 120 | 28 |", LongCuts.Report("long-cuts", rows), StringComparison.Ordinal);

        var slow = rows[1] with { CatchUp = rows[1].CatchUp with { Seconds = 3 * rows[0].CatchUp.Seconds } };
        Assert.False(LongCuts.IsHeld(slow, rows));
        Assert.False(LongCuts.IsHeld(rows[1] with { Bytes = 3 * rows[0].Bytes }, rows));
        Assert.False(LongCuts.IsHeld(rows[1] with { Violations = 1 }, rows));
    }
}
