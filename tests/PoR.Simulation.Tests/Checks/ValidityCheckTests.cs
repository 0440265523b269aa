using PoR.Actors.Messages;
using PoR.Core.Agreement;
using PoR.Core.Rounds;
using PoR.Simulation.Checks;
using PoR.Simulation.Tests.Worlds;

namespace PoR.Simulation.Tests.Checks;

/// <summary>
/// I3: a decided block is a potential leader's, re-runs to the same, and was re-evaluated by t_H seats.
/// </summary>
public sealed class ValidityCheckTests(RecordedRun run) : IClassFixture<RecordedRun>
{
    [Fact]
    public void Blocks_of_a_good_run_are_valid()
    {
        Assert.Empty(Told(run.Replayed(), run.Facts));
        Assert.Empty(RecordedRun.Tell(ReEvaluation(isSynchronous: true), run.Facts));
    }

    [Fact(DisplayName = "I3: a score that a re-run does not give is a breach")]
    public void A_wrong_score_is_a_breach()
    {
        var reported = Reported(run.Decision(1, block =>
        {
            var entry = block.Payset[0];
            var wrong = entry.Evaluation! with { Score = (byte)(entry.Evaluation.Score ^ 1) };
            var payset = block.Payset.SetItem(0, entry with { Evaluation = wrong });
            return new Block(
                block.Header with { PaysetDigest = Block.DigestOf(payset) }, payset, block.Evidence);
        }));

        Assert.Contains("1: A re-run of the decided block fails", Assert.Single(reported), StringComparison.Ordinal);
    }

    [Fact(DisplayName = "I3: another state than a re-run gives is a breach")]
    public void Another_state_is_a_breach() =>
        Assert.Single(Reported(run.Decision(1) with { State = run.Decision(2).State }));

    [Fact(DisplayName = "I3: a proposer without a ticket, or with another's, is a breach")]
    public void A_proposer_without_a_lot_is_a_breach()
    {
        var decision = run.Decision(2);

        Assert.Single(Reported(decision with { Certificate = decision.Certificate with { Ticket = null } }));
        Assert.Single(Reported(decision with
        {
            Certificate = decision.Certificate with { Ticket = run.Decision(3).Certificate.Ticket },
        }));
    }

    [Fact(DisplayName = "I3: a vote of step 3 for a block that its node did not re-evaluate is a breach")]
    public void A_blind_vote_is_a_breach()
    {
        var blind = run.Facts.Where(fact => fact is not Fact.BlockReEvaluated { Node.Index: 4 });

        var reported = RecordedRun.Tell(ReEvaluation(isSynchronous: true), blind);

        // Node 4 hosts one participant, who votes in each of the rounds, four of which are over.
        Assert.InRange(reported.Count, 4, 5);
        Assert.All(reported, r => Assert.Contains("node 4 has not found good", r, StringComparison.Ordinal));
    }

    [Fact(DisplayName = "I3: a block is decided only after t_H seats, or half of them after a cut, re-evaluated it")]
    public void Too_few_re_evaluating_seats_are_a_breach()
    {
        var votes = 0;
        Fact[] fewer =
        [
            .. run.Facts.Where(fact => fact is not Fact.BallotSigned { Vote.Ballot: { Round.Number: 1 } b }
                || b.Step != Step.BlockVerification || ++votes <= 8),
        ];

        Assert.Contains("1: Block", Assert.Single(RecordedRun.Tell(
            ReEvaluation(isSynchronous: true), fewer)), StringComparison.Ordinal);
        Assert.Empty(RecordedRun.Tell(ReEvaluation(isSynchronous: false), fewer));
    }

    private ReEvaluationCheck ReEvaluation(bool isSynchronous) =>
        new(run.Replayed(), run.Votes, new ReEvaluatingSeats(run.World, () => isSynchronous).NeededIn, run.Decidable);

    private List<string> Reported(Fact.BlockCertified fact)
    {
        var chain = run.Replayed(before: fact.Block.Header.Round.Number);
        chain.See(fact);
        return Told(chain, fact);
    }

    private List<string> Told(ReplayedChain chain, params IEnumerable<Fact> facts) =>
        RecordedRun.Tell(new ValidityCheck(chain, run.World.Cryptography, run.Decidable), facts);
}
