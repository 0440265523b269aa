using AkkaSimulation.Disks;
using PoR.Actors.Gossiping;
using PoR.Actors.Mempools;
using PoR.Actors.Messages;
using PoR.Actors.Participants;
using PoR.Actors.Peers;
using PoR.Actors.Rounds;
using PoR.Actors.Tests.Stages;
using PoR.Chain;
using PoR.Consensus.Votes;
using PoR.Core.Agreement;
using PoR.Core.Rounds;
using PoR.Wire;

namespace PoR.Actors.Tests.Participants;

public sealed class ParticipantTests
{
    private const string _me = Stage.Participant;

    private readonly Cast _cast = new(4);

    private BlockValue SomeValue => new(_cast.Root.Tip, _cast[1]);

    [Fact(DisplayName = "PoR §5.2: a selected participant says its node's position, signed and with its credential")]
    public void Selected_participants_vote()
    {
        var stage = StageOf(_cast, 0);
        stage.Tell(_me, Vote(_cast.Root, 4, SomeValue, bit: 0));

        var vote = Assert.Single(stage.Published<PeerMessage.VoteSent>()).Vote;
        Assert.Equal((SomeValue, (byte?)0, _cast.Root.Tip), (vote.Ballot.Value, vote.Ballot.Bit, vote.Ballot.Parent));
        Assert.IsType<VoteVerdict.Accepted>(_cast.Services().Checks.Check(vote, _cast.Root.View).Verdict);
    }

    [Fact(DisplayName = "PoR §5.2: who draws no seat is silent; who speaks can prove its seat")]
    public void Only_the_selected_speak()
    {
        var cast = new Cast(12, Cast.Everyone with { CommitteeSize = 5, ExpectedProposers = 5 });
        var spoke = 0;
        for (var who = 0; who < cast.Count; who++)
        {
            var stage = StageOf(cast, who);
            stage.Tell(_me, Vote(cast.Root, 2, null));
            foreach (var sent in stage.Published<PeerMessage.VoteSent>())
            {
                Assert.IsType<VoteVerdict.Accepted>(cast.Services().Checks.Check(sent.Vote, cast.Root.View).Verdict);
                spoke++;
            }

            Assert.Equal(stage.Published<PeerMessage.VoteSent>().Count(), stage.Facts<Fact.BallotSigned>().Count());
        }

        Assert.InRange(spoke, 1, cast.Count - 1);
    }

    [Fact(DisplayName = "D14: after a switch of branch a participant keeps silent in steps that it has signed")]
    public void Never_twice_in_a_step_on_whatever_branch()
    {
        var one = _cast.Extend(_cast.Root, _cast.Block(0, _cast.Root));
        var other = _cast.Extend(_cast.Root, _cast.CertifyEmpty(_cast.Root).Block);
        var stage = StageOf(_cast, 0);

        stage.Tell(_me, Vote(one, 3, null), Vote(one, 3, SomeValue));
        stage.Tell(_me, Vote(other, 2, null), Vote(other, 3, null));
        Assert.Single(stage.Published<PeerMessage.VoteSent>());

        stage.Tell(_me, Vote(other, 4, null, bit: 1)); // Later than all that it signed.
        Assert.Equal(
            [(one.Tip, 3), (other.Tip, 4)],
            stage.Published<PeerMessage.VoteSent>().Select(v => (v.Vote.Ballot.Parent, v.Vote.Ballot.Step.Number)));
    }

