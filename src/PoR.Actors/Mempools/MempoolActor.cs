using System.Collections.Immutable;
using System.Diagnostics;
using Akka.Actor;
using PoR.Actors.Evaluators;
using PoR.Actors.Gossiping;
using PoR.Actors.Messages;
using PoR.Actors.Peers;
using PoR.Actors.Rounds;
using PoR.Actors.Services;
using PoR.Chain;
using PoR.Core.Agreement;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Ledger.State;
using PoR.Ledger.Transactions;
using PoR.Wire;

namespace PoR.Actors.Mempools;

/// <summary>What the check of a transaction's signatures and proofs has found.</summary>
/// <param name="Transaction">The transaction.</param>
/// <param name="IsOwn">True when a user of this peer submitted it.</param>
/// <param name="Fault">Why the signature, or a sponsor's right, does not hold; null if they do.</param>
internal sealed record TransactionChecked(SignedTransaction Transaction, bool IsOwn, PoolFault? Fault);

/// <summary>A peer's valid pending transactions and evidence: hands them to leaders (PoR §5.2 step 0 and 1).</summary>
internal sealed class MempoolActor : ReceiveActor
{
    private readonly PeerActors _peer;
    private readonly NodeServices _services;
    private readonly PendingTransactions _pending;
    private readonly List<Evidence> _evidence = [];
    private readonly BufferMark _mark;
    private readonly BufferMark _bytesMark;
    private readonly BufferMark _evidenceMark;
    private Branch _branch;

    public MempoolActor(PeerActors peer, NodeServices services)
    {
        (_peer, _services) = (peer, services);
        _pending = new PendingTransactions(services.Mempool);
        _mark = services.Buffers.Of("transactions", services.Mempool.TransactionsMax);
        _bytesMark = services.Buffers.Of("bytes of transactions", services.Mempool.BytesMax);
        _evidenceMark = services.Buffers.Of("pieces of evidence", services.Mempool.EvidenceMax);
        _branch = services.Chain.Genesis;
        Receive<MempoolMessage.Submit>(m => Check(m.Transaction, isOwn: true));
        Receive<MempoolMessage.TransactionReceived>(m => Check(m.Transaction, isOwn: false));
        Receive<TransactionChecked>(OnChecked);
        Receive<MempoolMessage.BuildBlock>(m => _peer.Evaluator.Tell(
            new EvaluatorMessage.Build(m, [.. _pending.InOrder], [.. _evidence])));
        Receive<MempoolMessage.ExpandBlock>(m => _peer.Coordinator.Tell(
            new CoordinatorMessage.BlockExpanded(m.Block, Expand(m.Block))));
        Receive<MempoolMessage.EvidenceFound>(m => Keep(m.Evidence));
        Receive<MempoolMessage.TipMoved>(OnTipMoved);
        Receive<Status.Failure>(
            f => throw new InvalidOperationException("A transaction could not be checked.", f.Cause));
    }

    /// <summary>An empty pool on genesis.</summary>
    public static Props Props(PeerActors peer, NodeServices services) =>
        Akka.Actor.Props.Create(() => new MempoolActor(peer, services));

    private LedgerState State => _branch.State;

    private Timestamp Clock => _services.Clock(Context.System.Scheduler.Now);

    /// <summary>
    /// What the pool would not take costs no check of a signature, which takes many times as long as the rules do.
    /// </summary>
    private void Check(SignedTransaction transaction, bool isOwn)
    {
        if (_pending.FaultOf(State, transaction, Clock, isOwn) is { } fault)
        {
            Refuse(transaction, isOwn, fault);
            return;
        }

        // Scored now, a text takes no time of the round in which it comes into a block.
        var isKnown = _services.Checks.Knows(transaction);
        var note = isKnown ? null : (transaction.Body as Transaction.Review)?.Note;
        var branch = _branch;
        Context.Work(
            _services,
            WorkPart.Checks,
            () =>
            {
                var fault = FaultOf(transaction, branch);
                if (fault is null && note is not null)
                    _services.Measured(WorkPart.Evaluation, () => _services.Chain.Of(note))();
                return new TransactionChecked(transaction, isOwn, fault);
            },
            _services.Costs.Verify,
            isQuick: isKnown);
    }

    private PoolFault? FaultOf(SignedTransaction transaction, Branch branch)
    {
        if (!_services.Checks.IsValid(transaction))
            return new PoolFault.NotSigned();
        return BlockWork.SponsorFault(_services, branch, transaction) is { } unproven
            ? new PoolFault.Unproven(unproven)
            : null;
    }

