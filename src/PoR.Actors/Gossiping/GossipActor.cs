using System.Collections.Immutable;
using System.Diagnostics;
using Akka.Actor;
using PoR.Actors.Ledgers;
using PoR.Actors.Links;
using PoR.Actors.Mempools;
using PoR.Actors.Peers;
using PoR.Actors.Rounds;
using PoR.Core.Agreement;
using PoR.Core.Identities;
using PoR.Wire;

namespace PoR.Actors.Gossiping;

/// <summary>
/// A peer's voice and ears: hears each message once, gives it to the actor that it is for, and repeats what this
/// peer said in its open round (design decisions 12 and 13). It alone talks to other peers.
/// </summary>
internal sealed class GossipActor : ReceiveActor
{
    private const int LeadersKeptMax = 1_000;

    private readonly PeerActors _peer;
    private readonly GossipOptions _options;
    private readonly IPeerLink _link;
    private readonly RecentSet _heard = new(RecentSet.DefaultCapacity);
    private readonly RecentSet _relayed = new(RecentSet.DefaultCapacity);
    private readonly OwnMessages _own = new();
    private readonly Dictionary<int, TimeSpan> _heardAt = [];
    private readonly Dictionary<PublicKey, NodeId> _leaderHeardFrom = [];
    private readonly Dictionary<NodeId, BlockDigest> _toldBy = [];
    private GossipMessage.RoundOpened? _open;
    private int _repeats;
    private int _nextAsked;

    public GossipActor(PeerActors peer, GossipOptions options, IPeerLink link)
    {
        (_peer, _options, _link) = (peer, options, link);
        link.Listen(Self);
        Receive<PeerHeard>(OnHeard);
        Receive<GossipMessage.Publish>(m => Publish(m.Message));
        Receive<GossipMessage.Relay>(m => Relay(m.Message));
        Receive<GossipMessage.Announce>(m => Announce(m.Certificate));
        Receive<GossipMessage.HelpBehind>(m =>
        {
            if (_options.FloodPeers.Contains(m.Peer))
                _link.Send(m.Peer, EncodedMessage.Of(new PeerMessage.ChainSent(m.Blocks)));
        });
        Receive<GossipMessage.Greet>(m => Greet(m.Peer));
        Receive<GossipMessage.SendTo>(m => _link.Send(m.Peer, EncodedMessage.Of(m.Message)));
        Receive<GossipMessage.AskSome>(m => Ask(m.Message, m.Leader));
        Receive<GossipMessage.RoundOpened>(OpenRound);
        Receive<GossipMessage.Repeat>(_ =>
        {
            if (RepeatOf(isFirst: _repeats++ == 0) is { } repeated)
                _link.SendAll(_options.Peers, repeated);
        });
    }

    private static TimeSpan Now => Context.System.Scheduler.MonotonicClock;

    /// <summary>A peer's gossip.</summary>
    /// <param name="peer">Which peer.</param>
    /// <param name="options">To whom it speaks, and when again.</param>
    /// <param name="link">The way to them.</param>
    public static Props Props(PeerActors peer, GossipOptions options, IPeerLink link) =>
        Akka.Actor.Props.Create(() => new GossipActor(peer, options, link));

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

    private void Publish(PeerMessage own)
    {
        var encoded = EncodedMessage.Of(own);
        if (own.IsHeardOnce)
        {
            _heard.Add(encoded.Digest.Bytes);
            _relayed.Add(encoded.Digest.Bytes);
        }

        _own.Add(encoded);
        _link.SendAll(_options.Peers, encoded);
        Deliver(_peer.Id, own);
    }

    private void Ask(PeerMessage question, PublicKey? leader)
    {
        if (_options.Peers.Length == 0)
            return;
        var next = _options.Peers[(_nextAsked++ + _peer.Id.Index) % _options.Peers.Length];
        var encoded = EncodedMessage.Of(question);
        _link.Send(next, encoded);
        if (leader is { } key && _leaderHeardFrom.TryGetValue(key, out var source) && source != next)
            _link.Send(source, encoded);
    }

    private void Announce(Certificate certificate)
    {
        var message = EncodedMessage.Of(new PeerMessage.CertificateSent(certificate));
        var isForAll = _options.TellAllBytesMax is not { } most
            || (long)message.Length * _options.Peers.Length <= most;
        _link.SendAll(
            [
                .. (isForAll ? _options.Peers : _options.FloodPeers)
                    .Where(peer => !_toldBy.TryGetValue(peer, out var told) || told != certificate.Block),
            ],
            message);
    }

    private void Relay(PeerMessage valid)
    {
        var encoded = EncodedMessage.Of(valid);
        if (valid.IsHeardOnce && _relayed.Add(encoded.Digest.Bytes))
            _link.SendAll(_options.Peers, encoded);
    }