    [Fact(DisplayName = "D28: after a crash the journal spends the keys again, and only stored bytes are sent")]
    public void Never_twice_across_a_restart()
    {
        var stage = StageOf(_cast, 0);
        stage.Tell(_me, Vote(_cast.Root, 2, SomeValue), Vote(_cast.Root, 3, SomeValue));
        var before = stage.Published<PeerMessage.VoteSent>().Select(v => v.Vote.Digest).ToArray();
        stage.Restart();
        stage.Forget();

        stage.Tell(_me, Vote(_cast.Root, 2, null), Vote(_cast.Root, 3, null));
        Assert.Empty(stage.Published<PeerMessage.VoteSent>());

        stage.Tell(_me, new ParticipantMessage.ProposalStepOpened(_cast.Root));
        Assert.Equal(before, stage.Published<PeerMessage.VoteSent>().Select(v => v.Vote.Digest));
        Assert.Empty(stage.Published<PeerMessage.TicketSent>()); // Step 1 lies before what it signed.
        Assert.Empty(stage.Facts<Fact.BallotSigned>());
    }

    [Fact(DisplayName = "D28: after a crash a leader proposes the same block again, with its transactions")]
    public void A_stored_proposal_is_said_again()
    {
        var stage = StageOf(_cast, 0);
        var block = _cast.Block(0, _cast.Root, _cast.Review(1, 1));
        stage.Tell(_me, new ParticipantMessage.ProposalStepOpened(_cast.Root));
        stage.Tell(_me, new ParticipantMessage.BlockBuilt(block));
        var before = Assert.Single(stage.Published<PeerMessage.ProposalSent>());
        stage.Restart();
        stage.Forget();
        stage.Tell(_me, new ParticipantMessage.ProposalStepOpened(_cast.Root));
        stage.Tell(_me, new ParticipantMessage.BlockBuilt(_cast.Block(0, _cast.Root)));

        var after = Assert.Single(stage.Published<PeerMessage.ProposalSent>());
        Assert.Equal(EncodedMessage.Of(before).Digest, EncodedMessage.Of(after).Digest);
        Assert.Equal(
            block.Payset[0].Transaction, Assert.Single(stage.Heard<MempoolMessage.TransactionReceived>()).Transaction);
        Assert.Same(block, Assert.Single(stage.Heard<CoordinatorMessage.BlockKept>()).Block);
    }

    [Fact(DisplayName = "D10: after a long round a participant keeps, and says again, what still matters")]
    public void Keeps_what_still_matters()
    {
        var stage = StageOf(_cast, 0);
        for (var step = 2; step <= 50; step++)
            stage.Tell(_me, Vote(_cast.Root, step, null, step > 3 ? (byte)1 : null));
        stage.Restart();
        stage.Forget();
        stage.Tell(_me, new ParticipantMessage.ProposalStepOpened(_cast.Root));

        Assert.Equal(
            [2, 3, 4, 5, 48, 49, 50],
            stage.Published<PeerMessage.VoteSent>().Select(v => v.Vote.Ballot.Step.Number));
        var latest = Assert.Single(stage.Heard<CoordinatorMessage.StepSigned>()).Ballot;
        Assert.Equal((50, (byte?)1, _cast.Root.Tip), (latest.Step.Number, latest.Bit, latest.Parent));
    }

    [Fact]
    public void What_it_said_on_another_branch_is_not_said_again()
    {
        var other = _cast.Extend(_cast.Root, _cast.CertifyEmpty(_cast.Root).Block);
        var stage = StageOf(_cast, 0);
        stage.Tell(_me, Vote(_cast.Root, 2, SomeValue));
        stage.Restart();
        stage.Forget();

        stage.Tell(_me, new ParticipantMessage.ProposalStepOpened(other));

        Assert.Empty(stage.Published<PeerMessage.VoteSent>());
        Assert.Empty(stage.Heard<CoordinatorMessage.StepSigned>());
        Assert.Single(stage.Published<PeerMessage.TicketSent>());
    }

    [Fact(DisplayName = "D28: a vote leaves only when it is durable")]
    public void Persists_before_it_sends()
    {
        var stage = StageOf(_cast, 0, TimeSpan.FromSeconds(10));
        stage.Tell(_me, Vote(_cast.Root, 2, SomeValue));
        stage.Pass(TimeSpan.FromSeconds(9));
        Assert.Empty(stage.Published<PeerMessage.VoteSent>());

        stage.Pass(TimeSpan.FromSeconds(1));
        Assert.Single(stage.Published<PeerMessage.VoteSent>());
        Assert.Equal(TimeSpan.FromSeconds(10), Assert.Single(stage.Facts<Fact.BallotSigned>()).Storing);
    }

