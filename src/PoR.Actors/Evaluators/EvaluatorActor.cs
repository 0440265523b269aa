using System.Collections.Immutable;
using Akka.Actor;
using PoR.Actors.Messages;
using PoR.Actors.Participants;
using PoR.Actors.Peers;
using PoR.Actors.Services;
using PoR.Core.Agreement;
using PoR.Core.Rounds;
using PoR.Ledger.Blocks;

namespace PoR.Actors.Evaluators;

/// <summary>
/// A peer's workers for texts: makes a leader's block, and re-evaluates another's (PoR §5.2 steps 1, 3). Of a certified
/// block that it finds bad it lets observers know (I13).
/// </summary>
internal sealed class EvaluatorActor : ReceiveActor
{
    // So few are evaluated within a millisecond, as a rule. Where texts are slow, more would end far behind E_lead.
    private const int TriedAtOnce = 10;

    private readonly PeerActors _peer;
    private readonly NodeServices _services;
    private readonly CertifiedBlocks _certified = new();

    public EvaluatorActor(PeerActors peer, NodeServices services)
    {
        (_peer, _services) = (peer, services);
        Receive<EvaluatorMessage.Build>(OnBuild);
        Receive<EvaluatorMessage.Verify>(OnVerify);
        Receive<BlockGrown>(OnGrown);
        Receive<BlockMade>(OnMade);
        Receive<BlockJudged>(OnJudged);
        Receive<EvaluatorMessage.Certified>(OnCertified);
        Receive<CertifiedJudged>(judged =>
        {
            OnFound(judged.Block.Header.Round, judged.Block.Digest, judged.Faults);
            LookAtNext();
        });
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
        _certified.OnBegun(verify.Block.Digest);
        Context.Work(
            _services,
            WorkPart.Evaluation,
            () => BlockWork.Verify(_services, verify, clock),
            CostOf(verify.Block));
    }

    private void OnJudged(BlockJudged judged)
    {
        var verified = judged.Verified;
        _peer.Coordinator.Tell(verified);
        Context.Publish(new Fact.BlockReEvaluated(_peer.Id, verified.Parent, verified.Value, verified.Verdict));
        OnFound(judged.Round, verified.Value.Block, judged.Faults);
    }

    private void OnCertified(EvaluatorMessage.Certified certified)
    {
        var faults = _certified.OnCertified(certified, out var skipped);
        if (skipped is not null)
            Context.Publish(new Fact.CertifiedUnseen(_peer.Id, skipped.Block.Header.Round, skipped.Block.Digest));
        if (!faults.IsEmpty)
            SayBad(certified.Block.Header.Round, certified.Block.Digest, faults);
        LookAtNext();
    }

    /// <summary>At most one block at a time is re-evaluated beside the round's own work.</summary>
    private void LookAtNext()
    {
        if (_certified.Next() is { } next)
            Context.Work(
                _services, WorkPart.Evaluation, () => BlockWork.Judge(_services, next), CostOf(next.Block));
    }

    private void OnFound(Round round, BlockDigest block, ImmutableArray<BlockFault> faults)
    {
        if (_certified.OnFound(block, faults))
            SayBad(round, block, faults);
    }

    private void SayBad(Round round, BlockDigest block, ImmutableArray<BlockFault> faults)
    {
        if (_services.StopsOnCertifiedBad)
            _peer.Signing.Stop();
        Context.Publish(new Fact.CertifiedButBad(_peer.Id, round, block, faults)
        {
            HasStopped = _services.StopsOnCertifiedBad,
        });
    }

    private TimeSpan CostOf(Block block) =>
        _services.Costs.Block + (_services.Costs.Transaction * block.Payset.Length);
}
