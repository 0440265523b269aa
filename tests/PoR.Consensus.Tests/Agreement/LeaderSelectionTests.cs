using PoR.Consensus.Agreement;
using PoR.Core.Agreement;
using PoR.Core.Parameters;
using PoR.Core.Rounds;

namespace PoR.Consensus.Tests.Agreement;

/// <summary>PoR §5.2 step 2.</summary>
public sealed class LeaderSelectionTests
{
    [Fact(DisplayName = "PoR §5.2 step 2: the vote goes to the least credential hash heard within 2λ")]
    public void Votes_for_the_least_rank()
    {
        var node = RoundBench.Started();
        node.Ticket(1, rank: 40).Proposal(Given.Block(1));
        node.Ticket(2, rank: 10).Proposal(Given.Block(2));
        Assert.Null(node.Said(2));
        node.TwoLambda();
        node.Ticket(3, rank: 1).Proposal(Given.Block(3)); // Too late.
        Assert.Equal(new Position(Given.Block(2)), node.Said(2));
        Assert.Equal(Given.Key(2), node.Machine.Leader?.Sender);
    }

    [Fact(DisplayName = "PoR §5.2 step 2: a ticket of another round or branch leads nobody")]
    public void Tickets_of_other_branches_are_not_heard()
    {
        var node = RoundBench.Started().Ticket(1, rank: 40);
        node.Tell(new RoundEvent.TicketHeard(Given.Ticket(2, rank: 1, round: new Round(8))));
        node.Tell(new RoundEvent.TicketHeard(Given.Ticket(3, rank: 1, parent: new BlockDigest(Given.Bytes(9)))));
        Assert.Equal(Given.Key(1), node.TwoLambda().Machine.Leader?.Sender);
    }

    [Fact(DisplayName = "D4: of equal ranks the lower public key leads")]
    public void Equal_ranks_go_to_the_lower_key()
    {
        var node = RoundBench.Started().Ticket(5, rank: 10).Ticket(4, rank: 10).Ticket(6, rank: 10);
        Assert.Equal(Given.Key(4), node.TwoLambda().Machine.Leader?.Sender);
    }

    [Fact(DisplayName = "D7: the leader is chosen at 2λ, its block may come until λ + Λ'")]
    public void Waits_for_the_leaders_block_only()
    {
        var node = RoundBench.Started().Ticket(1, rank: 40).Proposal(Given.Block(1)).Ticket(2, rank: 10).TwoLambda();
        Assert.Null(node.Said(2));
        Assert.Equal([new RoundEffect.RequestProposal(Given.Key(2))], node.Wanted<RoundEffect.RequestProposal>());
        node.Proposal(Given.Block(2));
        Assert.Equal(new Position(Given.Block(2)), node.Said(2));
    }

    [Fact(DisplayName = "D7: at λ + Λ' step 2 votes ⊥")]
    public void Votes_for_nothing_at_the_deadline()
    {
        var node = RoundBench.Started().Ticket(1, rank: 40).TwoLambda().Deadline(2);
        Assert.Equal(Position.Empty, node.Said(2));
        node.Proposal(Given.Block(1));
        Assert.Single(node.Wanted<RoundEffect.OpenStep>());
    }

    [Fact]
    public void The_first_ticket_after_a_silent_2λ_leads()
    {
        var node = RoundBench.Started().TwoLambda();
        node.Ticket(3, rank: 50).Ticket(1, rank: 1).Proposal(Given.Block(1));
        Assert.Null(node.Said(2));
        node.Proposal(Given.Block(3));
        Assert.Equal(new Position(Given.Block(3)), node.Said(2));
    }

    [Fact]
    public void A_proposers_second_block_is_dropped()
    {
        var node = RoundBench.Started().Ticket(1, rank: 1).Proposal(Given.Block(1));
        node.Proposal(Given.Block(1, version: 1));
        Assert.Equal(new Position(Given.Block(1)), node.TwoLambda().Said(2));
    }

    [Fact]
    public void A_deadline_heard_before_2λ_still_sees_the_block()
    {
        var node = RoundBench.Started().Ticket(1, rank: 1).Proposal(Given.Block(1)).Deadline(2);
        Assert.Equal(new Position(Given.Block(1)), node.Said(2));
    }

    [Fact]
    public void What_was_heard_before_the_start_counts()
    {
        var node = new RoundBench().Ticket(1, rank: 5).Proposal(Given.Block(1)).TwoLambda();
        Assert.Empty(node.All);
        Assert.Null(node.Tell(new RoundEvent.Started()).Said(2)); // A timer from before the start is not ours.
        Assert.Equal(new Position(Given.Block(1)), node.TwoLambda().Said(2));
    }

    [Fact(DisplayName = "PoR §5.2 step 1: a round starts with its proposal and four timers")]
    public void Start_opens_step_1_and_the_timers()
    {
        var node = RoundBench.Started();
        Assert.Equal(
            [
                new RoundEffect.OpenProposal(),
                new RoundEffect.StepEntered(Step.LeaderSelection),
                After(RoundTimerKind.LeaderChoice, 2, 2 * Given.Lambda),
                After(RoundTimerKind.StepDeadline, 2, Given.Lambda + Given.BigLambda),
                After(RoundTimerKind.StepDeadline, 3, (3 * Given.Lambda) + Given.BigLambda),
                After(RoundTimerKind.Repeat, 1, 3 * Given.Lambda),
            ],
            node.All);
        Assert.Empty(node.Tell(new RoundEvent.Started()).Last);
    }

    [Fact]
    public void Evaluation_budgets_lengthen_the_waits()
    {
        var rules = TimingRules.Of(new ProtocolParameters());
        Assert.Equal(TimeSpan.FromMilliseconds(2_000 + 10_000 + 500), rules.SelectionDeadline);
        Assert.Equal(rules.SelectionDeadline + TimeSpan.FromMilliseconds(4_000 + 500), rules.VerificationDeadline);
        Assert.Equal(TimeSpan.FromSeconds(4), rules.LeaderChoice);
    }

    private static RoundEffect.ScheduleTimeout After(RoundTimerKind kind, int step, long milliseconds) =>
        new(Given.Timer(kind, step), TimeSpan.FromMilliseconds(milliseconds));
}
