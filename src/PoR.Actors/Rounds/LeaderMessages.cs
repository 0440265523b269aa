using Akka.Actor;
using PoR.Actors.Evaluators;
using PoR.Actors.Gossiping;
using PoR.Actors.Ledgers;
using PoR.Actors.Mempools;
using PoR.Actors.Messages;
using PoR.Actors.Peers;
using PoR.Actors.Services;
using PoR.Chain;
using PoR.Consensus.Agreement;
using PoR.Consensus.EvidenceRules;
using PoR.Consensus.Votes;
using PoR.Core.Agreement;
using PoR.Core.Hashing;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Wire;

namespace PoR.Actors.Rounds;

/// <summary>
/// The messages of step 1 at one node: has tickets and proposals checked as D7 says, and finds the
/// bodies that proposals name.
/// </summary>
internal sealed class LeaderMessages(PeerActors peer, Branch branch, NodeServices services)
{
    private readonly Dictionary<PublicKey, LeaderTicket> _tickets = [];
    private readonly Dictionary<PublicKey, Proposal> _proposals = [];
    private readonly Dictionary<BlockDigest, Block> _bodies = [];
    private readonly Dictionary<Digest, Proposal> _unchecked = [];
    private readonly HashSet<BlockDigest> _verifying = [];
    private readonly HashSet<PublicKey> _asked = [];
    private ProposalRelay _relay = ProposalRelay.Empty;
    private BlockValue? _wanted;

    /// <summary>A block's body, or null.</summary>
    public Block? BodyOf(BlockDigest digest) => _bodies.GetValueOrDefault(digest);

    /// <summary>A ticket has come: the first of an eligible sender is checked.</summary>
    public void Receive(IActorContext context, LeaderTicket ticket)
    {
        if (branch.View.Find(ticket.Sender) is null || _tickets.ContainsKey(ticket.Sender))
            return;
        context.Check(services, ticket, branch.View);
    }

    /// <summary>A proposal has come: its ticket counts as one, and its signature is checked.</summary>
    public void Receive(IActorContext context, Proposal proposal)
    {
        var (vote, block) = proposal;
        if (HeaderFault(vote.Ballot, block) is { } fault)
        {
            context.Publish(new Fact.MessageRefused(
                peer.Id, new Refusal.OfProposal(vote.Ballot.Sender, fault)));
            return;
        }

        Receive(context, new LeaderTicket(
            vote.Ballot.Network, vote.Ballot.Round, vote.Ballot.Parent, vote.Ballot.Sender, vote.Ballot.Credential,
            block.Header.Proposer!.SeedProof));
        if (_unchecked.ContainsKey(vote.Digest))
            return;
        if (_unchecked.Count >= services.VotesKeptMax)
        {
            peer.Gossip.Tell(new GossipMessage.NotTaken(new PeerMessage.ProposalSent(proposal)));
            return;
        }

        _unchecked.Add(vote.Digest, proposal);
        context.Check(services, vote, branch.View);
    }

    /// <summary>A ticket has been checked.</summary>
    public RoundEvent? OnChecked(IActorContext context, TicketChecked check)
    {
        if (check.Verdict is TicketVerdict.Rejected { Fault: var fault })
        {
            context.Refuse(
                peer, new Refusal.OfTicket(check.Ticket.Sender, fault), new PeerMessage.TicketSent(check.Ticket));
            return null;
        }

        var ticket = ((TicketVerdict.Accepted)check.Verdict).Ticket;
        if (ticket.Message.Parent != branch.Tip || !_tickets.TryAdd(ticket.Sender, ticket.Message))
            return null;
        (_relay, var isPassedOn) = _relay.Hear(ticket);
        if (isPassedOn)
            Relay(new PeerMessage.TicketSent(ticket.Message));
        return new RoundEvent.TicketHeard(ticket);
    }

    /// <summary>A proposal's signature has been checked: now its transactions are looked up.</summary>
    public void OnChecked(IActorContext context, VoteChecked check)
    {
        if (!_unchecked.Remove(check.Vote.Digest, out var proposal))
            return;
        if (check.Verdict is VoteVerdict.Rejected { Fault: var fault })
        {
            context.Refuse(
                peer,
                new Refusal.OfProposal(check.Vote.Ballot.Sender, new ProposalFault.InvalidVote(fault)),
                new PeerMessage.ProposalSent(proposal));
            return;
        }

        var value = check.Vote.Ballot.Value!;
        if (!_proposals.TryAdd(value.Leader, proposal))
        {
            OnSecondProposal(_proposals[value.Leader], proposal);
            return;
        }

        (_relay, var isPassedOn) = _relay.Hear(value);
        if (isPassedOn)
            Relay(new PeerMessage.ProposalSent(proposal));
        peer.Mempool.Tell(new MempoolMessage.ExpandBlock(proposal.Block));
    }

