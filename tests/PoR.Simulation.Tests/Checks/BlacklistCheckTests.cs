using PoR.Core.Agreement;
using PoR.Core.Rounds;
using PoR.Simulation.Checks;
using PoR.Simulation.Tests.Worlds;

namespace PoR.Simulation.Tests.Checks;

/// <summary>I6: onto the blacklist by evidence or rule, off it by time.</summary>
public sealed class BlacklistCheckTests(RecordedRun run) : IClassFixture<RecordedRun>
{
    private int Free => Accounts().First(i => run.Genesis.Accounts[i].BlacklistedUntil == Round.Genesis);

    private int Listed => Accounts().First(i => run.Genesis.Accounts[i].BlacklistedUntil > Round.Genesis);

    [Fact]
    public void A_good_run_blacklists_nobody() =>
        Assert.Empty(RecordedRun.Tell(new BlacklistCheck(run.Root.State, run.Decidable), run.Facts));

    [Fact(DisplayName = "I6: blacklisted without evidence or rule is a breach")]
    public void Without_evidence_it_is_a_breach() =>
        Says("without evidence", Reported(Free, until: 501, evidence: []));

    [Fact(DisplayName = "I6: with evidence it lasts exactly its rounds, no more and no less")]
    public void The_term_is_exact()
    {
        Assert.Empty(Reported(Free, until: 501, [Accusation(Free)]));
        Says("until round 502, not 501", Reported(Free, 502, [Accusation(Free)]));
        Assert.NotEmpty(Reported(Free, 500, [Accusation(Free)]));
    }

    [Fact(DisplayName = "I6: evidence without consequence is a breach")]
    public void Unheeded_evidence_is_a_breach() =>
        Says("not blacklisted", Reported(Free, 0, [Accusation(Free)]));

    [Fact(DisplayName = "I6: an account that leaves the blacklist before its time is a breach")]
    public void An_early_pardon_is_a_breach()
    {
        Assert.NotEmpty(Reported(Listed, until: 0, evidence: []));
        Assert.NotEmpty(Reported(Listed, until: 400, evidence: []));
        Assert.Empty(Reported(Listed, until: 501, [Accusation(Listed)]));
    }

    private static void Says(string words, List<string> reported) =>
        Assert.Contains(words, Assert.Single(reported), StringComparison.Ordinal);

    private List<string> Reported(int account, long until, Evidence[] evidence)
    {
        var decision = run.Decision(1, block => new Block(block.Header, block.Payset, [.. evidence]));
        return RecordedRun.Tell(new BlacklistCheck(run.Root.State, run.Decidable), decision with
        {
            State = run.StateWith(account, a => a with { BlacklistedUntil = new Round(until) }),
        });
    }

    private Evidence.NoConfidence Accusation(int account) => new(
        new Round(1),
        run.World.Genesis.Tip,
        new BlockValue(run.Decision(1).Block.Digest, run.Genesis.Accounts[account].Key),
        []);

    private IEnumerable<int> Accounts() => Enumerable.Range(0, run.Genesis.Accounts.Length);
}
