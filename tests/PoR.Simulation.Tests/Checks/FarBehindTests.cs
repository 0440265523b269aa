using PoR.Actors.Messages;
using PoR.Core.Agreement;
using PoR.Core.Rounds;
using PoR.Simulation.Checks;
using PoR.Simulation.Tests.Worlds;

namespace PoR.Simulation.Tests.Checks;

/// <summary>A node that is more than a hundred rounds behind: no check breaks by it, none is blind for it.</summary>
public sealed class FarBehindTests(LongRun run) : IClassFixture<LongRun>
{
    /// <summary>The first round with content that the late node has missed, with what it makes of it.</summary>
    private Fact.BlockCertified Late => run.Facts.OfType<Fact.BlockCertified>().First(f =>
        f.Node == LongRun.Late && f.Block.Header.Round.Number is > 3 and < 10 && !f.Block.IsEmpty);

    [Fact(DisplayName = "A node that was cut off for 700 s makes no violation")]
    public void A_late_node_breaks_nothing()
    {
        Assert.Empty(run.Suite.Violations);
        Assert.True(run.Suite.Checked > run.Missed * 4 * 5);
    }

    [Fact(DisplayName = "I3: a block that lacked re-evaluation is found when only the late node takes it in")]
    public void A_block_without_re_evaluation_is_found() =>
        Assert.Contains(
            $"{LongRun.BlindRound}: Block", Assert.Single(run.BlindReports), StringComparison.Ordinal);

    [Fact(DisplayName = "I5: a late node with another state than the others had is found")]
    public void Another_state_is_found()
    {
        var late = Late;
        var other = run.Facts.OfType<Fact.BlockCertified>().First(f => f.State.Round == late.State.Round.Next).State;

        var reported = run.Tell(
            d => new ReputationCheck(run.World.Genesis.State, d), With(late, late with { State = other }));
        Assert.Contains("has another state", Assert.Single(reported), StringComparison.Ordinal);
    }

    [Fact(DisplayName = "I6: a late branch on which an account is blacklisted without reason is found")]
    public void A_late_blacklisting_is_found()
    {
        var late = Late;
        var sibling = new Block(
            late.Block.Header with { Time = new Timestamp(late.Block.Header.Time.Milliseconds + 1) },
            late.Block.Payset, late.Block.Evidence);
        var forged = late with
        {
            Block = sibling,
            State = run.StateWith(1, account => account with { BlacklistedUntil = new Round(400) }),
        };

        Assert.Contains(
            run.Tell(d => new BlacklistCheck(run.World.Genesis.State, d), With(late, forged)),
            r => r.Contains("without evidence or rule", StringComparison.Ordinal));
    }

    [Fact(DisplayName = "I7: a late node whose participant signs a second time is found")]
    public void A_late_second_signature_is_found()
    {
        var said = run.Facts.OfType<Fact.BallotSigned>().First(f =>
            f.Node != LongRun.Late && f.Vote.Ballot.Round == Late.Block.Header.Round && f.Vote.Ballot.Bit == 0);
        var second = new UnverifiedVote(said.Vote.Ballot with { Bit = 1 }, said.Vote.Signature);

        Assert.Contains("signed two messages", Assert.Single(run.Tell(
            d => new DoubleVoteCheck(d), With(Late, said with { Vote = second }))), StringComparison.Ordinal);
    }

    [Fact(DisplayName = "I8: a node that is a hundred rounds late without a cut is found")]
    public void A_late_certificate_is_found()
    {
        var decidable = new DecidableRounds(run.World);
        var check = new TimeCheck(run.World, isCutBetween: (_, _) => false, decidable);
        var reported = new List<string>();
        void Tell(IEnumerable<Fact> facts)
        {
            foreach (var fact in facts)
            {
                decidable.See(fact);
                check.See(fact, (round, sentence) => reported.Add($"{round}: {sentence}"));
            }
        }

        Tell(run.Facts.TakeWhile(fact => fact != Late));
        Assert.Empty(reported);
        run.World.Simulation.RunFor(TimeSpan.FromSeconds(3));
        Tell([Late]);

        Assert.Contains("after the first node", Assert.Single(reported), StringComparison.Ordinal);
    }

    [Theory(DisplayName = "I8: a node that missed 160 rounds may be late for 20 s after a cut, and 14.5 s more")]
    [InlineData(26, false)]
    [InlineData(40, true)]
    public void A_catch_up_takes_time(int secondsSinceCut, bool isReported)
    {
        var cutEnd = run.World.Now - TimeSpan.FromSeconds(secondsSinceCut);
        var decidable = new DecidableRounds(run.World);
        var check = new TimeCheck(run.World, isCutBetween: (from, _) => from < cutEnd, decidable);
        var reported = new List<string>();
        var (late, newest) = (Late, run.Facts.OfType<Fact.BlockCertified>().Last(static f => f.Node == LongRun.Late));
        foreach (var fact in run.Facts.Where(static fact => fact.Node != LongRun.Late))
        {
            decidable.See(fact);
            check.See(fact, (round, sentence) => reported.Add($"{round}: {sentence}"));
        }

        Assert.Empty(reported);
        run.World.Simulation.RunFor(TimeSpan.FromSeconds(3));
        check.See(late, (round, sentence) => reported.Add($"{round}: {sentence}"));
        check.See(newest, (round, sentence) => reported.Add($"{round}: {sentence}"));

        Assert.Equal(isReported ? 2 : 0, reported.Count);
    }

    [Fact(DisplayName = "What checks remember is bounded by how far the nodes' tips lie apart")]
    public void Memory_is_bounded_by_the_lead()
    {
        var decidable = new DecidableRounds(run.World);
        var memory = new RoundMemory<object>(decidable);
        var largest = 0;
        foreach (var fact in run.Facts)
        {
            decidable.See(fact);
            if (fact is Fact.RoundStarted { Round: var round })
                memory.Of(round);
            largest = Math.Max(largest, memory.Count);
        }

        Assert.InRange(largest, run.Missed - 5, run.Missed + 5);
        Assert.InRange(memory.Count, 70, 75); // Look-back, evidence window and margin of a node's tree.
        Assert.Null(memory.Of(decidable.Oldest - 1));
    }

    /// <summary>All facts, one of them exchanged.</summary>
    private IEnumerable<Fact> With(Fact original, Fact forged) =>
        run.Facts.Select(fact => ReferenceEquals(fact, original) ? forged : fact);
}
