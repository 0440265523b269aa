using System.Collections.Immutable;
using PoR.Actors.Contract;
using PoR.Actors.Messages;
using PoR.Actors.Services;
using PoR.Core.Agreement;
using PoR.Core.Blocks;
using PoR.Core.Transactions;
using PoR.Ledger.Blocks;
using PoR.Ledger.Chain;

namespace PoR.Actors.Ledgers;

/// <summary>
/// A node's chain: takes certified blocks in, chooses among branches, opens the next round, and answers peers that
/// have fallen behind (design §3, decisions 14 and 15).
/// </summary>
public sealed class LedgerActor : IEventSourced
{
    private const string FetchKey = "fetch";

    private readonly NodeId _node;
    private readonly NodeServices _services;
    private readonly CertifiedChain _chain;
    private readonly CatchUp _catchUp;
    private readonly Dictionary<NodeId, TimeSpan> _helpedAt = [];
    private Certificate? _bodyMissing;
    private (BlockDigest Block, TimeSpan At)? _told;

    /// <summary>A ledger that holds genesis.</summary>
    public LedgerActor(NodeId node, NodeServices services)
    {
        _node = node;
        _services = services;
        _chain = new CertifiedChain(services);
        _catchUp = new CatchUp(node, services, _chain);
    }

    /// <summary>The node's chain, for observers that look and touch nothing.</summary>
    public CertifiedChain Chain => _chain;

    /// <inheritdoc/>
    public void OnStart(IContext context)
    {
    }

    /// <inheritdoc/>
    public void OnStop(IContext context, StopReason why)
    {
    }

    /// <inheritdoc/>
    public void Apply(IEvent durable)
    {
        if (durable is LedgerEvent.BlockCertified { Block: var block })
            _chain.Add(block);
    }

    /// <inheritdoc/>
    public ISnapshot? TakeSnapshot() => null;

    /// <inheritdoc/>
    public void LoadSnapshot(ISnapshot snapshot) =>
        throw new InvalidOperationException("A ledger recovers from its blocks.");

    /// <inheritdoc/>
    public void OnMessage(IContext context, IMessage message)
    {
        switch (message)
        {
            case LedgerMessage.RoundWanted:
                OpenRound(context, []);
                break;
            case LedgerMessage.RoundEnded { Certificate: var certificate, Block: var block }:
                context.Publish(Addresses.Facts, new Fact.RoundDecided(_node, certificate.Round, certificate));
                TellPeers(context, certificate);
                OnRoundEnded(context, certificate, block);
                break;
            case LedgerMessage.BlockReceived { Block: var body }:
                if (_bodyMissing is { } waiting && waiting.Block == body.Digest && body.HasOwnBody)
                    OnRoundEnded(context, waiting, body);
                break;
            case LedgerMessage.BodyOverdue:
                Fetch(context);
                break;
            case LedgerMessage.StatusHeard status:
                OnStatus(context, status);
                break;
            case LedgerMessage.ChainRequested { Peer: var peer, After: var after }:
                Answer(context, peer, after);
                break;
            case LedgerMessage.ChainReceived { Peer: var peer, Blocks: var blocks }:
                _catchUp.Receive(context, peer, blocks, blocks.Length >= PeerMessage.ChainSent.BlocksMax);
                break;
            case LedgerMessage.BlockRequested { Peer: var peer, Block: var digest }:
                if (_chain.Find(digest) is { } known)
                    Reply(context, peer, new PeerMessage.BlockSent(known.Block));
                break;
            case LedgerMessage.BlockStored { Abandoned: var abandoned }:
                OnStored(context, abandoned);
                break;
            case JobDone { Result: CertificateChecked check }:
                OnChecked(context, check);
                break;
            case JobDone { Error: { } error }:
                throw new InvalidOperationException($"A certificate could not be checked: {error}");
            default:
                context.Unhandled(message);
                break;
        }
    }

    /// <summary>
    /// What one honest node has, all honest nodes must have within λ: so the certificate leaves at once, before the
    /// block is stored, even while its body is missing (design decision 12).
    /// </summary>
    private void TellPeers(IContext context, Certificate certificate)
    {
        if (!_services.TellsCertificates || _chain.Find(certificate.Block) is not null)
            return;
        _told = (certificate.Block, context.Now);
        context.Send(Addresses.Gossip(_node), new GossipMessage.Announce(certificate));
    }

    private void OnRoundEnded(IContext context, Certificate certificate, Block? block)
    {
        if (_chain.BranchOf(certificate.Parent) is not { } branch || _chain.Find(certificate.Block) is not null)
            return;
        var body = certificate.IsEmptyBlock ? BlockExecutor.EmptyBlock(branch.State).Block : block;
        if (body is null)
        {
            _bodyMissing = certificate;
            Fetch(context);
            return;
        }

        _bodyMissing = null;
        context.CancelTimer(FetchKey);
        Store(context, new CertifiedBlock(body, certificate));
    }

