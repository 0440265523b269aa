using System.Collections.Immutable;
using System.Diagnostics;
using Akka.Actor;
using AkkaSimulation;
using PoR.Actors.Ledgers;
using PoR.Actors.Links;
using PoR.Actors.Mempools;
using PoR.Actors.Messages;
using PoR.Actors.Peers;
using PoR.Actors.Rounds;
using PoR.Actors.Services;
using PoR.Core.Agreement;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Wire;

namespace PoR.Actors.Gossiping;

/// <summary>
/// The only actor of a peer that talks to other peers. It accepts each message once, gives it to the actor that it is
/// for, and repeats what this peer said in its open round (D10, D12).
/// </summary>
internal sealed class GossipActor : ReceiveActor, IWithTimers
{
    private const int LeadersKeptMax = 1_000;
    private const string SettledTimer = "settled";

    private readonly PeerActors _peer;
    private readonly NodeServices _services;
    private readonly GossipOptions _options;
    private readonly IPeerLink _link;
    private readonly IScheduler _scheduler = Context.System.Scheduler;
    private readonly RecentSet _heard = new(RecentSet.DefaultCapacity);
    private readonly RecentSet _relayed = new(RecentSet.DefaultCapacity);
    private readonly OwnMessages _own = new();
    private readonly PeerQuestions _questions = new();
    private readonly PeerSilence _silence;
    private readonly VoteComparison _comparison;
    private readonly PeerBudgets _budgets;
    private readonly Dictionary<PublicKey, NodeId> _leaderHeardFrom = [];
    private readonly Dictionary<NodeId, BlockDigest> _toldBy = [];
    private GossipMessage.RoundOpened? _open;
    private VoteDoor? _door;
    private bool _isRepeating;
    private int _nextAsked;

