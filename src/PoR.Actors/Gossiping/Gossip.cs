using System.Collections.Immutable;
using PoR.Actors.Contract;
using PoR.Actors.Messages;
using PoR.Core.Agreement;
using PoR.Core.Blocks;
using PoR.Core.Protocol;

namespace PoR.Actors.Gossiping;

/// <summary>
/// A node's voice and ears: hears each message once, gives it to the actor that it is for, and repeats what this
/// node said in its open round (design decisions 12 and 13).
/// </summary>
public sealed class Gossip : IActor
{
    private const int LeadersKeptMax = 1_000;

    private readonly NodeId _node;
    private readonly GossipOptions _options;
    private readonly ActorAddress[] _peers;
    private readonly ActorAddress[] _floodPeers;
    private readonly RecentSet _heard = new(RecentSet.DefaultCapacity);
    private readonly RecentSet _relayed = new(RecentSet.DefaultCapacity);
    private readonly List<PeerMessage> _own = [];
    private readonly Dictionary<int, TimeSpan> _heardAt = [];
    private readonly Dictionary<PublicKey, NodeId> _leaderHeardFrom = [];
    private readonly Dictionary<ActorAddress, BlockDigest> _toldBy = [];
    private GossipMessage.RoundOpened? _open;
    private int _repeats;
    private int _nextAsked;