    /// <summary>Nothing is more urgent than a missing block: the next round waits for it (design decision 7).</summary>
    private void Fetch(IContext context)
    {
        if (_bodyMissing is not { } certificate || _chain.Find(certificate.Block) is not null)
        {
            _bodyMissing = null;
            return;
        }

        context.Send(Addresses.Gossip(_node), new GossipMessage.AskSome(
            new PeerMessage.BlockRequested(certificate.Block), certificate.Ticket?.Sender));
        context.StartTimer(FetchKey, _services.SmallLambda / 2, LedgerMessage.BodyOverdue.Instance);
    }

    private void OnStatus(IContext context, LedgerMessage.StatusHeard status)
    {
        if (status.OpenRound < _chain.Tip.View.Round)
        {
            Help(context, status);
            return;
        }

        if (_chain.BranchOf(status.Parent) is not null)
            return;
        if (status.Certified is { } certified && _chain.BranchOf(certified.Block.Header.Parent) is not null)
            _catchUp.Receive(context, status.Peer, [certified], mayHaveMore: false);
        else
            _catchUp.Ask(context, status.Peer);
    }

    /// <summary>
    /// A peer is behind: it is sent at once what it lacks, the certificate of its open round, else the chain. Where it
    /// stands on another branch it hears where this node stands, and asks.
    /// </summary>
    private void Help(IContext context, LedgerMessage.StatusHeard status)
    {
        var lacks = _chain.After([status.Parent], PeerMessage.ChainSent.BlocksMax);
        var isOnItsWay = lacks.Length == 1 && _told is var (block, at) && block == lacks[0].Block.Digest
            && context.Now - at < _services.SmallLambda;
        var isHelped = _helpedAt.TryGetValue(status.Peer, out var helped)
            && context.Now - helped < _services.SmallLambda;
        if (!_services.TellsCertificates || isOnItsWay || isHelped)
            return;
        _helpedAt[status.Peer] = context.Now;
        context.Send(Addresses.Gossip(_node), lacks.Length switch
        {
            0 => new GossipMessage.Greet(status.Peer),
            1 => new GossipMessage.SendTo(status.Peer, new PeerMessage.CertificateSent(lacks[0].Certificate)),
            _ => new GossipMessage.HelpBehind(status.Peer, lacks),
        });
    }

    private void OnChecked(IContext context, CertificateChecked check)
    {
        _catchUp.OnChecked(check.Block);
        if (check.Fault is { } fault)
        {
            context.Publish(Addresses.Facts, new Fact.MessageRefused(_node, "certificate", fault));
            _catchUp.Advance(context);
            return;
        }

        if (Store(context, check.Block))
        {
            _catchUp.OnStored();
            if (_catchUp.IsIdle)
                TellPeers(context, check.Block.Certificate);
        }
        else
            _catchUp.Advance(context);
    }

    /// <summary>Makes a certified block durable; what follows from it comes with the next turn.</summary>
    private bool Store(IContext context, CertifiedBlock certified)
    {
        var block = certified.Block;
        if (_chain.BranchOf(block.Header.Parent) is null || _chain.Find(block.Digest) is not null)
            return false;
        if (_chain.Execute(certified) is not BlockOutcome.Valid valid)
        {
            context.Publish(
                Addresses.Facts,
                new Fact.MessageRefused(_node, "certified block", "The block breaks the ledger's rules."));
            return false;
        }

        if (_chain.Preview(block, valid) is not AddOutcome.Added added)
            return false;
        context.Persist(new LedgerEvent.BlockCertified(certified));
        context.Publish(Addresses.Facts, new Fact.BlockCertified(
            _node, block, certified.Certificate, valid.Next, added.IsFork));
        context.Send(context.Self, new LedgerMessage.BlockStored(
            added.Adopted.IsEmpty ? null : [.. added.Abandoned.Select(node => node.Digest)]));
        return true;
    }

    /// <param name="context">Of the turn.</param>
    /// <param name="abandoned">Blocks that the main chain lost; null when the tip did not move.</param>
    private void OnStored(IContext context, ImmutableArray<BlockDigest>? abandoned)
    {
        if (abandoned is { } lost)
        {
            context.Publish(Addresses.Facts, new Fact.TipMoved(_node, _chain.Tip.State, lost.Length > 0));
            OpenRound(context, lost);
        }

        _catchUp.Advance(context);
    }

    private void OpenRound(IContext context, ImmutableArray<BlockDigest> abandoned)
    {
        ImmutableArray<SignedTransaction> returned =
        [
            .. abandoned.Reverse().SelectMany(d => _chain.Find(d)?.Block.Payset ?? []).Select(e => e.Transaction),
        ];
        context.Send(Addresses.Mempool(_node), new MempoolMessage.TipMoved(_chain.Tip.State, returned));
        context.Send(
            Addresses.Coordinator(_node), new CoordinatorMessage.RoundOpened(_chain.Tip, _chain.TipBlock));
    }

    private void Answer(IContext context, NodeId peer, ImmutableArray<BlockDigest> after)
    {
        var blocks = _chain.After(
            [.. after.Take(PeerMessage.ChainRequested.DigestsMax)], PeerMessage.ChainSent.BlocksMax);
        if (!blocks.IsEmpty)
            Reply(context, peer, new PeerMessage.ChainSent(blocks));
    }

    private void Reply(IContext context, NodeId peer, PeerMessage message) =>
        context.Send(Addresses.Gossip(_node), new GossipMessage.SendTo(peer, message));
}