    private void OnHeard(PeerHeard heard)
    {
        _link.Taken(heard);
        GreetAgain(heard.From);
        if (!heard.Message.Message.IsHeardOnce || _heard.Add(heard.Message.Digest.Bytes))
            Deliver(heard.From, heard.Message.Message);
    }

    /// <summary>A peer that was silent for long hears at once what it may have missed (decision 12).</summary>
    private void GreetAgain(NodeId peer)
    {
        var last = _heardAt.GetValueOrDefault(peer.Index, Now);
        _heardAt[peer.Index] = Now;
        if (Now - last > _options.Silence)
            Greet(peer);
    }

    private void Greet(NodeId peer)
    {
        if (RepeatOf(isFirst: false) is { } repeated)
            _link.Send(peer, repeated);
    }

    /// <summary>
    /// A peer has ended a round. Most copies come when this node has ended it too. Of a branch that this node is not
    /// on, or of a later round, the ledger hears where the peer stands.
    /// </summary>
    private void OnCertificate(NodeId peer, Certificate certificate)
    {
        if (_open is null || certificate.Block == _open.Parent)
            return;
        _toldBy[peer] = certificate.Block;
        if (certificate.Round >= _open.Round)
            ToCoordinator(new CoordinatorMessage.CertificateReceived(peer, certificate));
        if (certificate.Parent != _open.Parent)
            ToLedger(new LedgerMessage.StatusHeard(peer, certificate.Round.Next, certificate.Block, null));
    }

    private EncodedMessage? RepeatOf(bool isFirst) => _open is null
        ? null
        : EncodedMessage.Of(new PeerMessage.Repeated(
            _open.Round, _open.Parent, isFirst ? null : _open.Certificate, _own.Next()));

    private void Deliver(NodeId peer, PeerMessage message)
    {
        switch (message)
        {
            case PeerMessage.TransactionSent { Transaction: var transaction }:
                _peer.Mempool.Tell(new MempoolMessage.TransactionReceived(transaction));
                break;
            case PeerMessage.TicketSent { Ticket: var ticket }:
                NoteLeader(ticket.Sender, peer);
                ToCoordinator(new CoordinatorMessage.TicketReceived(ticket));
                break;
            case PeerMessage.ProposalSent { Proposal: var proposal }:
                NoteLeader(proposal.Vote.Ballot.Sender, peer);
                ToCoordinator(new CoordinatorMessage.ProposalReceived(proposal));
                break;
            case PeerMessage.VoteSent { Vote: var vote }:
                ToCoordinator(new CoordinatorMessage.VoteReceived(vote));
                break;
            case PeerMessage.Repeated repeated:
                ToLedger(new LedgerMessage.StatusHeard(
                    peer, repeated.OpenRound, repeated.Parent, repeated.Certificate));
                foreach (var own in repeated.Own)
                    OnRepeated(peer, own);
                break;
            case PeerMessage.CertificateSent { Certificate: var certificate }:
                OnCertificate(peer, certificate);
                break;
            case PeerMessage.ChainRequested { After: var after }:
                ToLedger(new LedgerMessage.ChainRequested(peer, after));
                break;
            case PeerMessage.ChainSent { Blocks: var blocks }:
                ToLedger(new LedgerMessage.ChainReceived(peer, blocks));
                break;
            case PeerMessage.ProposalRequested { Parent: var parent, Leader: var leader }:
                ToCoordinator(new CoordinatorMessage.ProposalRequested(peer, parent, leader));
                break;
            case PeerMessage.BlockRequested { Block: var digest }:
                ToCoordinator(new CoordinatorMessage.BlockRequested(peer, digest));
                break;
            case PeerMessage.BlockSent { Block: var block }:
                ToCoordinator(new CoordinatorMessage.BlockReceived(block));
                ToLedger(new LedgerMessage.BlockReceived(block));
                break;
            default:
                throw new UnreachableException($"No handler for {message.GetType().Name}.");
        }
    }

    /// <summary>Only messages of a round are repeated; anything else within a repeat is not delivered.</summary>
    private void OnRepeated(NodeId peer, PeerMessage own)
    {
        if (own is PeerMessage.TicketSent or PeerMessage.ProposalSent or PeerMessage.VoteSent
            && _heard.Add(EncodedMessage.Of(own).Digest.Bytes))
            Deliver(peer, own);
    }

    private void NoteLeader(PublicKey leader, NodeId peer)
    {
        if (peer == _peer.Id)
            return;
        if (_leaderHeardFrom.Count >= LeadersKeptMax)
            _leaderHeardFrom.Clear();
        _leaderHeardFrom[leader] = peer;
    }

    private void ToCoordinator(CoordinatorMessage message) =>
        _peer.Coordinator.Tell(message);

    private void ToLedger(LedgerMessage message) =>
        _peer.Ledger.Tell(message);
}
