using Akka.Actor;
using PoR.Actors.Committees;
using PoR.Actors.Gossiping;
using PoR.Actors.Mempools;
using PoR.Actors.Messages;
using PoR.Actors.Rounds;
using PoR.Actors.Services;
using PoR.Actors.Tests.Stages;
using PoR.Consensus.EvidenceRules;
using PoR.Core.Agreement;
using PoR.Core.Rounds;

namespace PoR.Actors.Tests.Committees;

public sealed class CommitteeTests
{
    private readonly Cast _cast = new(4); // Three of four are a quorum.
    private readonly ArrivalCounts _arrivals = new();

    private CommitteeView View => _cast.Root.View;

    private BlockValue A => new(_cast.Root.Tip, _cast[0]);

    private BlockValue B => new(_cast.Root.Tip, _cast[1]);

    [Fact(DisplayName = "PoR §5.2: each vote counts once, and the coordinator hears only what matters")]
    public void Reports_only_changes()
    {
        var stage = StageOf();
        for (var who = 0; who < 4; who++)
        {
            var vote = _cast.Vote(who, View, Step.LeaderSelection, A);
            Receive(stage, vote, vote, vote);
            Receive(stage, vote);
        }

        var changed = Assert.Single(stage.Heard<CoordinatorMessage.TallyChanged>());
        Assert.Equal(A, changed.Summary.ValueQuorum);
        Assert.Equal(4, stage.Heard<GossipMessage.Relay>().Count());
        Assert.Equal(4, _arrivals.VotesCounted);
    }

    [Fact]
    public void Forged_copies_do_not_keep_the_real_vote_out()
    {
        var stage = StageOf(votesKept: 6);
        for (var who = 0; who < 4; who++)
        {
            var vote = _cast.Vote(who, View, Step.LeaderSelection, A);
            for (byte mark = 1; mark < 20; mark++)
                Receive(stage, Cast.Forged(vote, mark));
            Receive(stage, vote);
        }

        Assert.Single(stage.Heard<CoordinatorMessage.TallyChanged>());
        Assert.Equal(4, stage.Heard<GossipMessage.Relay>().Count());
        var refused = stage.Facts<Fact.MessageRefused>().Select(f => Assert.IsType<Refusal.OfVote>(f.Refusal)).ToList();
        Assert.Equal(76, refused.Count);
        Assert.Equal(76, stage.Heard<GossipMessage.Forged>().Count());
        Assert.All(refused, r => Assert.Equal((Step.LeaderSelection, VoteFault.BadSignature), (r.Step, r.Fault)));
    }

    [Fact]
    public void One_member_with_many_votes_crowds_nobody_out_and_is_passed_on_twice_at_most()
    {
        var stage = StageOf(votesKept: 6);
        for (var i = 0; i < 30; i++)
            Receive(stage, _cast.Vote(3, View, Step.LeaderSelection, ValueOf(i)));

        Assert.Equal(2, stage.Heard<GossipMessage.Relay>().Count());
        for (var who = 0; who < 3; who++)
            Receive(stage, _cast.Vote(who, View, Step.LeaderSelection, A));
        Assert.Equal(A, stage.Heard<CoordinatorMessage.TallyChanged>().Last().Summary.ValueQuorum);
    }

    [Fact(DisplayName =
        "At a member's fourth vote the peer's door is told, once; copies of votes that count, and other members, are "
        + "no further votes")]
    public void A_member_that_signs_too_much_is_closed()
    {
        var stage = StageOf();
        UnverifiedVote[] votes =
            [.. Enumerable.Range(0, 6).Select(i => _cast.Vote(3, View, Step.LeaderSelection, ValueOf(i)))];
        Receive(stage, votes[0], votes[1], votes[0]);
        ReceiveChecked(stage, votes[1], votes[0], votes[2], _cast.Vote(2, View, Step.LeaderSelection, A));
        Assert.Empty(stage.Heard<GossipMessage.MemberClosed>());

        ReceiveChecked(stage, votes[3], votes[4]);
        Receive(stage, votes[5]);
        Assert.Equal(
            new GossipMessage.MemberClosed(View.Parent, Step.LeaderSelection, View.IndexOf(_cast[3])),
            Assert.Single(stage.Heard<GossipMessage.MemberClosed>()));
        Assert.Single(stage.Heard<MempoolMessage.EvidenceFound>());
        Assert.Equal(3, stage.Heard<GossipMessage.Relay>().Count());
    }

    [Fact(DisplayName = "PoR §6.5.1: two votes of one sender that contradict each other are evidence, told once")]
    public void Equivocation_is_evidence()
    {
        var stage = StageOf();
        Receive(stage, _cast.Vote(0, View, Step.LeaderSelection, A), _cast.Vote(0, View, Step.LeaderSelection, B));
        Receive(stage, _cast.Vote(0, View, Step.LeaderSelection, null), _cast.Vote(1, View, Step.LeaderSelection, A));

        var evidence = Assert.Single(stage.Heard<MempoolMessage.EvidenceFound>()).Evidence;
        Assert.Equal(_cast[0], evidence.Accused);
        Assert.Null(EvidenceVerifier.Verify(evidence, View, _cast.Services().Checks));
    }