    private void OnChecked(TransactionChecked check)
    {
        var (transaction, isOwn, fault) = check;
        fault ??= Take(transaction, isOwn);
        var sent = new PeerMessage.TransactionSent(transaction);
        if (fault is not null)
            Refuse(transaction, isOwn, fault);
        else if (isOwn)
            _peer.Gossip.Tell(new GossipMessage.Publish(sent));
        else if (_services.RelaysHopByHop)
            _peer.Gossip.Tell(new GossipMessage.Relay(sent));
    }

    private PoolFault? Take(SignedTransaction transaction, bool isOwn)
    {
        var (fault, dropped) = _pending.Add(State, transaction, Clock, isOwn);
        foreach (var (pending, reason) in dropped)
            GiveUp(pending, reason);
        _mark.Note(_pending.Count);
        _bytesMark.Note(_pending.Bytes);
        return fault;
    }

    /// <summary>A peer's copy of what this node has, or of what a block holds, is no fault.</summary>
    private void Refuse(SignedTransaction transaction, bool isOwn, PoolFault fault)
    {
        if (isOwn)
            Context.Publish(new Fact.TransactionRefused(_peer.Id, transaction, fault));
        else if (fault is not (PoolFault.AlreadyPending or PoolFault.Invalid { Fault: TransactionFault.SequenceUsed }))
            Context.Refuse(
                _peer,
                new Refusal.OfTransaction(transaction.Body.Sender, fault),
                new PeerMessage.TransactionSent(transaction));
    }

    /// <summary>Other pools may hold it still, so no user of this node is told that it is refused.</summary>
    private void GiveUp(PendingTransaction pending, PoolFault reason) => Context.Publish(new Fact.MessageRefused(
        _peer.Id, new Refusal.OfTransaction(pending.Transaction.Body.Sender, reason)));

    private Core.Agreement.Block? Expand(CompactBlock block)
    {
        var transactions = ImmutableArray.CreateBuilder<SignedTransaction>(block.Entries.Length);
        foreach (var (id, _) in block.Entries)
        {
            if (_pending.Find(id) is not { } transaction)
                return null;
            transactions.Add(transaction);
        }

        return _services.Chain.Expand(block, transactions.MoveToImmutable());
    }

    private void Keep(Evidence evidence)
    {
        // On another branch it would be worth nothing, and one that is worth nothing must not keep the other out.
        var isKnown = _evidence.Exists(e => e.Accused == evidence.Accused && e.Round == evidence.Round
            && e.GetType() == evidence.GetType() && BranchesOf(e) == BranchesOf(evidence));
        if (isKnown || _evidence.Count >= _services.Mempool.EvidenceMax)
            return;
        _evidence.Add(evidence);
        _evidenceMark.Note(_evidence.Count);
        if (evidence is not Evidence.NoConfidence) // That one every node counts for itself.
            _peer.Gossip.Tell(new ComparisonMessage.Caught(evidence));
        Context.Publish(new Fact.EvidenceSeen(_peer.Id, evidence));
    }

    private void OnTipMoved(MempoolMessage.TipMoved moved)
    {
        _branch = moved.Branch;
        foreach (var (pending, reason) in _pending.Recheck(State, Clock))
        {
            // What has become invalid, mostly by being in a block, is no news to whoever follows the chain.
            if (reason is not PoolFault.Invalid)
                GiveUp(pending, reason);
        }

        foreach (var returned in moved.Returned)
            Take(returned, isOwn: false);
        _evidence.RemoveAll(IsDone);
    }

    /// <summary>On which branches somebody misbehaved; a contradiction may lie on two.</summary>
    private static (BlockDigest, BlockDigest) BranchesOf(Evidence evidence) => evidence switch
    {
        Evidence.NoConfidence e => (e.Parent, e.Parent),
        Evidence.Contradiction e => (e.First.Ballot.Parent, e.Second.Ballot.Parent),
        Evidence.WrongCredential e => (e.Vote.Ballot.Parent, e.Vote.Ballot.Parent),
        _ => throw new UnreachableException($"No branch for {evidence.GetType().Name}."),
    };

    private bool IsDone(Evidence evidence) =>
        State.Round > evidence.Round + _services.Parameters.EvidenceRounds
        || State.Evidence.Any(done => done.Accused == evidence.Accused && done.Round == evidence.Round);
}
