using PoR.Actors.Committees;
using PoR.Actors.Gossiping;
using PoR.Actors.Ledgers;
using PoR.Actors.Mempools;
using PoR.Actors.Messages;
using PoR.Actors.Participants;
using PoR.Actors.Peers;
using PoR.Actors.Rounds;
using PoR.Actors.Tests.Stages;
using PoR.Chain;
using PoR.Consensus.Agreement;
using PoR.Core.Agreement;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Wire;

namespace PoR.Actors.Tests.Rounds;

public sealed class RoundCoordinatorTests
{
    private const string _me = Stage.Coordinator;

    private readonly Cast _cast = new(4);

    [Fact]
    public void Asks_its_ledger_for_the_open_round_when_it_starts()
    {
        var stage = StageOf();
        stage.Tell(_me, CoordinatorMessage.Begin.Instance);

        Assert.Single(stage.Heard<LedgerMessage.RoundWanted>());
    }

    [Fact(DisplayName = "D5: votes of a later round, and of another branch, wait and count when it opens")]
    public void Early_votes_wait()
    {
        var stage = StageOf();
        var later = Next(_cast.Root);
        var beside = _cast.Extend(_cast.Root, _cast.CertifyEmpty(_cast.Root).Block);
        var ofLater = _cast.Vote(1, later.View, Step.LeaderSelection, null);
        var ofBeside = _cast.Vote(1, beside.View, Step.LeaderSelection, null);

        stage.Tell(_me, Received(ofLater));
        stage.Tell(_me, Opened(_cast.Root));
        stage.Tell(_me, Received(ofBeside));
        Assert.Empty(stage.Heard<GossipMessage.HeardEarly>());

        // The gossip hears them again, as if they came now, and gives them back.
        stage.Tell(_me, Opened(later));
        Assert.Equal([ofLater, ofBeside], stage.Heard<GossipMessage.HeardEarly>().Select(m => m.Vote));
        stage.Tell(_me, Received(ofLater), Received(ofBeside));
        Assert.Same(ofLater, Assert.Single(stage.Heard<CommitteeMessage.VoteReceived>()).Vote);
        stage.Tell(_me, Opened(beside)); // The other child of the same parent: the ledger has switched.
        Assert.Same(ofBeside, stage.Heard<GossipMessage.HeardEarly>().Last().Vote);
    }

    [Fact]
    public void Floods_for_rounds_far_ahead_keep_no_early_vote_out()
    {
        var stage = StageOf();
        var later = Next(_cast.Root);
        var vote = _cast.Vote(1, later.View, Step.LeaderSelection, null);
        stage.Tell(_me, Opened(_cast.Root));
        var flood = Received(_cast.Sign(2, vote.Ballot with { Round = new Round(1_000_000), Sender = _cast[2] }));
        for (var i = 0; i <= EarlyMessages.CountMax; i++)
            stage.Post(_me, flood);
        stage.Tell(_me, Received(vote));

        stage.Tell(_me, Opened(later));
        Assert.Same(vote, Assert.Single(stage.Heard<GossipMessage.HeardEarly>()).Vote);
    }

    [Fact]
    public void Early_messages_are_bounded_and_old_ones_dropped()
    {
        var early = new EarlyMessages();
        for (var i = 0; i < EarlyMessages.CountMax + 10; i++)
            early.Add(new Round(2), Opened(_cast.Root));
        Assert.Equal(EarlyMessages.CountMax, early.Count);
        early.Add(new Round(3), Opened(_cast.Root));

        Assert.Empty(early.TakeFrom(new Round(3)));
        Assert.Equal(0, early.Count);
    }

    [Fact]
    public void Floods_of_other_steps_open_a_bounded_number_of_committees()
    {
        var stage = StageOf();
        stage.Tell(_me, Opened(_cast.Root));
        var vote = _cast.Vote(1, _cast.Root.View, Step.LeaderSelection, null);
        var stranger = new PublicKey(new Core.Bytes.Bytes32([.. Enumerable.Repeat((byte)9, 32)]));
        for (var step = 0; step < 5_000; step++)
        {
            stage.Post(_me, Received(At(vote, step)));
            stage.Post(_me, Received(new UnverifiedVote(
                vote.Ballot with { Sender = stranger, Step = new Step(2 + (step % 100)) }, vote.Signature)));
        }

        stage.Pass(TimeSpan.FromMilliseconds(100));
        var committees = stage.All.Where(h => h.Message is CommitteeMessage.VoteReceived).Select(h => h.By).Distinct();
        Assert.InRange(committees.Count(), 1, RoundMachine.StepsAheadMax + 2);
        Assert.DoesNotContain(stage.Heard<CommitteeMessage.VoteReceived>(), v => v.Vote.Ballot.Sender == stranger);
    }

