using PoR.Actors.Contract;
using PoR.Actors.Messages;
using PoR.Actors.Services;
using PoR.Consensus.Agreement;
using PoR.Core.Agreement;
using PoR.Core.Protocol;

namespace PoR.Actors.Rounds;

/// <summary>
/// A node's open round: tells the agreement's machine what is heard, performs what it asks for, and hands the
/// certificate to the ledger (design §3). The rules are the machine's.
/// </summary>
public sealed class RoundCoordinator : IActor
{
    private readonly NodeId _node;
    private readonly NodeServices _services;
    private readonly ActorAddress[] _participants;
    private readonly EarlyMessages _early = new();
    private OpenRound? _open;
    private bool _isBodyDue;

    /// <summary>A coordinator that waits for its ledger to open a round.</summary>
    /// <param name="node">Which node.</param>
    /// <param name="participants">Those that live on it, in ascending order of key.</param>
    /// <param name="services">What the node works with.</param>
    public RoundCoordinator(NodeId node, IEnumerable<PublicKey> participants, NodeServices services)
    {
        _node = node;
        _services = services;
        _participants = [.. participants.Select(Addresses.Participant)];
    }

    /// <inheritdoc/>
    public void OnStart(IContext context) =>
        context.Send(Addresses.Ledger(_node), LedgerMessage.RoundWanted.Instance);

    /// <inheritdoc/>
    public void OnStop(IContext context, StopReason why)
    {
    }

    /// <inheritdoc/>
    public void OnMessage(IContext context, IMessage message)
    {
        switch (message)
        {
            case CoordinatorMessage.RoundOpened opened:
                Open(context, opened);
                break;
            case CoordinatorMessage.TicketReceived { Ticket: var t }:
                if (RoundOf(t.Round, t.Parent, message) is { } ticketRound)
                    ticketRound.Step1.Receive(context, t);
                break;
            case CoordinatorMessage.ProposalReceived { Proposal: { Vote.Ballot: var b } proposal }:
                if (RoundOf(b.Round, b.Parent, message) is { } proposalRound)
                    proposalRound.Step1.Receive(context, proposal);
                break;
            case CoordinatorMessage.VoteReceived { Vote: var vote }:
                if (RoundOf(vote.Ballot.Round, vote.Ballot.Parent, message) is { } voteRound)
                    voteRound.Route(context, vote);
                break;
            case CoordinatorMessage.CertificateReceived { Peer: var peer, Certificate: var c }:
                if (RoundOf(c.Round, c.Parent, message) is { Machine.Ending: null } certified)
                    certified.Certificates.Receive(context, peer, c);
                break;
            case CoordinatorMessage.BodyTimerElapsed { Parent: var parent }:
                if (_open is not null && _open.View.Parent == parent)
                {
                    _isBodyDue = true;
                    OrderBody(context, _open);
                }

                break;
            case JobDone { Error: { } error }:
                throw new InvalidOperationException($"A check of what a peer says failed: {error}");
            case CoordinatorMessage or JobDone:
                Tell(context, message);
                break;
            default:
                context.Unhandled(message);
                break;
        }
    }

    private void Tell(IContext context, IMessage message)
    {
        if (_open is not { } open)
            return;
        switch (message)
        {
            case JobDone { Result: TicketChecked check }:
                OnTicket(context, open, check);
                break;
            case JobDone { Result: VoteChecked check }:
                open.Step1.OnChecked(context, check);
                break;
            case JobDone { Result: EndingChecked check }:
                if (check.Certificate.Parent == open.View.Parent && open.Machine.Ending is null)
                    Apply(context, open.Certificates.OnChecked(context, check));
                break;
            case CoordinatorMessage.BlockExpanded expanded:
                Apply(context, open.Step1.OnExpanded(context, expanded, open.Machine.Leader?.Sender));
                break;
            case CoordinatorMessage.BlockReceived { Block: var block }:
                Apply(context, open.Step1.OnReceived(context, block));
                break;
            case CoordinatorMessage.BlockRequested { Peer: var peer, Block: var digest }:
                open.Step1.Answer(context, peer, digest);
                break;
            case CoordinatorMessage.ProposalRequested { Peer: var peer, Leader: var leader } request:
                if (request.Parent == open.View.Parent)
                    open.Step1.Answer(context, peer, leader);
                break;
            case CoordinatorMessage.TallyChanged { Summary: var summary }:
                OnTally(context, open, summary);
                break;
            case CoordinatorMessage.BlockVerified { Parent: var parent, Value: var value, Verdict: var verdict }:
                if (parent == open.View.Parent)
                    Apply(context, new RoundEvent.BlockVerified(value, verdict));
                break;
            case CoordinatorMessage.TimeoutElapsed { Timer: var timer }:
                Apply(context, new RoundEvent.TimeoutElapsed(timer));
                break;
            case CoordinatorMessage.CertificateVotes votes:
                if (votes.Parent == open.View.Parent && open.CertificateOf(votes.Votes) is { } decided)
                    context.Send(Addresses.Ledger(_node), decided);
                break;
            default:
                context.Unhandled(message);
                break;
        }
    }

