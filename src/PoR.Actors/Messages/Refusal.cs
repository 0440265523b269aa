using System.Diagnostics;
using PoR.Actors.Mempools;
using PoR.Actors.Rounds;
using PoR.Chain;
using PoR.Consensus.Certificates;
using PoR.Consensus.Votes;
using PoR.Core.Agreement;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Ledger.Blocks;

namespace PoR.Actors.Messages;

/// <summary>What a node refused of what its peers sent: what it was, and why. Closed.</summary>
public abstract record Refusal
{
    private Refusal()
    {
    }

    /// <summary>A vote.</summary>
    public sealed record OfVote(PublicKey Sender, Step Step, VoteFault Fault) : Refusal
    {
        /// <summary>A vote by its ballot.</summary>
        internal OfVote(Ballot ballot, VoteFault fault)
            : this(ballot.Sender, ballot.Step, fault)
        {
        }
    }

    /// <summary>A leader's ticket.</summary>
    public sealed record OfTicket(PublicKey Sender, TicketFault Fault) : Refusal;

    /// <summary>A proposed block.</summary>
    public sealed record OfProposal(PublicKey Sender, ProposalFault Fault) : Refusal;

    /// <summary>A certificate.</summary>
    public sealed record OfCertificate(Round Round, CertificateFault Fault) : Refusal;

    /// <summary>A certified block that breaks the ledger's rules.</summary>
    public sealed record OfBlock(Round Round, BlockFault Fault) : Refusal;

    /// <summary>A transaction, when it came or when it was given up.</summary>
    public sealed record OfTransaction(PublicKey Sender, PoolFault Fault) : Refusal;

    /// <summary>By what refusals are counted: what was refused, and the case of its fault.</summary>
    public (string Kind, string Reason) Name => this switch
    {
        OfVote r => ("Vote", FaultNames.Of(r.Fault)),
        OfTicket r => ("Ticket", FaultNames.Of(r.Fault)),
        OfProposal { Fault: ProposalFault.InvalidVote f } => ("Proposal", FaultNames.Of(f, f.Fault)),
        OfProposal r => ("Proposal", FaultNames.Of(r.Fault)),
        OfCertificate r => ("Certificate", FaultNames.Of(r.Fault)),
        OfBlock r => ("Block", FaultNames.Of(r.Fault)),
        OfTransaction r => ("Transaction", r.Fault.Name),
        _ => throw new UnreachableException($"No name for {this}."),
    };

    /// <summary>
    /// Whether no honest peer has passed it on: a signature or proof does not hold. Other faults also come from a peer
    /// that is on another branch.
    /// </summary>
    internal bool IsForged => this switch
    {
        OfVote or OfProposal => FaultOfVote is VoteFault.BadSignature or VoteFault.BadCredential,
        OfTicket { Fault: TicketFault.BadCredential or TicketFault.BadSeedProof } => true,
        OfTransaction { Fault: PoolFault.NotSigned } => true,
        _ => false,
    };

    /// <summary>What is wrong with the vote, or with a proposal's signed ballot; null: nothing signed is.</summary>
    internal VoteFault? FaultOfVote => this switch
    {
        OfVote { Fault: var fault } => fault,
        OfProposal { Fault: ProposalFault.InvalidVote { Fault: var fault } } => fault,
        _ => null,
    };
}