    [Fact(DisplayName = "PoR §5.2 step 5: a round's certificate goes to the ledger, once")]
    public void Hands_the_certificate_over_once()
    {
        var stage = StageOf();
        var view = _cast.Root.View;
        var block = _cast.Block(2, _cast.Root);
        var value = new BlockValue(block.Digest, _cast[2]);
        stage.Tell(_me, Opened(_cast.Root), new CoordinatorMessage.TicketReceived(_cast.Ticket(2, view)));
        for (var who = 0; who < 4; who++)
            stage.Tell(_me, Received(_cast.Vote(who, view, Step.BbaStart, value, 0)));
        for (var who = 0; who < 4; who++)
            stage.Tell(_me, Received(_cast.Vote(who, view, Step.BlockDecision, null, 1)));
        stage.Pass(TimeSpan.FromSeconds(60));

        var ended = Assert.Single(stage.Heard<LedgerMessage.RoundEnded>());
        Assert.Equal(block.Digest, ended.Certificate.Block);
        Assert.Null(ended.Block); // Its body was never heard, so it is asked for.
        Assert.Null(_cast.Services().Checks.Check(ended.Certificate, view));
        Assert.Contains(Asked(stage), q => q is PeerMessage.BlockRequested r && r.Block == block.Digest);
    }

    [Fact]
    public void Timers_of_an_old_round_are_ignored()
    {
        var stage = StageOf();
        var later = Next(_cast.Root);
        var deadline = TimingRules.Of(_cast.Genesis.Parameters).SelectionDeadline;
        stage.Tell(_me, Opened(_cast.Root));
        stage.Pass(TimeSpan.FromSeconds(5));
        var from = stage.Now;
        stage.Tell(_me, Opened(later));
        stage.Pass(TimeSpan.FromSeconds(120));

        var opened = stage.All.Where(h => h.Message is ParticipantMessage.VoteStepOpened).ToArray();
        Assert.All(opened, h => Assert.Equal(later.Tip, ((ParticipantMessage.VoteStepOpened)h.Message).View.Parent));
        Assert.Equal(from + deadline, opened[0].At);
    }

    [Fact(DisplayName = "D7: a block whose transactions are missing is fetched, and then voted for")]
    public void Fetches_what_is_missing()
    {
        var stage = StageOf();
        var block = _cast.Block(2, _cast.Root, _cast.Review(1, 1));
        var proposal = _cast.Proposal(2, _cast.Root.View, block);
        stage.Tell(_me, Opened(_cast.Root), new CoordinatorMessage.ProposalReceived(proposal));
        Assert.Single(stage.Heard<MempoolMessage.ExpandBlock>());
        stage.Tell(_me, new CoordinatorMessage.BlockExpanded(proposal.Block, null));
        stage.Pass(TimeSpan.FromSeconds(5));
        Assert.Contains(Asked(stage), q => q is PeerMessage.BlockRequested r && r.Block == block.Digest);
        Assert.Empty(stage.Heard<ParticipantMessage.VoteStepOpened>());

        var forged = new Block(block.Header, [], []); // Says that it is the block, and is not.
        stage.Tell(_me, new CoordinatorMessage.BlockReceived(forged));
        Assert.Empty(stage.Heard<ParticipantMessage.VoteStepOpened>());
        stage.Tell(_me, new CoordinatorMessage.BlockReceived(block));
        Assert.Equal(block.Digest, stage.Heard<ParticipantMessage.VoteStepOpened>().First().Value!.Block);
    }

    [Theory(DisplayName = "D28: after a crash a leader's peer has the body that the leader kept")]
    [InlineData(true)]
    [InlineData(false)]
    public void A_kept_block_needs_no_pool(bool isKeptFirst)
    {
        var stage = StageOf();
        var block = _cast.Block(2, _cast.Root, _cast.Review(1, 1));
        var proposal = _cast.Proposal(2, _cast.Root.View, block);
        var kept = new CoordinatorMessage.BlockKept(block);
        stage.Tell(_me, Opened(_cast.Root), isKeptFirst ? kept : new CoordinatorMessage.ProposalReceived(proposal));
        stage.Tell(_me, isKeptFirst ? new CoordinatorMessage.ProposalReceived(proposal) : kept);
        stage.Tell(_me, new CoordinatorMessage.BlockExpanded(proposal.Block, null));
        stage.Tell(_me, new CoordinatorMessage.BlockRequested(new NodeId(3), block.Digest));

        Assert.Empty(Asked(stage));
        var sent = Assert.Single(stage.Heard<GossipMessage.SendTo>());
        Assert.Equal((new NodeId(3), block.Digest), (sent.Peer, ((PeerMessage.BlockSent)sent.Message).Block.Digest));
    }

