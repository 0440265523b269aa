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
    // So few are evaluated within a millisecond, as a rule. Where texts are slow, more would end far behind E_lead.
    private const int TriedAtOnce = 10;

    private readonly PeerActors _peer;
    private readonly NodeServices _services;

    public EvaluatorActor(PeerActors peer, NodeServices services)
    {
        (_peer, _services) = (peer, services);
        Receive<EvaluatorMessage.Build>(OnBuild);
        Receive<EvaluatorMessage.Verify>(OnVerify);
        Receive<BlockGrown>(OnGrown);
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
        var (clock, now, proposer) = (Clock, Now, build.Request.Proposer.Leader);
        Context.Work(
            _services,
            WorkPart.Evaluation,
            () =>
            {
                var builder = BlockWork.Begin(_services, build, clock);
                builder.Try(TriedAtOnce);
                return new BlockGrown(builder, proposer, now);
            },
            _services.Costs.Transaction * Math.Min(TriedAtOnce, build.Candidates.Length));
    }

    /// <summary>
    /// When E_lead is over, the block is made of what it holds. A block that leaves later may miss step 2; then the
    /// round ends empty, more is pending for the next one, and no block would ever be in time again. Only for the first
    /// transaction a leader looks longer, since blocks without any serve nobody.
    /// </summary>
    private void OnGrown(BlockGrown grown)
    {
        var (builder, proposer, orderedAt) = grown;
        var isTimeOver = Now - orderedAt >= _services.BodyDelay;
        if (builder.HasMore && !(isTimeOver && builder.Entries > 0))
        {
            Context.Work(
                _services,
                WorkPart.Evaluation,
                () =>
                {
                    builder.Try(TriedAtOnce);
                    return grown;
                },
                _services.Costs.Transaction * Math.Min(TriedAtOnce, builder.Left));
            return;
        }

        Context.Work(
            _services,
            WorkPart.Evaluation,
            () => new BlockMade(builder.Seal().Block, proposer, orderedAt),
            _services.Costs.Block);
    }

    private void OnMade(BlockMade made)
    {
        var took = Now - made.OrderedAt;
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
