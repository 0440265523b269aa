using System.Collections.Immutable;
using PoR.Actors.Contract;
using PoR.Actors.Messages;
using PoR.Actors.Services;
using PoR.Core.Agreement;
using PoR.Core.Transactions;
using PoR.Ledger.State;

namespace PoR.Actors.Mempools;

/// <summary>A node's valid pending transactions and evidence: hands them to leaders (PoR §5.2 step 0 and 1).</summary>
public sealed class Mempool : IActor
{
    private const string CheckKey = "signature";

    private readonly NodeId _node;
    private readonly NodeServices _services;
    private readonly PendingTransactions _pending;
    private readonly List<Evidence> _evidence = [];
    private LedgerState _state;

    /// <summary>An empty pool on genesis.</summary>
    public Mempool(NodeId node, NodeServices services)
    {
        _node = node;
        _services = services;
        _pending = new PendingTransactions(services.Mempool);
        _state = services.Chain.Genesis.State;
    }

    /// <inheritdoc/>
    public void OnStart(IContext context)
    {
    }

    /// <inheritdoc/>
    public void OnMessage(IContext context, IMessage message)
    {
        switch (message)
        {
            case MempoolMessage.Submit { Transaction: var own }:
                context.Offload(new VerifyTransactionJob(_services, own, IsOwn: true), CheckKey);
                break;
            case MempoolMessage.TransactionReceived { Transaction: var other }:
                if (_pending.Find(other.Id) is null)
                    context.Offload(new VerifyTransactionJob(_services, other, IsOwn: false), CheckKey);
                break;
            case JobDone { Result: TransactionChecked check }:
                OnChecked(context, check);
                break;
            case JobDone { Error: { } error }:
                throw new InvalidOperationException($"A transaction could not be checked: {error}");
            case MempoolMessage.BuildBlock request:
                context.Send(
                    Addresses.Evaluator(_node),
                    new EvaluatorMessage.Build(request, [.. _pending.InOrder], [.. _evidence]));
                break;
            case MempoolMessage.ExpandBlock { Block: var block }:
                context.Send(
                    Addresses.Coordinator(_node), new CoordinatorMessage.BlockExpanded(block, Expand(block)));
                break;
            case MempoolMessage.EvidenceFound { Evidence: var evidence }:
                Keep(context, evidence);
                break;
            case MempoolMessage.TipMoved moved:
                OnTipMoved(moved);
                break;
            default:
                context.Unhandled(message);
                break;
        }
    }

    /// <inheritdoc/>
    public void OnStop(IContext context, StopReason why)
    {
    }

    private void OnChecked(IContext context, TransactionChecked check)
    {
        var transaction = check.Transaction;
        var fault = check.IsSigned
            ? _pending.Add(_state, transaction)
            : "The signature is not the sender's.";
        if (fault is not null)
        {
            if (check.IsOwn)
                context.Publish(Addresses.Facts, new Fact.TransactionRefused(_node, transaction, fault));
            return;
        }

        var sent = new PeerMessage.TransactionSent(transaction);
        if (check.IsOwn)
            context.Send(Addresses.Gossip(_node), new GossipMessage.Publish(sent));
        else if (_services.RelaysHopByHop)
            context.Send(Addresses.Gossip(_node), new GossipMessage.Relay(sent));
    }

    private Core.Blocks.Block? Expand(CompactBlock block)
    {
        var transactions = ImmutableArray.CreateBuilder<SignedTransaction>(block.Entries.Length);
        foreach (var (id, _) in block.Entries)
        {
            if (_pending.Find(id) is not { } transaction)
                return null;
            transactions.Add(transaction);
        }

        return block.Expand(transactions.MoveToImmutable());
    }

    private void Keep(IContext context, Evidence evidence)
    {
        var isKnown = _evidence.Exists(
            e => e.Accused == evidence.Accused && e.Round == evidence.Round && e.GetType() == evidence.GetType());
        if (isKnown || _evidence.Count >= _services.Mempool.EvidenceMax)
            return;
        _evidence.Add(evidence);
        context.Publish(Addresses.Facts, new Fact.EvidenceSeen(_node, evidence));
    }

    private void OnTipMoved(MempoolMessage.TipMoved moved)
    {
        _state = moved.State;
        _pending.Recheck(_state);
        foreach (var returned in moved.Returned)
            _pending.Add(_state, returned);
        _evidence.RemoveAll(IsDone);
    }

    private bool IsDone(Evidence evidence) =>
        _state.Round > evidence.Round + _services.Parameters.EvidenceRounds
        || _state.Evidence.Any(done => done.Accused == evidence.Accused && done.Round == evidence.Round);
}