    [Fact(DisplayName = "PoR §6.5.1: a second proposal of a leader is evidence, and only the first one counts")]
    public void Second_proposals_are_evidence()
    {
        var stage = StageOf();
        var first = _cast.Proposal(2, _cast.Root.View, _cast.Block(2, _cast.Root));
        var second = _cast.Proposal(2, _cast.Root.View, _cast.Block(2, _cast.Root, _cast.Review(1, 1)));
        stage.Tell(_me, Opened(_cast.Root), new CoordinatorMessage.ProposalReceived(first));
        stage.Tell(_me, new CoordinatorMessage.ProposalReceived(second));
        stage.Tell(_me, new CoordinatorMessage.ProposalReceived(second));

        Assert.All(stage.Heard<MempoolMessage.EvidenceFound>(), e => Assert.Equal(_cast[2], e.Evidence.Accused));
        Assert.NotEmpty(stage.Heard<MempoolMessage.EvidenceFound>());
        Assert.Single(stage.Heard<MempoolMessage.ExpandBlock>());
    }

    [Fact(DisplayName =
        "PoR §6.5.1: a proposer that signs a wrong credential is accused; an unsigned ticket accuses nobody")]
    public void A_signed_ballot_accuses_and_a_ticket_does_not()
    {
        var stage = StageOf();
        var proposal = _cast.Proposal(2, _cast.Root.View, _cast.Block(2, _cast.Root));
        var wrong = proposal with { Vote = _cast.WithWrongCredential(proposal.Vote) };
        var ticket = _cast.Ticket(1, _cast.Root.View) with { Credential = wrong.Vote.Ballot.Credential };
        stage.Tell(_me, Opened(_cast.Root), new CoordinatorMessage.TicketReceived(ticket));
        Assert.Empty(stage.Heard<MempoolMessage.EvidenceFound>());

        stage.Tell(_me, new CoordinatorMessage.ProposalReceived(wrong));
        var found = Assert.Single(stage.Heard<MempoolMessage.EvidenceFound>()).Evidence;
        Assert.Equal(wrong.Vote.Digest, Assert.IsType<Evidence.WrongCredential>(found).Vote.Digest);
        Assert.Empty(stage.Heard<MempoolMessage.ExpandBlock>());
    }

    [Fact]
    public void Only_the_node_of_the_best_ticket_makes_a_block_even_without_any_time_to_wait()
    {
        var cast = new Cast(4, Cast.Everyone with { LeaderEvaluationMs = 0 });
        var services = cast.Services();
        var stage = new Stage(
            TimeSpan.Zero,
            (Stage.Coordinator, (peer, _) => RoundCoordinatorActor.Props(peer, services, Supervision.Escalate)),
            (Stage.Participants, (peer, _) => ParticipantsActor.Props(
                peer, [cast.Keys(0), cast.Keys(1)], services, Supervision.Escalate)));
        stage.Tell(_me, Opened(cast.Root));
        for (var who = 0; who < 4; who++)
            stage.Tell(_me, new CoordinatorMessage.TicketReceived(cast.Ticket(who, cast.Root.View)));
        var due = stage.All.Where(h => h.Message is ParticipantMessage.BodyDue).Select(h => h.By).ToHashSet();

        var best = Enumerable.Range(0, 4).MinBy(who => RankOf(cast, who));
        Assert.Equal(best < 2, due.Contains(cast[best].ToString()));
        Assert.NotEmpty(due); // Until it heard of a better one, an own ticket led.
    }

    private static CredentialRank RankOf(Cast cast, int who) =>
        ((PoR.Consensus.Votes.TicketVerdict.Accepted)cast.Services().Checks
            .Check(cast.Ticket(who, cast.Root.View), cast.Root.View)).Ticket.Rank;

    private static UnverifiedVote At(UnverifiedVote vote, int step) =>
        new(vote.Ballot with { Step = new Step(step) }, vote.Signature);

    private static IEnumerable<PeerMessage> Asked(Stage stage) =>
        stage.Heard<GossipMessage.AskSome>().Select(ask => ask.Message);

    private static CoordinatorMessage.VoteReceived Received(UnverifiedVote vote) => new(vote);

    private static CoordinatorMessage.RoundOpened Opened(Branch branch) => new(branch, null);

    private Branch Next(Branch on) => _cast.Extend(on, _cast.Block(0, on));

    private Stage StageOf()
    {
        var services = _cast.Services();
        return new Stage(
            Stage.Coordinator, (peer, _) => RoundCoordinatorActor.Props(peer, services, Supervision.Escalate));
    }
}
