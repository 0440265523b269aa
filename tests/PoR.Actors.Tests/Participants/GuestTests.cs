using Akka.Actor;
using PoR.Actors.Messages;
using PoR.Actors.Participants;
using PoR.Actors.Peers;
using PoR.Actors.Tests.Stages;
using PoR.Core;
using PoR.Core.Rounds;
using PoR.Wire;

namespace PoR.Actors.Tests.Participants;

/// <summary>A participant that a cluster has placed on a peer: it comes, hears of steps, and leaves.</summary>
public sealed class GuestTests
{
    private readonly Cast _cast = new(4);
    private readonly Stage _stage;

    public GuestTests() => _stage = new Stage(
        default,
        (Stage.Participants, (peer, _) => ParticipantsActor.Props(peer, [], _cast.Services(), Supervision.Restart)),
        (Stage.Participant, (peer, _) => PeerActor.PropsOfParticipant(peer, () => _cast.Keys(0), _cast.Services())));

    [Fact(DisplayName = "Cluster_A participant that wakes hears of its peer's steps; a second waking changes nothing")]
    public void Guests_hear_of_steps()
    {
        OpenStep(4);
        Assert.Empty(_stage.Published<PeerMessage.VoteSent>());

        _stage.Tell(Stage.Participant, ParticipantMessage.Wake.Instance, ParticipantMessage.Wake.Instance);
        OpenStep(5);

        Assert.Equal(_cast[0], Assert.Single(_stage.Facts<Fact.ParticipantArrived>()).Participant);
        Assert.Equal([4, 5], StepsVotedFor());
    }

    [Fact(DisplayName = "Cluster_Who comes in the middle of a round is told where it stands, its ticket included")]
    public void Guests_catch_up()
    {
        _stage.Tell(
            Stage.Participants, new ToParticipants(new ParticipantMessage.ProposalStepOpened(_cast.Root)));
        OpenStep(2);
        OpenStep(3);
        _stage.Tell(Stage.Participant, ParticipantMessage.Wake.Instance);

        Assert.Single(_stage.Published<PeerMessage.TicketSent>());
        Assert.Equal([3], StepsVotedFor());
    }

    [Fact(DisplayName = "Cluster_A participant that stops has left, and nobody speaks for it any more")]
    public void Guests_leave()
    {
        _stage.Tell(Stage.Participant, ParticipantMessage.Wake.Instance);
        _stage.Tell(Stage.Participant, PoisonPill.Instance);
        OpenStep(2);

        Assert.Equal(_cast[0], Assert.Single(_stage.Facts<Fact.ParticipantLeft>()).Participant);
        Assert.Empty(StepsVotedFor());
    }

    [Fact(DisplayName = "Cluster_A broken invariant of a guest is its peer's; any other failure is the guest's alone")]
    public void Guests_fail_with_their_peer()
    {
        Fail(new IOException("a poison"));
        Assert.DoesNotContain(_stage.Failures, IsOfPeer);
        Fail(new InvariantViolationException("a poison"));
        Assert.Contains(_stage.Failures, IsOfPeer);

        static bool IsOfPeer(Exception failure) =>
            failure.ToString().Contains("A participant has failed.", StringComparison.Ordinal);

        void Fail(Exception poison)
        {
            // Whatever fails ends the call that drives.
            Record.Exception(() => _stage.Tell(Stage.Participant, new Status.Failure(poison)));
            Record.Exception(() => _stage.Pass(TimeSpan.FromSeconds(1)));
        }
    }

    private void OpenStep(int step) => _stage.Tell(
        Stage.Participants,
        new ToParticipants(new ParticipantMessage.VoteStepOpened(
            _cast.Root.View, new Step(step), null, step > 3 ? (byte)1 : null, null)));

    private IEnumerable<int> StepsVotedFor() =>
        _stage.Published<PeerMessage.VoteSent>().Select(sent => sent.Vote.Ballot.Step.Number);
}
