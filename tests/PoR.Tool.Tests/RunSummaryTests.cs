using PoR.Configuration.Profiles;
using PoR.Configuration.Schema;
using PoR.Reports.Results;
using PoR.Simulation.Runs;
using PoR.Simulation.Worlds;
using PoR.Tool.Simulating;

namespace PoR.Tool.Tests;

/// <summary>What people read at the end of a run.</summary>
public sealed class RunSummaryTests
{
    private static readonly RunResult Honest = OneRound();

    [Fact]
    public void An_honest_run_says_that_nothing_was_refused()
    {
        var rows = RunSummary.Of(Honest);

        Assert.EndsWith(", 0 refused", rows.Single(row => row.Label == "messages").Value, StringComparison.Ordinal);
        Assert.DoesNotContain(rows, row => row.Label is "  refused" or "evidence");
    }

    [Fact]
    public void Refused_messages_are_told_by_reason_with_the_first_and_evidence_by_kind()
    {
        var rows = RunSummary.Of(Honest with
        {
            Refused =
            [
                new("Certificate", "InvalidVote.BadSignature", 3, "At 12.5 s, node 4: no."),
                new("Vote", "NotSelected", 1_200, "At 4.5 s, node 7: no."),
            ],
            Evidence = [new("Contradiction", "ab", 59), new("NoConfidence", "ab", 2), new("NoConfidence", "cd", 1)],
        });

        Assert.Contains(", 1,203 refused", rows.Single(row => row.Label == "messages").Value, StringComparison.Ordinal);
        Assert.Equal(
            [
                "3: certificate, invalid vote, bad signature. At 12.5 s, node 4: no.",
                "1,200: vote, not selected. At 4.5 s, node 7: no.",
            ],
            rows.Where(row => row.Label == "  refused").Select(row => row.Value));
        Assert.Equal(
            ["59 seen by nodes: contradiction, against ab", "3 seen by nodes: no confidence, against 2 accounts"],
            rows.Where(row => row.Label == "evidence").Select(row => row.Value));
    }

    private static RunResult OneRound()
    {
        var settings = ProfileLoader.Load(
            "unit",
            new SettingOverride("run.crypto", "model", "a test"),
            new SettingOverride("run.rounds", "1", "a test")).Settings!;
        var network = NetworkFactory.Create(settings, _ => throw new IOException("No latency file.")).Value!;
        return new SimulationRun(settings, network, threads: 1, "a test")
            .Execute(_ => DraftSource.Generated(1), progress: null, TestContext.Current.CancellationToken).Result;
    }
}
