using System.Collections.Immutable;
using Akka.Actor;
using PoR.Actors.Gossiping;
using PoR.Actors.Links;
using PoR.Actors.Messages;
using PoR.Actors.Peers;
using PoR.Actors.Services;
using PoR.Chain;
using PoR.Consensus.Certificates;
using PoR.Core.Agreement;
using PoR.Ledger.Blocks;
using PoR.Wire;

namespace PoR.Actors.Ledgers;

/// <summary>What the check of a peer's certified block has found.</summary>
/// <param name="Block">The block and its certificate.</param>
/// <param name="Source">Who has sent it.</param>
/// <param name="Fault">Null when the certificate holds.</param>
internal sealed record CertificateChecked(CertifiedBlock Block, NodeId Source, CertificateFault? Fault);

/// <summary>
/// Blocks that peers have sent, taken in one after the other: each needs its parent's state. Asks for more as long
/// as a peer is ahead, one question at a time (D16).
/// </summary>
internal sealed class CatchUp(PeerActors self, NodeServices services, CertifiedChain chain)
{
    /// <summary>Most blocks that wait; what comes when it is full is asked for again later.</summary>
    public const int WaitingMax = 64;

    // The wait grows to at most 2^4 λ. A peer that always answers first and never helps then leaves its turn to others.
    private const int BackOffMax = 4;

    private readonly Queue<(CertifiedBlock Block, NodeId Peer)> _waiting = [];
    private readonly Dictionary<NodeId, (TimeSpan NotBefore, int Fruitless)> _asked = [];
    private readonly BufferMark _mark = services.Buffers.Of("blocks to catch up with", WaitingMax);
    private readonly List<(NodeId Peer, ChainPoint After)> _more = []; // At most one for each peer, the latest last.
    private CertifiedBlock? _checking;
    private NodeId? _helper; // It has brought the block that was stored last.
    private TimeSpan _askedAt = TimeSpan.MinValue;
    private (TimeSpan At, int Blocks)? _begun; // For observers.

    /// <summary>True when no block waits, and no peer is known to have more.</summary>
    public bool IsIdle => _waiting.Count == 0 && _checking is null && _more.Count == 0;

    /// <summary>A peer stands where this node's chain does not reach.</summary>
    public void Ask(IActorContext context, NodeId peer) => Ask(context, peer, []);

    private void Ask(IActorContext context, NodeId peer, ImmutableArray<ChainPoint> first)
    {
        var now = context.System.Scheduler.MonotonicClock;
        if (_askedAt != TimeSpan.MinValue && now - _askedAt < services.SmallLambda)
            return;
        var (notBefore, fruitless) = _asked.GetValueOrDefault(peer);
        if (now < notBefore)
            return;
        _asked[peer] = (now + (services.SmallLambda * (1 << fruitless)), Math.Min(fruitless + 1, BackOffMax));
        _askedAt = now;
        self.Gossip.Tell(new GossipMessage.SendTo(
            peer, new PeerMessage.ChainRequested([.. first, .. chain.Locator()])));
    }

    /// <summary>A peer has sent blocks.</summary>
    /// <param name="context">Of the turn.</param>
    /// <param name="peer">Who; it is asked again when it may have more.</param>
    /// <param name="blocks">Each the next one's parent.</param>
    /// <param name="mayHaveMore">True when the message was full.</param>
    public void Receive(
        IActorContext context, NodeId peer, ImmutableArray<CertifiedBlock> blocks, bool mayHaveMore)
    {
        if (blocks.FirstOrDefault(block => block.Block.Header.Network != services.Genesis.Network) is { } foreign)
        {
            context.Publish(new Fact.MessageRefused(
                self.Id, new Refusal.OfBlock(foreign.Block.Header.Round, new BlockFault.WrongNetwork())));
            self.Gossip.Tell(new GossipMessage.AtFault(peer, PeerFault.Forged));
            return;
        }

        if (mayHaveMore)
        {
            _more.RemoveAll(more => more.Peer == peer);
            _more.Add((peer, PointOf(blocks[^1].Block)));
        }

        _begun ??= (context.System.Scheduler.MonotonicClock, 0);
        var own = _waiting.Count(w => w.Peer == peer);
        foreach (var block in blocks)
        {
            if (_waiting.Count < WaitingMax && own++ < PeerMessage.ChainSent.BlocksMax)
                _waiting.Enqueue((block, peer));
        }

        _mark.Note(_waiting.Count);
        Advance(context);
    }

    /// <summary>Has the next block checked whose parent is known.</summary>
    public void Advance(IActorContext context)
    {
        while (_checking is null && _waiting.TryDequeue(out var next))
        {
            var block = next.Block.Block;
            if (chain.Has(block.Digest) || chain.BranchOf(block.Header.Parent) is not { } branch)
                continue;
            var (checking, source) = next;
            _checking = checking;
            context.Work(
                services, WorkPart.Checks, () => Check(checking, source, branch.View),
                services.Costs.VerifyCertificate);
        }

        if (_checking is not null)
            return;
        Observe(context);

        // Only the peer that brought what was stored last is asked for more. Others may have answered after it, with
        // nothing, or with the same blocks and certificates that prove nothing.
        var useful = _more.FindLast(more => more.Peer == _helper && chain.Has(more.After.Block));
        _more.Clear();
        if (useful == default)
            return;
        _askedAt = TimeSpan.MinValue;

        // While the peer's branch is not yet the longer one, this node's own chain as the locator would bring the same
        // blocks again.
        Ask(context, useful.Peer, [useful.After]);
    }

    /// <summary>The check has ended; the next one may begin when the block is stored.</summary>
    public void OnChecked(CertifiedBlock block)
    {
        if (ReferenceEquals(_checking, block))
            _checking = null;
    }

    /// <summary>
    /// The block that was checked last is stored, so the peer that sent it may be asked again at once.
    /// </summary>
    /// <param name="source">That peer.</param>
    public void OnStored(NodeId source)
    {
        _asked.Remove(source);
        _helper = source;
        if (_begun is var (at, blocks))
            _begun = (at, blocks + 1);
    }

    private void Observe(IActorContext context)
    {
        if (_begun is (var at, > 0 and var blocks))
            context.Publish(new Fact.CaughtUp(self.Id, blocks, context.System.Scheduler.MonotonicClock - at));
        _begun = null;
    }

    private static ChainPoint PointOf(Block block) => new(block.Header.Round, block.Digest);

    /// <summary>Checks a certificate from a peer: every vote of it.</summary>
    private CertificateChecked Check(CertifiedBlock block, NodeId source, CommitteeView view)
    {
        var (body, certificate) = block;
        var fault = certificate.Block != body.Digest || !body.HasOwnBody || certificate.IsEmptyBlock != body.IsEmpty
            ? new CertificateFault.WrongBlock(certificate.Block)
            : services.Checks.Check(certificate, view);
        return new CertificateChecked(block, source, fault);
    }
}