    /// <summary>A node's gossip.</summary>
    /// <param name="node">Which node.</param>
    /// <param name="options">Peers and periods.</param>
    public Gossip(NodeId node, GossipOptions options)
    {
        _node = node;
        _options = options;
        _peers = [.. options.Peers.Select(Addresses.Gossip)];
        _floodPeers = [.. options.FloodPeers.Select(Addresses.Gossip)];
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
            case PeerMessage heard:
                OnHeard(context, heard);
                break;
            case GossipMessage.Publish { Message: var own }:
                Publish(context, own);
                break;
            case GossipMessage.Relay { Message: var valid }:
                Relay(context, valid);
                break;
            case GossipMessage.Announce { Certificate: var certificate }:
                Announce(context, certificate);
                break;
            case GossipMessage.HelpBehind { Peer: var behind, Blocks: var blocks }:
                if (_options.FloodPeers.Contains(behind))
                    context.Send(Addresses.Gossip(behind), new PeerMessage.ChainSent(blocks));
                break;
            case GossipMessage.Greet { Peer: var stranger }:
                Greet(context, stranger);
                break;
            case GossipMessage.SendTo { Peer: var peer, Message: var reply }:
                context.Send(Addresses.Gossip(peer), reply);
                break;
            case GossipMessage.AskSome { Message: var question, Leader: var leader }:
                Ask(context, question, leader);
                break;
            case GossipMessage.RoundOpened opened:
                OpenRound(opened);
                break;
            case GossipMessage.Repeat:
                if (RepeatOf(isFirst: _repeats++ == 0) is { } repeated)
                    context.SendMany(_peers, repeated);
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

    /// <summary>
    /// What was heard is forgotten: a message that came too early and was dropped must be heard when it is
    /// repeated.
    /// </summary>
    private void OpenRound(GossipMessage.RoundOpened opened)
    {
        _open = opened;
        _own.Clear();
        _heard.Clear();
        _toldBy.Clear();
        _repeats = 0;
    }

    private void Publish(IContext context, PeerMessage own)
    {
        if (own.Identity is { } identity)
        {
            _heard.Add(identity);
            _relayed.Add(identity);
        }

        if (own is PeerMessage.TicketSent or PeerMessage.ProposalSent or PeerMessage.VoteSent)
            _own.Add(own);
        context.SendMany(_peers, own);
        Deliver(context, _node, own);
    }

    private void Ask(IContext context, PeerMessage question, PublicKey? leader)
    {
        if (_peers.Length == 0)
            return;
        var next = _peers[(_nextAsked++ + _node.Index) % _peers.Length];
        context.Send(next, question);
        if (leader is not { } key || !_leaderHeardFrom.TryGetValue(key, out var source))
            return;
        var knowing = Addresses.Gossip(source);
        if (knowing != next)
            context.Send(knowing, question);
    }

    private void Announce(IContext context, Certificate certificate)
    {
        var message = new PeerMessage.CertificateSent(certificate);
        var isForAll = _options.TellAllBytesMax is not { } most || (long)message.WireBytes * _peers.Length <= most;
        context.SendMany(
            [
                .. (isForAll ? _peers : _floodPeers)
                    .Where(peer => !_toldBy.TryGetValue(peer, out var told) || told != certificate.Block),
            ],
            message);
    }

    private void Relay(IContext context, PeerMessage valid)
    {
        if (valid.Identity is { } identity && _relayed.Add(identity))
            context.SendMany(_peers, valid);
    }

    private void OnHeard(IContext context, PeerMessage heard)
    {
        var peer = new NodeId(Addresses.NodeOf(context.Sender.Key));
        GreetAgain(context, peer);
        if (heard.Identity is { } identity && !_heard.Add(identity))
            return;
        Deliver(context, peer, heard);
    }

    /// <summary>A peer that was silent for long hears at once what it may have missed (decision 12).</summary>
    private void GreetAgain(IContext context, NodeId peer)
    {
        var last = _heardAt.GetValueOrDefault(peer.Index, context.Now);
        _heardAt[peer.Index] = context.Now;
        if (context.Now - last > _options.Silence)
            Greet(context, peer);
    }

    private void Greet(IContext context, NodeId peer)
    {
        if (RepeatOf(isFirst: false) is { } repeated)
            context.Send(Addresses.Gossip(peer), repeated);
    }

    /// <summary>
    /// A peer has ended a round. Most copies come when this node has ended it too. Of a branch that this node is not
    /// on, or of a later round, the ledger hears where the peer stands.
    /// </summary>
    private void OnCertificate(IContext context, NodeId peer, Certificate certificate)
    {
        if (_open is null || certificate.Block == _open.Parent)
            return;
        _toldBy[Addresses.Gossip(peer)] = certificate.Block;
        if (certificate.Round >= _open.Round)
            ToCoordinator(context, new CoordinatorMessage.CertificateReceived(peer, certificate));
        if (certificate.Parent != _open.Parent)
            ToLedger(context, new LedgerMessage.StatusHeard(peer, certificate.Round.Next, certificate.Block, null));
    }

    private PeerMessage.Repeated? RepeatOf(bool isFirst) => _open is null
        ? null
        : new PeerMessage.Repeated(_open.Round, _open.Parent, isFirst ? null : _open.Certificate, [.. _own]);

    private void Deliver(IContext context, NodeId peer, PeerMessage message)
    {
        switch (message)
        {
            case PeerMessage.TransactionSent { Transaction: var transaction }:
                context.Send(Addresses.Mempool(_node), new MempoolMessage.TransactionReceived(transaction));
                break;
            case PeerMessage.TicketSent { Ticket: var ticket }:
                NoteLeader(ticket.Sender, peer);
                ToCoordinator(context, new CoordinatorMessage.TicketReceived(ticket));
                break;
            case PeerMessage.ProposalSent { Proposal: var proposal }:
                NoteLeader(proposal.Vote.Ballot.Sender, peer);
                ToCoordinator(context, new CoordinatorMessage.ProposalReceived(proposal));
                break;
            case PeerMessage.VoteSent { Vote: var vote }:
                ToCoordinator(context, new CoordinatorMessage.VoteReceived(vote));
                break;
            case PeerMessage.Repeated repeated:
                ToLedger(context, new LedgerMessage.StatusHeard(
                    peer, repeated.OpenRound, repeated.Parent, repeated.Certificate));
                foreach (var own in repeated.Own)
                    OnRepeated(context, peer, own);
                break;
            case PeerMessage.CertificateSent { Certificate: var certificate }:
                OnCertificate(context, peer, certificate);
                break;
            case PeerMessage.ChainRequested { After: var after }:
                ToLedger(context, new LedgerMessage.ChainRequested(peer, after));
                break;
            case PeerMessage.ChainSent { Blocks: var blocks }:
                ToLedger(context, new LedgerMessage.ChainReceived(peer, blocks));
                break;
            case PeerMessage.ProposalRequested { Parent: var parent, Leader: var leader }:
                ToCoordinator(context, new CoordinatorMessage.ProposalRequested(peer, parent, leader));
                break;
            case PeerMessage.BlockRequested { Block: var digest }:
                ToCoordinator(context, new CoordinatorMessage.BlockRequested(peer, digest));
                break;
            case PeerMessage.BlockSent { Block: var block }:
                ToCoordinator(context, new CoordinatorMessage.BlockReceived(block));
                ToLedger(context, new LedgerMessage.BlockReceived(block));
                break;
            default:
                context.Unhandled(message);
                break;
        }
    }

    /// <summary>Only messages of a round are repeated; anything else within a repeat is not delivered.</summary>
    private void OnRepeated(IContext context, NodeId peer, PeerMessage own)
    {
        if (own.Identity is { } identity && own is not PeerMessage.TransactionSent && _heard.Add(identity))
            Deliver(context, peer, own);
    }

    private void NoteLeader(PublicKey leader, NodeId peer)
    {
        if (peer == _node)
            return;
        if (_leaderHeardFrom.Count >= LeadersKeptMax)
            _leaderHeardFrom.Clear();
        _leaderHeardFrom[leader] = peer;
    }

    private void ToCoordinator(IContext context, CoordinatorMessage message) =>
        context.Send(Addresses.Coordinator(_node), message);

    private void ToLedger(IContext context, LedgerMessage message) =>
        context.Send(Addresses.Ledger(_node), message);
}
