using Akka.Actor;
using PoR.Actors.Messages;
using PoR.Actors.Participants;
using PoR.Actors.Peers;
using PoR.Actors.Rounds;
using PoR.Actors.Services;
using PoR.Core.Rounds;

namespace PoR.Actors.Evaluators;

/// <summary>
/// A peer's workers for texts: makes a leader's block, and re-evaluates another's (PoR §5.2 steps 1, 3). It holds
/// nothing but its services.
/// </summary>
internal sealed class EvaluatorActor : ReceiveActor
{
    private readonly PeerActors _peer;
    private readonly NodeServices _services;

    public EvaluatorActor(PeerActors peer, NodeServices services)
    {
        (_peer, _services) = (peer, services);
        Receive<EvaluatorMessage.Build>(OnBuild);
        Receive<EvaluatorMessage.Verify>(OnVerify);
        Receive<BlockMade>(made => _peer.Participants.Tell(
            new ToParticipant(made.Proposer, new ParticipantMessage.BlockBuilt(made.Block))));
        Receive<CoordinatorMessage.BlockVerified>(OnVerified);
        Receive<Status.Failure>(
            f => throw new InvalidOperationException("A block could not be worked on.", f.Cause));
    }

    private Timestamp Clock => _services.Clock(Context.System.Scheduler.Now);

    /// <summary>A peer's evaluator.</summary>
    public static Props Props(PeerActors peer, NodeServices services) =>
        Akka.Actor.Props.Create(() => new EvaluatorActor(peer, services));

    private void OnBuild(EvaluatorMessage.Build build)
    {
        var clock = Clock;
        Context.Work(
            () => BlockWork.Make(_services, build, clock),
            _services.Costs.Block + (_services.Costs.Transaction * build.Candidates.Length));
    }

    private void OnVerify(EvaluatorMessage.Verify verify)
    {
        var clock = Clock;
        Context.Work(
            () => BlockWork.Verify(_services, verify, clock),
            _services.Costs.Block + (_services.Costs.Transaction * verify.Block.Payset.Length));
    }

    private void OnVerified(CoordinatorMessage.BlockVerified verified)
    {
        _peer.Coordinator.Tell(verified);
        Context.Publish(new Fact.BlockReEvaluated(_peer.Id, verified.Parent, verified.Value, verified.Verdict));
    }
}
