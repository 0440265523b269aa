using PoR.Actors.Rounds;
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

    /// <summary>
    /// Whether no honest peer has passed it on: a signature or proof does not hold. Other faults also come from a peer
    /// that is on another branch.
    /// </summary>
    internal bool IsForged => this switch
    {
        OfVote { Fault: var fault } => IsForgery(fault),
        OfProposal { Fault: ProposalFault.InvalidVote { Fault: var fault } } => IsForgery(fault),
        OfTicket { Fault: TicketFault.BadCredential or TicketFault.BadSeedProof } => true,
        _ => false,
    };

    private static bool IsForgery(VoteFault fault) => fault is VoteFault.BadSignature or VoteFault.BadCredential;
}