    [Fact(DisplayName =
        "PoR §6.5.1: a vote whose sender has signed a wrong credential counts nothing, and is evidence")]
    public void A_wrong_credential_is_evidence()
    {
        var stage = StageOf();
        var wrong = _cast.WithWrongCredential(_cast.Vote(0, View, Step.LeaderSelection, A));
        Receive(stage, wrong);
        ReceiveChecked(stage, wrong, _cast.Vote(1, View, Step.LeaderSelection, A));
        Receive(stage, _cast.Vote(2, View, Step.LeaderSelection, A));

        Assert.Empty(stage.Heard<CoordinatorMessage.TallyChanged>());
        Assert.Equal(2, stage.Heard<GossipMessage.Relay>().Count());
        var found = stage.Heard<MempoolMessage.EvidenceFound>().Select(found => found.Evidence).Distinct();
        var evidence = Assert.IsType<Evidence.WrongCredential>(Assert.Single(found));
        Assert.Equal(wrong.Digest, evidence.Vote.Digest);
        Assert.Null(EvidenceVerifier.Verify(evidence, View, _cast.Services().Checks));
    }

    [Fact(DisplayName = "D15: a vote that others have changed, of another branch or without a seat accuses nobody")]
    public void Other_refused_votes_are_no_evidence()
    {
        var cast = new Cast(4, Cast.Everyone with { CommitteeSize = 1 });
        var (view, services) = (cast.Root.View, cast.Services());
        var vote = _cast.Vote(0, View, Step.LeaderSelection, A);
        var elsewhere = _cast.Extend(_cast.Root, _cast.CertifyEmpty(_cast.Root).Block).View;
        var stage = StageOf();
        Receive(
            stage,
            new UnverifiedVote(vote.Ballot with { Credential = _cast.Prove(1, "mine"u8) }, vote.Signature),
            Cast.Forged(vote, 1),
            _cast.Vote(0, elsewhere, Step.LeaderSelection, null),
            _cast.Vote(0, View, Step.LeaderSelection, A, bit: 1));
        var seatless = new Stage(
            Me(Step.LeaderSelection), (peer, _) => CommitteeActor.Props(peer, view, Step.LeaderSelection, services));
        Receive(seatless, [.. Enumerable.Range(0, 4).Select(who => cast.Vote(who, view, Step.LeaderSelection, null))]);

        Assert.Equal(3, stage.Facts<Fact.MessageRefused>().Count());
        Assert.NotEmpty(seatless.Facts<Fact.MessageRefused>());
        Assert.Empty(stage.Heard<MempoolMessage.EvidenceFound>());
        Assert.Empty(seatless.Heard<MempoolMessage.EvidenceFound>());
    }

    [Fact(DisplayName = "D13: seats enough without confidence in a leader are evidence, told once")]
    public void No_confidence_is_evidence()
    {
        var stage = StageOf();
        var at = Step.BlockVerification;
        Receive(stage, _cast.Vote(0, View, at, null, noConfidence: B), _cast.Vote(1, View, at, null));
        Receive(stage, _cast.Vote(2, View, at, null, noConfidence: B));
        Assert.Empty(stage.Heard<MempoolMessage.EvidenceFound>()); // 20 of 40 seats; the paper asks for more.

        Receive(stage, _cast.Vote(3, View, at, null, noConfidence: B));
        var evidence = Assert.Single(stage.Heard<MempoolMessage.EvidenceFound>()).Evidence;
        Assert.Equal(_cast[1], evidence.Accused);
        Assert.Null(EvidenceVerifier.Verify(evidence, View, _cast.Services().Checks));
    }

    [Fact]
    public void The_votes_of_the_ending_are_handed_out()
    {
        var stage = StageOf();
        for (var who = 0; who < 3; who++)
            Receive(stage, _cast.Vote(who, View, Step.BbaStart, A, 0));
        Receive(stage, _cast.Vote(3, View, Step.BbaStart, null, 1));
        stage.Tell(Me(Step.BbaStart), new CommitteeMessage.CertificateRequested(A));

        Assert.Equal(3, Assert.Single(stage.Heard<CoordinatorMessage.CertificateVotes>()).Votes.Length);
    }

    [Fact]
    public void Late_votes_after_the_end_do_no_harm()
    {
        var stage = StageOf();
        Receive(stage, _cast.Vote(0, View, Step.LeaderSelection, A), _cast.Vote(1, View, Step.LeaderSelection, A));
        stage.Post(Me(Step.LeaderSelection), Received(_cast.Vote(2, View, Step.LeaderSelection, A)));
        stage.Tell(Me(Step.LeaderSelection), PoisonPill.Instance); // Its check still runs.
        Receive(stage, _cast.Vote(3, View, Step.LeaderSelection, A));

        Assert.Empty(stage.Heard<CoordinatorMessage.TallyChanged>());
        Assert.Empty(stage.Failures);
    }

    private static CommitteeMessage.VoteReceived Received(UnverifiedVote vote) => new(vote);

    private static void Receive(Stage stage, params UnverifiedVote[] votes)
    {
        foreach (var vote in votes)
            stage.Post(Me(vote.Ballot.Step), Received(vote));
        stage.Pass(TimeSpan.FromSeconds(1));
    }

    private BlockValue ValueOf(int i) =>
        new(new(new Core.Bytes.Bytes32([.. Enumerable.Repeat((byte)i, 32)])), _cast[3]);

    /// <summary>As they come from the peer's door.</summary>
    private void ReceiveChecked(Stage stage, params UnverifiedVote[] votes)
    {
        stage.Post(Me(votes[0].Ballot.Step), _cast.Services().Checks.Check(votes, View));
        stage.Pass(TimeSpan.FromSeconds(1));
    }

    private static string Me(Step step) => $"{Stage.Coordinator}/{step.Number}";

    private Stage StageOf(int votesKept = 1_000)
    {
        var services = _cast.Services() with { VotesKeptMax = votesKept, Arrivals = _arrivals };
        return new Stage(
            TimeSpan.Zero,
            Of(Step.LeaderSelection),
            Of(Step.BlockVerification),
            Of(Step.BbaStart));

        (string, Staged) Of(Step step) => (Me(step), (peer, _) => CommitteeActor.Props(peer, View, step, services));
    }
}
