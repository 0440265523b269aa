using System.Diagnostics;
using Akka.Actor;
using PoR.Actors.Committees;
using PoR.Actors.Gossiping;
using PoR.Actors.Ledgers;
using PoR.Actors.Messages;
using PoR.Actors.Participants;
using PoR.Actors.Peers;
using PoR.Actors.Services;
using PoR.Consensus.Agreement;
using PoR.Core.Agreement;
using PoR.Core.Rounds;
using PoR.Wire;

namespace PoR.Actors.Rounds;

/// <summary>
/// A peer's open round: tells the agreement's machine what is heard, performs what it asks for, and hands the
/// certificate to the ledger. The rules are the machine's.
/// </summary>
internal sealed class RoundCoordinatorActor : ReceiveActor, IWithTimers
{
    private readonly PeerActors _peer;
    private readonly NodeServices _services;
    private readonly Supervision _supervision;
    private readonly EarlyMessages _early = new();
    private readonly BufferMark _earlyMark;
    private readonly BufferMark _earlyBytesMark;
    private OpenRound? _open;
    private bool _isBodyDue;

    public RoundCoordinatorActor(PeerActors peer, NodeServices services, Supervision supervision)
    {
        (_peer, _services, _supervision) = (peer, services, supervision);
        _earlyMark = services.Buffers.Of("early messages", EarlyMessages.CountMax);
        _earlyBytesMark = services.Buffers.Of("bytes of early messages", EarlyMessages.BytesMax);
        Receive<CoordinatorMessage.Begin>(_ => _peer.Ledger.Tell(LedgerMessage.RoundWanted.Instance));
        Receive<CoordinatorMessage.RoundOpened>(Open);
        Receive<CoordinatorMessage.TicketReceived>(
            m => RoundOf(m.Ticket.Round, m.Ticket.Parent, m)?.Step1.Receive(Context, m.Ticket));
        Receive<CoordinatorMessage.ProposalReceived>(m =>
        {
            var ballot = m.Proposal.Vote.Ballot;
            RoundOf(ballot.Round, ballot.Parent, m)?.Step1.Receive(Context, m.Proposal);
        });
        Receive<CoordinatorMessage.VoteReceived>(
            m => RoundOf(m.Vote.Ballot.Round, m.Vote.Ballot.Parent, m)?.Route(Context, m.Vote));
        Receive<CoordinatorMessage.CertificateReceived>(m =>
        {
            if (RoundOf(m.Certificate.Round, m.Certificate.Parent, m) is { Machine.Ending: null } certified)
                certified.Certificates.Receive(Context, m.Peer, m.Certificate);
        });
        ReceiveInRound();
        Receive<Status.Failure>(
            f => throw new InvalidOperationException("A check of what a peer says failed.", f.Cause));
        Receive<CommitteeStopped>(
            stopped => throw new InvalidOperationException("A committee has failed.", stopped.Failure));
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>A coordinator that waits to be told to begin.</summary>
    public static Props Props(PeerActors peer, NodeServices services, Supervision supervision) =>
        Akka.Actor.Props.Create(() => new RoundCoordinatorActor(peer, services, supervision));

    /// <inheritdoc/>
    protected override void PostRestart(Exception reason)
    {
        base.PostRestart(reason);
        Self.Tell(CoordinatorMessage.Begin.Instance);
    }

    /// <summary>
    /// A committee that fails again and again is this actor's failure: a round whose step counts no votes would wait
    /// for ever.
    /// </summary>
    protected override SupervisorStrategy SupervisorStrategy()
    {
        var self = Self;
        return _supervision.Create(failure => self.Tell(new CommitteeStopped(failure)));
    }

    /// <summary>Messages about the open round.</summary>
    private void ReceiveInRound()
    {
        InRound<TicketChecked>(OnTicket);
        InRound<VoteChecked>((open, check) =>
        {
            if (check.Vote.Ballot.Step == Step.BlockProposal)
                open.Step1.OnChecked(Context, check);
            else
                Apply(open.OnFarVoteChecked(Context, check));
        });
        InRound<EndingChecked>((open, check) =>
        {
            if (check.Certificate.Parent == open.View.Parent && open.Machine.Ending is null)
                Apply(open.Certificates.OnChecked(Context, check));
        });
        InRound<CoordinatorMessage.BodyTimerElapsed>((open, m) =>
        {
            if (open.View.Parent != m.Parent)
                return;
            _isBodyDue = true;
            OrderBody(open);
        });
        InRound<CoordinatorMessage.BlockExpanded>(
            (open, m) => Apply(open.Step1.OnExpanded(m, open.Machine.Leader?.Sender)));
        InRound<CoordinatorMessage.BlockReceived>((open, m) => Apply(open.Step1.OnReceived(m.Block)));
        InRound<CoordinatorMessage.BlockKept>((open, m) => Apply(open.Step1.OnKept(m.Block)));
        InRound<CoordinatorMessage.StepSigned>((open, m) =>
        {
            var ballot = m.Ballot;
            if (ballot.Parent == open.View.Parent)
                Apply(new RoundEvent.Resumed(
                    ballot.Step, new Position(ballot.Value, ballot.Bit, ballot.NoConfidence)));
        });
        InRound<CoordinatorMessage.BlockRequested>((open, m) => open.Step1.Answer(m.Peer, m.Block));
        InRound<CoordinatorMessage.ProposalRequested>((open, m) =>
        {
            if (m.Parent == open.View.Parent)
                open.Step1.Answer(m.Peer, m.Leader);
        });
        InRound<CoordinatorMessage.TallyChanged>((open, m) => OnTally(open, m.Summary));
        InRound<CoordinatorMessage.BlockVerified>((open, m) =>
        {
            if (m.Parent == open.View.Parent)
                Apply(new RoundEvent.BlockVerified(m.Value, m.Verdict));
        });
        InRound<CoordinatorMessage.TimeoutElapsed>((_, m) => Apply(new RoundEvent.TimeoutElapsed(m.Timer)));
        InRound<CoordinatorMessage.CertificateVotes>((open, m) =>
        {
            if (m.Parent == open.View.Parent && open.CertificateOf(m.Votes) is { } decided)
                _peer.Ledger.Tell(decided);
        });
    }

    private void InRound<T>(Action<OpenRound, T> handle) => Receive<T>(message =>
    {
        if (_open is { } open)
            handle(open, message);
    });

    private void Open(CoordinatorMessage.RoundOpened opened)
    {
        // When two blocks are stored in quick succession, both events name the later tip. Starting the round a second
        // time would lose the messages that it has heard.
        if (_open?.Branch.Tip == opened.Branch.Tip)
            return;
        foreach (var committee in _open?.Committees ?? [])
            Context.Stop(committee);
        _open = new OpenRound(_peer, opened.Branch, _services);
        _isBodyDue = false;
        var view = _open.View;
        _peer.Gossip.Tell(new GossipMessage.RoundOpened(view, opened.Tip));
        Context.Publish(new Fact.RoundStarted(_peer.Id, view.Round, view.Parent));
        Timers.StartSingleTimer(
            BodyTimer.Instance, new CoordinatorMessage.BodyTimerElapsed(view.Parent), _services.BodyDelay);
        Apply(new RoundEvent.Started());
        foreach (var early in _early.TakeFrom(view.Round))
        {
            if (early is CoordinatorMessage.VoteReceived { Vote: var vote, From: var from })
                _peer.Gossip.Tell(new GossipMessage.HeardEarly(vote, from ?? _peer.Id));
            else
                Self.Tell(early);
        }
    }

    /// <summary>
    /// Returns the open round if the message belongs to it. A message of a later round waits, bounded; one of an
    /// earlier round is too late.
    /// </summary>
    private OpenRound? RoundOf(Round round, BlockDigest parent, CoordinatorMessage.OfRound message)
    {
        if (_open is { View: var view } && view.Round == round && view.Parent == parent)
            return _open;
        if (_open is null || round >= _open.View.Round)
        {
            _early.Add(round, message, BytesOf(message), message.From);
            _earlyMark.Note(_early.Count);
            _earlyBytesMark.Note(_early.Bytes);
        }

        return null;
    }

    private static long BytesOf(CoordinatorMessage.OfRound message) => message switch
    {
        CoordinatorMessage.ProposalReceived { Proposal: var (vote, block) } => vote.ByteCount + (long)block.BytesMax,
        CoordinatorMessage.VoteReceived { Vote: var vote } => vote.ByteCount,
        CoordinatorMessage.CertificateReceived { Certificate: var certificate } => certificate.ByteCount,
        _ => LeaderTicket.ByteCount,
    };

    private void OnTally(OpenRound open, TallySummary summary)
    {
        var isOfRound = summary.Round == open.View.Round && summary.Parent == open.View.Parent;
        if (!isOfRound || !open.Machine.Counts(summary.Step))
            return; // A committee that was told to stop had told this before.
        if (open.IsFirstQuorum(summary))
            Context.Publish(new Fact.QuorumSeen(_peer.Id, summary.Round, summary.Step));
        Apply(new RoundEvent.TallyChanged(summary));
    }

    /// <summary>
    /// The wait may end before any ticket has been checked. Then each ticket that leads makes a block due.
    /// </summary>
    private void OnTicket(OpenRound open, TicketChecked check)
    {
        var leader = open.Machine.Leader;
        Apply(open.Step1.OnChecked(Context, check));
        if (_isBodyDue && !ReferenceEquals(leader, open.Machine.Leader))
            OrderBody(open);
    }

    /// <summary>A block is made and sent only if its ticket is the best that is known here (D12).</summary>
    private void OrderBody(OpenRound open)
    {
        if (open.Machine.Leader is { Sender: var best })
            _peer.Participants.Tell(new ToParticipant(best, new ParticipantMessage.BodyDue(open.View.Parent)));
    }

    private void Apply(RoundEvent? input)
    {
        if (_open is not { } open || input is null)
            return;
        foreach (var effect in open.Apply(input))
            Perform(open, effect);
    }

    private void Perform(OpenRound open, RoundEffect effect)
    {
        switch (effect)
        {
            case RoundEffect.OpenProposal:
                _peer.Participants.Tell(
                    new ToParticipants(new ParticipantMessage.ProposalStepOpened(open.Branch)));
                break;
            case RoundEffect.OpenStep { Step: var step, Position: var position }:
                _peer.Participants.Tell(new ToParticipants(new ParticipantMessage.VoteStepOpened(
                    open.View, step, position.Value, position.Bit, position.NoConfidence)));
                break;
            case RoundEffect.StepEntered { Step: var step }:
                Context.Publish(new Fact.StepEntered(_peer.Id, open.View.Round, step));
                _peer.Gossip.Tell(new ComparisonMessage.StepEntered(open.View.Parent, step));
                open.Forget(Context);
                break;
            case RoundEffect.ScheduleTimeout { Timer: var timer, After: var after }:
                Timers.StartSingleTimer(
                    (timer.Kind, timer.Step), new CoordinatorMessage.TimeoutElapsed(timer), after);
                break;
            case RoundEffect.VerifyBlock { Value: var value }:
                open.Step1.Verify(value);
                break;
            case RoundEffect.RequestBlock { Value: var value }:
                _peer.Gossip.Tell(new GossipMessage.AskSome(
                    new PeerMessage.BlockRequested(value.Block), value.Leader));
                break;
            case RoundEffect.RequestProposal { Leader: var leader }:
                open.Step1.Request(leader);
                break;
            case RoundEffect.Repeat:
                _peer.Gossip.Tell(GossipMessage.Repeat.Instance);
                break;
            case RoundEffect.RoundEnded { Ending: var ending }:
                End(open, ending);
                break;
            default:
                throw new UnreachableException($"No handler for {effect.GetType().Name}.");
        }
    }

    private void End(OpenRound open, RoundEnding ending)
    {
        if (ending is RoundEnding.WithCertificate { Certificate: var certificate })
        {
            _peer.Ledger.Tell(new LedgerMessage.RoundEnded(certificate, open.Step1.BodyOf(certificate.Block)));
            return;
        }

        var value = (ending as RoundEnding.WithBlock)?.Value;
        open.CommitteeOf(Context, ending.Step).Tell(new CommitteeMessage.CertificateRequested(value));
    }

    /// <summary>A committee has stopped, for a failure.</summary>
    private sealed record CommitteeStopped(Exception Failure);

    /// <summary>The timer of the leader's block has one key.</summary>
    private sealed record BodyTimer
    {
        public static BodyTimer Instance { get; } = new();
    }
}
