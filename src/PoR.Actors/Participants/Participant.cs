using PoR.Actors.Contract;
using PoR.Actors.Messages;
using PoR.Actors.Services;
using PoR.Core.Agreement;
using PoR.Core.Blocks;
using PoR.Core.Protocol;

namespace PoR.Actors.Participants;

/// <summary>
/// One account's part in the protocol: draws its lot in each step, in secret, and speaks when it is selected
/// (PoR §5.2). Its one-time keys see to it that it never speaks twice in a step, on whatever branch.
/// </summary>
public sealed class Participant : IEventSourced
{
    private const string DrawKey = "draw";

    private readonly NodeId _node;
    private readonly ParticipantKeys _keys;
    private readonly NodeServices _services;
    private readonly List<ParticipantEvent.BallotSigned> _signed = [];
    private Drawn.Proposer? _proposal;

    /// <summary>A participant that lives on a node.</summary>
    public Participant(NodeId node, ParticipantKeys keys, NodeServices services)
    {
        _node = node;
        _keys = keys;
        _services = services;
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
            case ParticipantMessage.ProposalStepOpened opened:
                Resume(context, opened.Branch.View);
                if (Eligible(opened.Branch.View, Step.BlockProposal) is { } proposer)
                    context.Offload(DrawJob.ToPropose(
                        _services.Cryptography, _keys.Vrf, proposer, opened, _services.Costs.Draw), DrawKey);
                break;
            case ParticipantMessage.VoteStepOpened opened:
                if (Eligible(opened.View, opened.Step) is { } verifier)
                    context.Offload(DrawJob.ToVote(
                        _services.Cryptography, _keys.Vrf, verifier, opened, _services.Costs.Draw), DrawKey);
                break;
            case JobDone { Result: Drawn.NoSeat }:
                break;
            case JobDone { Result: Drawn.Verifier lot }:
                Vote(context, lot);
                break;
            case JobDone { Result: Drawn.Proposer lot }:
                _proposal = lot;
                Say(context, new PeerMessage.TicketSent(lot.Ticket));
                break;
            case ParticipantMessage.BodyDue due:
                RequestBody(context, due);
                break;
            case ParticipantMessage.BlockBuilt { Block: var block }:
                Propose(context, block);
                break;
            case JobDone { Error: { } error }:
                throw new InvalidOperationException($"A lot could not be drawn: {error}");
            default:
                context.Unhandled(message);
                break;
        }
    }

    /// <inheritdoc/>
    public void OnStop(IContext context, StopReason why)
    {
    }

    /// <inheritdoc/>
    public void Apply(IEvent durable)
    {
        // What a turn signed has spent its key already; in recovery the key is spent here.
        if (durable is not ParticipantEvent.BallotSigned { Vote: { Ballot: var ballot } } signed)
            return;
        _keys.OneTime.Spend(ballot.Round, ballot.Step);
        if (_signed.Count > 0 && _signed[^1].Vote.Ballot.Round < ballot.Round)
            _signed.Clear();
        _signed.Add(signed);
    }

    /// <inheritdoc/>
    public ISnapshot? TakeSnapshot() => null;

    /// <inheritdoc/>
    public void LoadSnapshot(ISnapshot snapshot) =>
        throw new InvalidOperationException("A participant recovers from its events only.");

    /// <summary>
    /// A round that opens anew, after a crash or a switch of branch: what was signed in it is said again, byte for
    /// byte (decisions 8 and 12). The pool may have lost what a proposed block is made of.
    /// </summary>
    private void Resume(IContext context, CommitteeView view)
    {
        foreach (var (vote, block) in _signed)
        {
            if (vote.Ballot.Round != view.Round || vote.Ballot.Parent != view.Parent)
                continue;
            foreach (var entry in block?.Payset ?? [])
                context.Send(Addresses.Mempool(_node), new MempoolMessage.TransactionReceived(entry.Transaction));
            Say(context, block is null
                ? new PeerMessage.VoteSent(vote)
                : new PeerMessage.ProposalSent(new Proposal(vote, CompactBlock.Of(block))));
        }
    }

    private CommitteeMember? Eligible(CommitteeView view, Step step) =>
        _keys.OneTime.CanSign(view.Round, step) ? view.Find(_keys.PublicKey) : null;

    private void Vote(IContext context, Drawn.Verifier lot)
    {
        var (view, step, value, bit, noConfidence) = lot.Opened;
        var ballot = new Ballot(
            view.Network, view.Round, step, view.Parent, _keys.PublicKey, value, bit, noConfidence, lot.Credential);
        if (Sign(context, ballot) is { } vote)
            Say(context, new PeerMessage.VoteSent(vote));
    }

    private void RequestBody(IContext context, ParticipantMessage.BodyDue due)
    {
        if (_proposal is not { Opened: var opened } lot
            || opened.Branch.Tip != due.Parent)
            return;
        context.Send(Addresses.Mempool(_node), new MempoolMessage.BuildBlock(
            opened.Branch, new Proposer(_keys.PublicKey, lot.Ticket.SeedProof), lot.NextSeed));
    }

    private void Propose(IContext context, Block block)
    {
        if (_proposal is not { Ticket: var ticket } || block.Header.Parent != ticket.Parent)
            return;
        var ballot = new Ballot(
            ticket.Network, ticket.Round, Step.BlockProposal, ticket.Parent, _keys.PublicKey,
            new BlockValue(block.Digest, _keys.PublicKey), null, null, ticket.Credential);
        if (Sign(context, ballot, block) is { } vote)
            Say(context, new PeerMessage.ProposalSent(new Proposal(vote, CompactBlock.Of(block))));
    }

    /// <summary>Sign, destroy the key, persist; what is said leaves when the turn's events are durable.</summary>
    /// <returns>Null when the key is spent: silent in a step that was signed on another branch.</returns>
    private UnverifiedVote? Sign(IContext context, Ballot ballot, Block? proposed = null)
    {
        if (!_keys.OneTime.CanSign(ballot.Round, ballot.Step))
            return null;
        var vote = new UnverifiedVote(
            ballot, _keys.OneTime.Sign(ballot.Round, ballot.Step, UnverifiedVote.SigningBytes(ballot)));
        context.Persist(new ParticipantEvent.BallotSigned(vote, proposed));
        context.Publish(Addresses.Facts, new Fact.BallotSigned(_node, vote));
        return vote;
    }

    private void Say(IContext context, PeerMessage message) =>
        context.Send(Addresses.Gossip(_node), new GossipMessage.Publish(message));
}