    [Fact(DisplayName = "D28: a crash between signing and the write leaves one message at most")]
    public void Crash_before_the_write()
    {
        var stage = StageOf(_cast, 0, TimeSpan.FromSeconds(10));
        stage.Tell(_me, Vote(_cast.Root, 2, SomeValue));
        stage.Restart(losing: ParticipantEvent.IdOf(_cast[0]));
        stage.Tell(_me, Vote(_cast.Root, 2, null));
        stage.Pass(TimeSpan.FromSeconds(60));

        Assert.Null(Assert.Single(stage.Published<PeerMessage.VoteSent>()).Vote.Ballot.Value);
    }

    [Fact(DisplayName = "D12: the ticket goes first; a block is made only when it is due, and proposed once")]
    public void Proposes_only_when_due()
    {
        var stage = StageOf(_cast, 0);
        var elsewhere = _cast.Extend(_cast.Root, _cast.CertifyEmpty(_cast.Root).Block);
        var block = _cast.Block(0, _cast.Root);

        stage.Tell(_me, new ParticipantMessage.BlockBuilt(block));
        stage.Tell(_me, new ParticipantMessage.ProposalStepOpened(_cast.Root));
        Assert.Single(stage.Published<PeerMessage.TicketSent>());
        stage.Tell(_me, new ParticipantMessage.BodyDue(elsewhere.Tip));
        Assert.Empty(stage.Heard<MempoolMessage.BuildBlock>());

        stage.Tell(_me, new ParticipantMessage.BodyDue(_cast.Root.Tip));
        Assert.Equal(_cast[0], Assert.Single(stage.Heard<MempoolMessage.BuildBlock>()).Proposer.Leader);
        Assert.Empty(stage.Published<PeerMessage.ProposalSent>());

        stage.Tell(_me, new ParticipantMessage.BlockBuilt(_cast.Block(0, elsewhere)));
        stage.Tell(_me, new ParticipantMessage.BlockBuilt(block), new ParticipantMessage.BlockBuilt(block));
        var proposal = Assert.Single(stage.Published<PeerMessage.ProposalSent>()).Proposal;
        Assert.Equal(block.Digest, proposal.Vote.Ballot.Value!.Block);
    }

    [Fact(DisplayName = "PoR §3.3: the blacklisted and the unknown are silent")]
    public void The_ineligible_are_silent()
    {
        var cast = new Cast([10, 10, 10, 10], blacklisted: 2);
        var stranger = new Cast(5);
        var unknown = Enumerable.Range(0, 5).First(i => cast.Root.State.FindAccount(stranger[i]) is null);
        foreach (var stage in new[] { StageOf(cast, 2), StageOf(stranger, unknown) })
        {
            stage.Tell(_me, new ParticipantMessage.ProposalStepOpened(cast.Root), Vote(cast.Root, 2, null));
            stage.Tell(_me, Vote(cast.Root, 5, null, bit: 1));
            Assert.Empty(stage.Heard<GossipMessage.Publish>());
        }
    }

    [Fact(DisplayName = "D15: who has another VRF key than the registered one is silent: it would accuse itself")]
    public void Other_keys_are_silent()
    {
        var keys = _cast.Keys(0) with { Vrf = _cast.Keys(1).Vrf };
        var stage = new Stage(_me, (peer, _) => ParticipantActor.Props(peer, keys, _cast.Services()));
        stage.Tell(_me, new ParticipantMessage.ProposalStepOpened(_cast.Root), Vote(_cast.Root, 2, null));

        Assert.Empty(stage.Heard<GossipMessage.Publish>());
    }

