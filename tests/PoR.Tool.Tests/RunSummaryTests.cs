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
        Assert.Equal("0; 0 blocks certified though bad", ValueOf(Honest, "forks"));
        Assert.Equal("nobody was found to say two things in one step", ValueOf(Honest, "equivocators"));
    }

    [Theory(DisplayName = "Progress names the slowest and the first node, and leaves room for the time beside it")]
    [InlineData(120, "6 of 40 rounds (25 by the first), 120 s virtual")]
    [InlineData(70, "6 of 40 rounds (25 by the first), 120 s virtual")]
    [InlineData(59, "6/40 rounds, first 25")]
    [InlineData(40, "6/40 rounds, first 25")]
    public void Progress(int width, string words)
    {
        var text = RunProgressView.Describe(new RunProgress(6, 25, 40, 120), width);

        Assert.Equal(words, text);
        // The time, the spinner, and a space before each.
        Assert.InRange(text.Length + "  00:00:00 ⣷".Length, 0, width);
    }

    [Fact(DisplayName = "Latency is told of the first, half, 80 % and the last node, beside what is promised")]
    public void Peers()
    {
        RoundResult Decided(double first, double half, double most, double? last) => Honest.Rounds[0] with
        {
            StartSeconds = 10, FirstDecidedSeconds = 10 + first, HalfDecidedSeconds = 10 + half,
            MostDecidedSeconds = 10 + most, LastDecidedSeconds = 10 + last,
        };

        var run = Honest with { Rounds = [Decided(4, 5, 6, 40), Decided(4.5, 5, 6, 50), Decided(4.5, 5.5, 6, null)] };
        Assert.Equal("p50 4.50 s the first, 5.00 s half, 6.00 s 80 %, 40.00 s the last", ValueOf(run, "  by peers"));
        Assert.EndsWith(" until all nodes have decided", ValueOf(run, "latency"), StringComparison.Ordinal);
        Assert.Equal(
            "within 18.5 s = 4λ + Λ' under an honest leader, for which all wait 2λ first; a vote reaches all within "
            + "λ = 2 s, a block is made and does within Λ' = 10.5 s",
            ValueOf(run, "promised"));
    }

    [Theory(DisplayName = "How far a run was when it was stopped is one sentence")]
    [InlineData(0, "Cancelled before a round was decided, of 12,000, at 0.3 s.")]
    [InlineData(1_500, "Cancelled after round 1,500 of 12,000 at 0.3 s.")]
    public void Cancelled(long round, string sentence) =>
        Assert.Equal(sentence, new CancelledResult(round, 12_000, 0.25).Sentence);

    [Fact]
    public void Weight_forks_and_contradictions_are_told()
    {
        var run = Honest with
        {
            Stake = new StakeResult(2.5, 5, 0.0833, 10),
            Forks = 1,
            CertifiedBad = 1,
            Admission = new AdmissionResult(7, 3, 2, 9, [410, 402, 433]),
            Evidence = [new("Contradiction", "ab", 59), new("Contradiction", "cd", 1), new("NoConfidence", "ef", 2)],
        };

        Assert.Equal(
            "2.5 or more is eligible, no weight is above 5, the greatest is 8.33 % of all", ValueOf(run, "stake"));
        Assert.Equal(
            "rounds 1 to 10 are weighed by genesis, later ones by the state 10 rounds before",
            ValueOf(run, "look-back"));
        Assert.Equal("1; 1 block certified though bad", ValueOf(run, "forks"));
        Assert.Equal("2 accounts said two things in one step: ab, cd", ValueOf(run, "equivocators"));
        Assert.Equal("7 drawn to sponsor newcomers, 3 used, 2 lapsed", ValueOf(run, "rights"));
        Assert.Equal(
            "9 looked for a sponsor, 3 found one; weigh from round 402 to 433 on", ValueOf(run, "newcomers"));
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

    private static string ValueOf(RunResult run, string label) =>
        RunSummary.Of(run).Single(row => row.Label == label).Value;

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
