using System.Text.Json;

namespace PoR.Campaigns.Tests;

/// <summary>The full set of scenarios: what is measured again, and what a row says.</summary>
public sealed class ScenarioSetTests
{
    private const int LimitMs = 120_000;

    [Fact(DisplayName = "Each scenario is planned at its own size, and those without an adversary at another one, too")]
    public void Plan()
    {
        var plan = ScenarioSet.Plan(100);

        Assert.Equal(100, plan.First(static entry => entry is { Scenario: "F44", Size: null }).Seeds);
        Assert.Equal(20, plan.First(static entry => entry is { Scenario: "F28", Size: "safety" }).Seeds);
        Assert.DoesNotContain(plan, static entry => entry is { Scenario: "F29", Size: not null });
        Assert.Equal(plan.Length, plan.Select(static entry => entry.Key).Distinct().Count());
        var settings = plan.First(static entry => entry is { Scenario: "F2", Size: not null }).Settings();
        Assert.Equal((60, 1_200, 500), (
            settings.Population.Nodes, settings.Population.Participants, settings.Protocol.CommitteeSize));
        Assert.Equal(8, settings.Run.Rounds);
    }

    [Fact(DisplayName = "What is stored is not run again, unless with fewer seeds or other text", Timeout = LimitMs)]
    public async Task Rows()
    {
        var entry = new ScenarioSet.Entry("F3", null, Seeds: 1);
        var row = await ScenarioSet.MeasureAsync(entry);
        var stored = JsonSerializer.Serialize(new Progress { Scenarios = { [entry.Key] = row } });
        var progress = JsonSerializer.Deserialize<Progress>(stored)!;

        Assert.True(entry.IsIn(progress));
        Assert.False((entry with { Seeds = 2 }).IsIn(progress));
        Assert.False((entry with { Size = "safety" }).IsIn(progress));
        Assert.False(entry.IsIn(new Progress { Scenarios = { [entry.Key] = row with { TextHash = "another" } } }));
        Assert.True(row.IsHeld);
        Assert.Equal(row.ToMarkdown(), progress.Scenarios[entry.Key].ToMarkdown());
        Assert.StartsWith(
            "| F3: Halves, what crosses waits for the heal, for 60 s | 20, 200, 1,000 | `halves@11s+60s,delayed` "
            + "| 1 | 8 | nothing-decided-in-fault: 0 decisions; recovers: mean 4.3 s",
            row.ToMarkdown(), StringComparison.Ordinal);
        Assert.Matches(@"\| 12\.5 % \| 4\.3, 4\.3 \| [0-9,]+ \| 0 \| [0-9]+ \| [0-9a-f]{9} \|$", row.ToMarkdown());
    }

    [Fact(DisplayName = "A row that was not held says so, with the command that repeats its first such seed")]
    public void Not_held()
    {
        var entry = new ScenarioSet.Entry("F2", "safety", Seeds: 3);
        var row = ScenarioRow.Of(
            entry, entry.Settings(), [], new Dictionary<int, string> { [2] = "The moment does not come." });

        Assert.False(row.IsHeld);
        Assert.Contains(
            "**NOT HELD** can-be-run: 1 of 3 seeds cannot: The moment does not come. "
            + "(`./tools/por scenario F2 --profile safety --seeds 2`)",
            row.ToMarkdown(), StringComparison.Ordinal);
        Assert.Contains(
            "1 of 1 rows, 1 of them not held",
            ScenarioSet.Report("scenarios", [entry], new Progress { Scenarios = { [entry.Key] = row } })
                .Replace("\n", " ", StringComparison.Ordinal),
            StringComparison.Ordinal);
    }
}