    public GossipActor(PeerActors peer, NodeServices services, GossipOptions options, IPeerLink link)
    {
        (_peer, _services, _options, _link) = (peer, services, options, link);
        (_silence, _budgets) = (new PeerSilence(options.Silence), new PeerBudgets(peer.Id, services.Arrivals));
        _comparison = new VoteComparison(peer, services, options, link);
        link.Listen(Self);
        Receive<GossipMessage.Publish>(m => Publish(m.Message));
        Receive<GossipMessage.Relay>(m => Relay(m.Message));
        Receive<GossipMessage.Announce>(m => Announce(m.Certificate));
        Receive<GossipMessage.HelpBehind>(m =>
        {
            if (_options.FloodPeers.Contains(m.Peer))
                Say(m.Peer, EncodedMessage.Of(new PeerMessage.ChainSent(m.Blocks)));
        });
        Receive<GossipMessage.Greet>(m => Greet(m.Peer));
        Receive<GossipMessage.Forged>(m => _link.Forged(EncodedMessage.Of(m.Message).Digest));
        Receive<GossipMessage.NotTaken>(m => _heard.Remove(EncodedMessage.Of(m.Message).Digest.Bytes));
        Receive<GossipMessage.AtFault>(m => _link.Fault(m.Peer, m.Fault));
        Receive<LinkUp>(up => OnLinkUp(up.Peer, Milliseconds));
        Receive<LinkDown>(down => Context.Publish(new Fact.LinkChanged(_peer.Id, down.Peer, down.Reason)));
        Receive<GossipMessage.SendTo>(m => Say(m.Peer, EncodedMessage.Of(m.Message)));
        Receive<GossipMessage.AskSome>(m => Ask(m.Message, m.Leader));
        Receive<GossipMessage.RoundOpened>(OpenRound);
        Receive<GossipMessage.CommitteeOpened>(m => DoorOf(m.Parent)?.Open(m.Step, m.Committee));
        Receive<GossipMessage.MemberClosed>(m => DoorOf(m.Parent)?.Close(m.Step, m.Member));
        Receive<GossipMessage.Repeat>(_ => { _isRepeating = true; Repeat(); });
        Receive<GossipMessage.HeardEarly>(m => { HearVote(m.From, m.Vote); }); // New or not.
        Receive<ComparisonMessage>(m => _comparison.Handle(Context, m));
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>A peer's gossip.</summary>
    /// <param name="peer">Which peer.</param>
    /// <param name="services">What the peer works with.</param>
    /// <param name="options">To whom it speaks, and when again.</param>
    /// <param name="link">The way to them.</param>
    public static Props Props(PeerActors peer, NodeServices services, GossipOptions options, IPeerLink link) =>
        Akka.Actor.Props.Create(() => new GossipActor(peer, services, options, link));

    private uint Milliseconds => unchecked((uint)(_scheduler.MonotonicClock.Ticks / TimeSpan.TicksPerMillisecond) + 1);

    /// <summary>
    /// Votes wait until the mailbox is empty, and are then checked as one batch. Nearly all messages come from peers,
    /// so they are handled before Akka's list of handlers, which would cost as much as the handling itself.
    /// </summary>
    protected override bool AroundReceive(Receive receive, object message)
    {
        var isHandled = true;
        if (message is Batch batch)
            OnHeard(batch);
        else if (message is PeerHeard heard)
            OnHeard(heard, Milliseconds);
        else
            isHandled = base.AroundReceive(receive, message);
        if (_door is { HasWaiting: true } door && (door.IsFull || Context is not ICell { HasMessages: true }))
            door.CheckWaiting(Context);
        return isHandled;
    }

    private void OnHeard(Batch batch)
    {
        var now = Milliseconds;
        for (var i = 0; i < batch.Count; i++)
        {
            OnHeard((PeerHeard)batch[i], now);
            if (_door is { IsFull: true } door)
                door.CheckWaiting(Context);
        }
    }

    private VoteDoor? DoorOf(BlockDigest parent) => _open?.View.Parent == parent ? _door : null;

    /// <summary>
    /// The memory of heard messages is cleared. Otherwise a message that came too early, and was dropped, would be
    /// taken for known when it is repeated. A peer that is back after a crash says at once where it stands, since the
    /// others may be ahead, and answer who says that it is behind.
    /// </summary>
    private void OpenRound(GossipMessage.RoundOpened opened)
    {
        var isBack = _open is null && opened.View.Round > Round.Genesis.Next;
        if (_open is { View.Parent: var former })
            Timers.StartSingleTimer(
                SettledTimer, new ComparisonMessage.RoundSettled(former), _services.SmallLambda);
        _open = opened;
        _door = new VoteDoor(_comparison.Open(opened.View), _services);
        _own.Clear();
        _heard.Clear();
        _toldBy.Clear();
        _isRepeating = false;
        if (!isBack)
            return;
        _questions.OnBack();
        Repeat();
    }

    private void Repeat()
    {
        if (NextRepeat() is { } repeated)
            SayAll(_options.Peers, repeated);
    }

    private SendVerdict Say(NodeId peer, EncodedMessage message)
    {
        _questions.OnSaid(peer, message, _scheduler.MonotonicClock);
        return _link.Send(peer, message);
    }

    private void SayAll(ImmutableArray<NodeId> peers, EncodedMessage message)
    {
        foreach (var peer in peers)
            _questions.OnSaid(peer, message, _scheduler.MonotonicClock);
        _link.SendAll(peers, message);
    }

    private void Publish(PeerMessage own)
    {
        var encoded = EncodedMessage.Of(own);
        if (own.IsHeardOnce && _services.RelaysHopByHop)
            _relayed.Add(encoded.Digest.Bytes);
        _own.Add(encoded);
        _link.SendAll(_options.Peers, encoded);
        Hear(_peer.Id, own);
    }

    private void Ask(PeerMessage question, PublicKey? leader)
    {
        if (_options.Peers.Length == 0)
            return;
        var encoded = EncodedMessage.Of(question);
        var next = _peer.Id;

        // A peer that cannot be reached would leave the question without an answer until it is asked again.
        for (var tries = 0; tries < _options.Peers.Length; tries++)
        {
            next = _options.Peers[(_nextAsked++ + _peer.Id.Index) % _options.Peers.Length];
            if (Say(next, encoded) != SendVerdict.NoLink)
                break;
        }

        if (leader is { } key && _leaderHeardFrom.TryGetValue(key, out var source) && source != next)
            Say(source, encoded);
    }

    private void Announce(Certificate certificate)
    {
        var message = EncodedMessage.Of(new PeerMessage.CertificateSent(certificate));
        var isForAll = _options.TellAllBytesMax is not { } most
            || (long)message.Length * _options.Peers.Length <= most;
        SayAll(
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

    private void OnHeard(PeerHeard heard, uint now)
    {
        _link.Taken(heard);
        GreetAgain(heard.From, now);
        var message = heard.Message.Message;
        if (!IsTimely(heard.From, message) || !Hear(heard.From, message))
            return;
        if (message is PeerMessage.CertificateSent)
            _services.Arrivals.Certificates++;
        else if (message is not PeerMessage.Repeated)
            _services.Arrivals.Messages++;
    }

    /// <summary>
    /// An answer is dropped that nobody asked for, before anything of it is checked, and a question that is beyond the
    /// peer's share. Before the first round is open, an answer may be one to a former life of this peer.
    /// </summary>
    private bool IsTimely(NodeId peer, PeerMessage message)
    {
        var isTimely = message switch
        {
            PeerMessage.ChainSent or PeerMessage.BlockSent => _questions.IsAsked(peer, message),
            PeerMessage.ChainRequested or PeerMessage.BlockRequested or PeerMessage.ProposalRequested =>
                _questions.MayAsk(peer, _scheduler.MonotonicClock),
            _ => true,
        };
        if (isTimely)
            return true;
        _services.Arrivals.Dropped++;
        if (_open is not null && message is (PeerMessage.ChainSent or PeerMessage.BlockSent))
            _link.Fault(peer, PeerFault.Unasked);
        return false;
    }

    /// <summary>Gives a message to the actor that it is for, once.</summary>
    /// <returns>False when it was heard before.</returns>
    private bool Hear(NodeId from, PeerMessage message)
    {
        if (message is PeerMessage.VoteSent { Vote: var vote })
            return HearVote(from, vote);
        if (message.IsHeardOnce
            && !_budgets.HearsAnew(_heard, from, EncodedMessage.Of(message), _scheduler.MonotonicClock))
            return false;
        Deliver(from, message);
        return true;
    }

    private bool HearVote(NodeId from, UnverifiedVote vote)
    {
        // The round of this message has ended at this peer, so no actor needs it.
        if (_open is { View.Round: var open } && vote.Ballot.Round < open)
            return _comparison.Enter(Context, vote);
        if (vote.Ballot.Step == Step.BlockProposal && DoorOf(vote.Ballot.Parent) is not null)
            return _comparison.Enter(Context, vote);
        var entry = _door?.Enter(vote) ?? VoteEntry.Elsewhere;
        if (entry == VoteEntry.Refused || (entry != VoteEntry.First && !_heard.Add(vote.Digest.Bytes)))
            return false;
        if (entry == VoteEntry.Elsewhere || !_door!.Admit(vote))
            ToCoordinator(new CoordinatorMessage.VoteReceived(vote, from));
        return true;
    }

    /// <summary>
    /// A peer that was silent for long hears at once what it may have missed (D10), if the round has been open for so
    /// long that this node repeats itself. In a good round a peer may be silent because it was not selected.
    /// </summary>
    private void GreetAgain(NodeId peer, uint now)
    {
        if (_silence.OnHeard(peer, now) == true && _isRepeating)
            Greet(peer);
    }

    /// <summary>
    /// A peer that was away for long hears at once what it may have missed (D10). One that was away for a moment hears
    /// it with the next repeat; otherwise a peer that comes and goes would have everything sent to it each time.
    /// </summary>
    private void OnLinkUp(NodeId peer, uint now)
    {
        Context.Publish(new Fact.LinkChanged(_peer.Id, peer, Down: null));
        if (_silence.OnHeard(peer, now) != false)
            Greet(peer);
    }

    private void Greet(NodeId peer)
    {
        if (NextRepeat() is { } repeated)
            Say(peer, repeated);
    }

    /// <summary>
    /// A peer has ended a round. Most copies arrive after this node has ended the round itself, and are dropped. If the
    /// peer is on another branch or in a later round, the ledger is told where it stands.
    /// </summary>
    private void OnCertificate(NodeId peer, Certificate certificate)
    {
        if (_open is null || certificate.Block == _open.View.Parent)
            return;
        _toldBy[peer] = certificate.Block;
        if (certificate.Round >= _open.View.Round)
            ToCoordinator(new CoordinatorMessage.CertificateReceived(peer, certificate));
        if (certificate.Parent != _open.View.Parent)
            _peer.Ledger.Tell(new LedgerMessage.StatusHeard(peer, certificate.Round.Next, certificate.Block, null));
    }

    private EncodedMessage? NextRepeat() => _open is null
        ? null
        : EncodedMessage.Of(new PeerMessage.Repeated(
            _open.View.Round, _open.View.Parent, _open.Certificate, _own.Next()));

    private void Deliver(NodeId peer, PeerMessage message)
    {
        switch (message)
        {
            case PeerMessage.TransactionSent { Transaction: var transaction }:
                _peer.Mempool.Tell(new MempoolMessage.TransactionReceived(transaction));
                break;
            case PeerMessage.TicketSent { Ticket: var ticket }:
                NoteLeader(ticket.Sender, peer);
                ToCoordinator(new CoordinatorMessage.TicketReceived(ticket, peer));
                break;
            case PeerMessage.ProposalSent { Proposal: var proposal }:
                NoteLeader(proposal.Vote.Ballot.Sender, peer);
                if (DoorOf(proposal.Vote.Ballot.Parent) is not null)
                    _comparison.Of(proposal.Vote.Ballot.Parent)!.Enter(proposal.Vote);
                else
                    _comparison.Enter(Context, proposal.Vote);
                ToCoordinator(new CoordinatorMessage.ProposalReceived(proposal, peer));
                break;
            case PeerMessage.Repeated repeated:
                // Two peers in the same round and on the same parent have nothing to tell each other about the chain.
                if (_open is null || repeated.OpenRound != _open.View.Round || repeated.Parent != _open.View.Parent)
                    _peer.Ledger.Tell(new LedgerMessage.StatusHeard(
                        peer, repeated.OpenRound, repeated.Parent, repeated.Certificate));
                foreach (var own in repeated.Own)
                    OnRepeated(peer, own);
                break;
            case PeerMessage.CertificateSent { Certificate: var certificate }:
                OnCertificate(peer, certificate);
                break;
            case PeerMessage.ChainRequested { After: var after }:
                _peer.Ledger.Tell(new LedgerMessage.ChainRequested(peer, after));
                break;
            case PeerMessage.ChainSent { Blocks: var blocks }:
                _peer.Ledger.Tell(new LedgerMessage.ChainReceived(peer, blocks));
                break;
            case PeerMessage.ProposalRequested { Parent: var parent, Leader: var leader }:
                ToCoordinator(new CoordinatorMessage.ProposalRequested(peer, parent, leader));
                break;
            case PeerMessage.BlockRequested { Block: var digest }:
                ToCoordinator(new CoordinatorMessage.BlockRequested(peer, digest));
                break;
            case PeerMessage.BlockSent { Block: var block }:
                ToCoordinator(new CoordinatorMessage.BlockReceived(block));
                _peer.Ledger.Tell(new LedgerMessage.BlockReceived(block));
                break;
            case PeerMessage.VotesHeard or PeerMessage.VotesListed or PeerMessage.ContradictionSent
                or PeerMessage.WrongCredentialSent:
                _comparison.Receive(Context, peer, message);
                break;
            case PeerMessage.SponsorshipRequested or PeerMessage.SponsorshipOffered:
                _peer.Sponsors.Tell(message);
                break;
            case PeerMessage.ForeignSent:
                _link.Fault(peer, PeerFault.UnknownKind);
                break;
            default:
                throw new UnreachableException($"No handler for {message.GetType().Name}.");
        }
    }

    /// <summary>Only messages of a round are repeated; anything else within a repeat is not delivered.</summary>
    private void OnRepeated(NodeId peer, PeerMessage own)
    {
        if (own is PeerMessage.TicketSent or PeerMessage.ProposalSent or PeerMessage.VoteSent && Hear(peer, own))
            _services.Arrivals.Messages++;
    }

    private void NoteLeader(PublicKey leader, NodeId peer)
    {
        if (peer == _peer.Id)
            return;
        if (_leaderHeardFrom.Count >= LeadersKeptMax)
            _leaderHeardFrom.Clear();
        _leaderHeardFrom[leader] = peer;
    }

    private void ToCoordinator(CoordinatorMessage message) => _peer.Coordinator.Tell(message);
}
