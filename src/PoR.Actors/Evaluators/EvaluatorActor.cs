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
/// nothing but its services and how fast it was.
/// </summary>
internal sealed class EvaluatorActor : ReceiveActor
{
    private readonly PeerActors _peer;
    private readonly NodeServices _services;
    private LeaderPace _pace = LeaderPace.Unknown;

    public EvaluatorActor(PeerActors peer, NodeServices services)
    {
        (_peer, _services) = (peer, services);
        Receive<EvaluatorMessage.Build>(OnBuild);
        Receive<EvaluatorMessage.Verify>(OnVerify);
        Receive<BlockMade>(OnMade);
        Receive<CoordinatorMessage.BlockVerified>(OnVerified);
        Receive<Status.Failure>(
            f => throw new InvalidOperationException("A block could not be worked on.", f.Cause));
    }

    private static TimeSpan Now => Context.System.Scheduler.MonotonicClock;

    private Timestamp Clock => _services.Clock(Context.System.Scheduler.Now);

    /// <summary>A peer's evaluator.</summary>
    public static Props Props(PeerActors peer, NodeServices services) =>
        Akka.Actor.Props.Create(() => new EvaluatorActor(peer, services));

    private void OnBuild(EvaluatorMessage.Build build)
    {
        var (most, clock, now) = (_pace.EntriesMax, Clock, Now);
        Context.Work(
            _services,
            WorkPart.Evaluation,
            () => new BlockMade(
                BlockWork.Make(_services, build, clock, most), build.Request.Proposer.Leader, now),
            _services.Costs.Block + (_services.Costs.Transaction * Math.Min(most, build.Candidates.Length)));
    }

    private void OnMade(BlockMade made)
    {
        var took = Now - made.OrderedAt;
        _pace = _pace.After(made.Block.Payset.Length, took, _services.BodyDelay);
        _peer.Participants.Tell(new ToParticipant(made.Proposer, new ParticipantMessage.BlockBuilt(made.Block)));
        Context.Publish(new Fact.BlockBuilt(_peer.Id, made.Block, took));
    }

    private void OnVerify(EvaluatorMessage.Verify verify)
    {
        var clock = Clock;
        Context.Work(
            _services,
            WorkPart.Evaluation,
            () => BlockWork.Verify(_services, verify, clock),
            _services.Costs.Block + (_services.Costs.Transaction * verify.Block.Payset.Length));
    }

    private void OnVerified(CoordinatorMessage.BlockVerified verified)
    {
        _peer.Coordinator.Tell(verified);
        Context.Publish(new Fact.BlockReEvaluated(_peer.Id, verified.Parent, verified.Value, verified.Verdict));
    }
}