    private void Open(IContext context, CoordinatorMessage.RoundOpened opened)
    {
        // Two blocks stored in quick succession both tell of the later tip: to begin anew would forget what was heard.
        if (_open?.Branch.Tip == opened.Branch.Tip)
            return;
        foreach (var committee in _open?.Committees ?? [])
            context.Send(committee, CommitteeMessage.Close.Instance);
        _open = new OpenRound(_node, opened.Branch, _services);
        _isBodyDue = false;
        var view = _open.View;
        context.Send(
            Addresses.Gossip(_node), new GossipMessage.RoundOpened(view.Round, view.Parent, opened.Tip));
        context.Publish(Addresses.Facts, new Fact.RoundStarted(_node, view.Round, view.Parent));
        context.StartTimer(
            "body", _services.BodyDelay, new CoordinatorMessage.BodyTimerElapsed(view.Parent));
        Apply(context, new RoundEvent.Started());
        foreach (var early in _early.TakeFrom(view.Round))
            context.Send(context.Self, early);
    }

    /// <summary>The open round, if the message is of it; else the message waits, bounded, or is too late.</summary>
    private OpenRound? RoundOf(Round round, Core.Blocks.BlockDigest parent, IMessage message)
    {
        if (_open is { View: var view } && view.Round == round && view.Parent == parent)
            return _open;
        if (_open is null || round >= _open.View.Round)
            _early.Add(round, message, BytesOf(message));
        return null;
    }

    private static long BytesOf(IMessage message) => message switch
    {
        CoordinatorMessage.ProposalReceived { Proposal: var (vote, block) } => vote.ByteCount + (long)block.ByteCount,
        CoordinatorMessage.VoteReceived { Vote: var vote } => vote.ByteCount,
        CoordinatorMessage.CertificateReceived { Certificate: var certificate } => certificate.ByteCount,
        _ => LeaderTicket.ByteCount,
    };

    private void OnTally(IContext context, OpenRound open, TallySummary summary)
    {
        if (summary.Round != open.View.Round || summary.Parent != open.View.Parent)
            return;
        if (open.IsFirstQuorum(summary))
            context.Publish(Addresses.Facts, new Fact.QuorumSeen(_node, summary.Round, summary.Step));
        Apply(context, new RoundEvent.TallyChanged(summary));
    }

    /// <summary>
    /// The waiting may be over before any ticket was checked: then each one that leads makes a block due.
    /// </summary>
    private void OnTicket(IContext context, OpenRound open, TicketChecked check)
    {
        var leader = open.Machine.Leader;
        Apply(context, open.Step1.OnChecked(context, check));
        if (_isBodyDue && !ReferenceEquals(leader, open.Machine.Leader))
            OrderBody(context, open);
    }

    /// <summary>Only the best ticket that is known here is worth a block's work and way (design decision 13).</summary>
    private void OrderBody(IContext context, OpenRound open)
    {
        if (open.Machine.Leader is not { Sender: var best })
            return;
        var leader = Addresses.Participant(best);
        if (_participants.Contains(leader))
            context.Send(leader, new ParticipantMessage.BodyDue(open.View.Parent));
    }

    private void Apply(IContext context, RoundEvent? input)
    {
        if (_open is not { } open || input is null)
            return;
        foreach (var effect in open.Apply(input))
            Perform(context, open, effect);
    }

    private void Perform(IContext context, OpenRound open, RoundEffect effect)
    {
        switch (effect)
        {
            case RoundEffect.OpenProposal:
                context.SendMany(_participants, new ParticipantMessage.ProposalStepOpened(open.Branch));
                break;
            case RoundEffect.OpenStep { Step: var step, Position: var position }:
                context.SendMany(_participants, new ParticipantMessage.VoteStepOpened(
                    open.View, step, position.Value, position.Bit, position.NoConfidence));
                break;
            case RoundEffect.StepEntered { Step: var step }:
                context.Publish(Addresses.Facts, new Fact.StepEntered(_node, open.View.Round, step));
                break;
            case RoundEffect.ScheduleTimeout { Timer: var timer, After: var after }:
                context.StartTimer(
                    $"{timer.Kind}/{timer.Step}", after, new CoordinatorMessage.TimeoutElapsed(timer));
                break;
            case RoundEffect.VerifyBlock { Value: var value }:
                open.Step1.Verify(context, value);
                break;
            case RoundEffect.RequestBlock { Value: var value }:
                context.Send(Addresses.Gossip(_node), new GossipMessage.AskSome(
                    new PeerMessage.BlockRequested(value.Block), value.Leader));
                break;
            case RoundEffect.RequestProposal { Leader: var leader }:
                open.Step1.Request(context, leader);
                break;
            case RoundEffect.Repeat:
                context.Send(Addresses.Gossip(_node), GossipMessage.Repeat.Instance);
                break;
            case RoundEffect.RoundEnded { Ending: var ending }:
                End(context, open, ending);
                break;
            default:
                throw new System.Diagnostics.UnreachableException($"No handler for {effect.GetType().Name}.");
        }
    }

    private void End(IContext context, OpenRound open, RoundEnding ending)
    {
        if (ending is RoundEnding.WithCertificate { Certificate: var certificate })
        {
            context.Send(
                Addresses.Ledger(_node),
                new LedgerMessage.RoundEnded(certificate, open.Step1.BodyOf(certificate.Block)));
            return;
        }

        var value = (ending as RoundEnding.WithBlock)?.Value;
        context.Send(open.CommitteeOf(ending.Step), new CommitteeMessage.CertificateRequested(value));
    }
}