    private static ParticipantMessage.VoteStepOpened Vote(Branch on, int step, BlockValue? value, byte? bit = null) =>
        new(on.View, new Step(step), value, bit, null);

    [Fact(DisplayName = "In rounds of silence a participant signs nothing, and in the next one it does")]
    public void Silent_rounds_are_kept()
    {
        var next = _cast.Extend(_cast.Root, _cast.Block(1, _cast.Root));
        SigningGate? gate = null;
        var stage = new Stage(
            _me, (peer, _) =>
            {
                gate = peer.Signing;
                return ParticipantActor.Props(peer, _cast.Keys(0), _cast.Services());
            });
        gate!.SilentUntil(_cast.Root.View.Round);

        stage.Tell(_me, new ParticipantMessage.ProposalStepOpened(_cast.Root), Vote(_cast.Root, 2, null));
        Assert.Empty(stage.Published<PeerMessage>());
        stage.Tell(_me, Vote(next, 2, null));
        Assert.Equal(next.Tip, Assert.Single(stage.Published<PeerMessage.VoteSent>()).Vote.Ballot.Parent);
    }

    [Fact(DisplayName = "Who stops signing says so after the write under way, and signs no lot that comes later")]
    public void Signing_stops_first()
    {
        SigningGate? gate = null;
        var stage = new Stage(
            Stage.Participants,
            (peer, _) =>
            {
                gate = peer.Signing;
                return ParticipantsActor.Props(
                    peer, [_cast.Keys(0), _cast.Keys(1)], _cast.Services(), Supervision.Restart);
            },
            writeLatency: TimeSpan.FromSeconds(1));
        stage.Tell(Stage.Participants, new ToParticipants(Vote(_cast.Root, 2, null)));
        gate!.Stop();
        stage.Machine.Find(Stage.Participants).Tell(
            ParticipantMessage.StopSigning.Instance, stage.Machine.Find(Stage.Ledger));
        stage.Tell(Stage.Participants, new ToParticipants(Vote(_cast.Root, 3, null)));
        Assert.Empty(stage.Heard<SigningStopped>());

        stage.Pass(TimeSpan.FromSeconds(3));
        Assert.Single(stage.Heard<SigningStopped>());
        Assert.Equal(2, stage.Facts<Fact.BallotSigned>().Count());
        Assert.All(stage.Published<PeerMessage.VoteSent>(), sent => Assert.Equal(2, sent.Vote.Ballot.Step.Number));
    }

    [Fact(DisplayName = "Whose store fails while all stop is not waited for")]
    public void A_failed_store_is_not_waited_for()
    {
        var stage = new Stage(
            Stage.Participants,
            (peer, _) => ParticipantsActor.Props(
                peer, [_cast.Keys(0), _cast.Keys(1)], _cast.Services(), Supervision.Restart),
            writeLatency: TimeSpan.FromSeconds(1));
        stage.Machine.Disk.OnWrite = _ => WriteFault.Fail;
        stage.Tell(Stage.Participants, new ToParticipants(Vote(_cast.Root, 2, null)));
        stage.Machine.Find(Stage.Participants).Tell(
            ParticipantMessage.StopSigning.Instance, stage.Machine.Find(Stage.Ledger));

        stage.Pass(TimeSpan.FromSeconds(1.5));
        Assert.Single(stage.Heard<SigningStopped>());
        stage.Pass(TimeSpan.FromSeconds(0.5));
        stage.Machine.Find(Stage.Participants).Tell(
            ParticipantMessage.StopSigning.Instance, stage.Machine.Find(Stage.Ledger));
        stage.Pass(TimeSpan.FromSeconds(0.1));
        Assert.Equal(2, stage.Heard<SigningStopped>().Count());
    }

    private static Stage StageOf(Cast cast, int who, TimeSpan writeLatency = default) => new(
        Stage.Participant, (peer, _) => ParticipantActor.Props(peer, cast.Keys(who), cast.Services()), writeLatency);
}