    /// <summary>
    /// The mempool has looked up a proposal's transactions. If they do not make the body of the best leader so far,
    /// that body is asked for at once: a transaction is late, or a peer has changed the list, which no signature
    /// covers.
    /// </summary>
    public RoundEvent? OnExpanded(CoordinatorMessage.BlockExpanded expanded, PublicKey? best)
    {
        var header = expanded.Proposal.Header;
        if (header.Parent != branch.Tip)
            return null;
        if (expanded.Block is { } block)
            return Keep(block);
        if (BodyOf(new Block(header, [], []).Digest) is not null)
            return null;
        if (header.Proposer!.Leader is var leader && leader == best && _asked.Add(leader))
            Request(leader);
        return null;
    }

    /// <summary>A body that was asked for has come.</summary>
    public RoundEvent? OnReceived(Block block)
    {
        var isExpected = block.Header.Parent == branch.Tip && block.Header.Proposer is not null
            && (_wanted?.Block == block.Digest
                || _proposals.Values.Any(p => p.Vote.Ballot.Value!.Block == block.Digest))
            && block.HasOwnBody;
        return isExpected ? Keep(block) : null;
    }

    /// <summary>A participant of this peer has kept the body of its own proposal, checked or not.</summary>
    public RoundEvent? OnKept(Block block) => block.Header.Parent == branch.Tip ? Keep(block) : null;

    /// <summary>Has a block re-evaluated, now or when its body is here.</summary>
    public void Verify(BlockValue value)
    {
        _wanted = value;
        if (BodyOf(value.Block) is { } block && _verifying.Add(value.Block))
            peer.Evaluator.Tell(new EvaluatorMessage.Verify(branch, value, block));
    }

    /// <summary>Asks peers for a leader's messages of step 1, or only for its body if its proposal is here.</summary>
    public void Request(PublicKey leader)
    {
        PeerMessage question = _proposals.TryGetValue(leader, out var known)
            ? new PeerMessage.BlockRequested(known.Vote.Ballot.Value!.Block)
            : new PeerMessage.ProposalRequested(branch.Tip, leader);
        peer.Gossip.Tell(new GossipMessage.AskSome(question, leader));
    }

    /// <summary>A peer asks for a body; the ledger may have it if this round does not.</summary>
    public void Answer(NodeId asker, BlockDigest digest)
    {
        if (BodyOf(digest) is { } block)
            Reply(asker, new PeerMessage.BlockSent(block));
        else
            peer.Ledger.Tell(new LedgerMessage.BlockRequested(asker, digest));
    }

    /// <summary>A peer asks for what a leader said.</summary>
    public void Answer(NodeId asker, PublicKey leader)
    {
        if (_proposals.TryGetValue(leader, out var proposal))
            Reply(asker, new PeerMessage.ProposalSent(proposal));
        else if (_tickets.TryGetValue(leader, out var ticket))
            Reply(asker, new PeerMessage.TicketSent(ticket));
    }

    private RoundEvent.ProposalHeard? Keep(Block block)
    {
        if (!_bodies.TryAdd(block.Digest, block))
            return null;
        var value = new BlockValue(block.Digest, block.Header.Proposer!.Leader);
        if (value.Equals(_wanted))
            Verify(value);
        return new RoundEvent.ProposalHeard(value);
    }

    /// <summary>Two blocks of one leader: proof of misbehaviour; only the first one counts.</summary>
    private void OnSecondProposal(Proposal first, Proposal second)
    {
        if (!first.Vote.Ballot.Value!.Equals(second.Vote.Ballot.Value))
            peer.Mempool.Tell(new MempoolMessage.EvidenceFound(
                EvidenceBuilder.Contradiction(first.Vote, second.Vote)));
    }

    private ProposalFault? HeaderFault(Ballot ballot, CompactBlock block)
    {
        var header = block.Header;
        if (ballot.Step != Step.BlockProposal || ballot.Value is not { } value || value.Leader != ballot.Sender)
            return new ProposalFault.NotAProposersBallot();
        if (branch.View.Find(ballot.Sender) is null)
            return new ProposalFault.NotEligible();
        if (header.Parent != branch.Tip || header.Proposer?.Leader != ballot.Sender)
            return new ProposalFault.ForeignBlock();
        if (block.Entries.Length > services.Parameters.BlockTransactionsMax
            || block.BytesMax > services.Parameters.BlockBytesMax)
            return new ProposalFault.TooLarge(block.Entries.Length, block.BytesMax);
        if (Block.DigestOf(block.Evidence) != header.EvidenceDigest)
            return new ProposalFault.WrongEvidence();
        return new Block(header, [], []).Digest == value.Block ? null : new ProposalFault.WrongBlock();
    }

    private void Relay(PeerMessage message)
    {
        if (services.RelaysHopByHop)
            peer.Gossip.Tell(new GossipMessage.Relay(message));
    }

    private void Reply(NodeId asker, PeerMessage message) =>
        peer.Gossip.Tell(new GossipMessage.SendTo(asker, message));
}
