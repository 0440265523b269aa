using PoR.Core.Admission;
using PoR.Core.Rounds;
using PoR.Core.Transactions;

namespace PoR.Ledger.Transactions;

/// <summary>Why a transaction is not valid, or not yet. Closed: every case is nested here.</summary>
public abstract record TransactionFault
{
    private TransactionFault()
    {
    }

    /// <summary>True when the transaction can never become valid on this branch, so that a pool may drop it.</summary>
    public bool IsFinal =>
        this is not (TooFarAhead or SequenceTooFar or PredecessorMissing or CommitmentMissing or BlacklistedReviewer
            or WrittenTooLate or UnknownPayer or Overdrawn or RightTooNew);

    /// <summary>The transaction is made for another network.</summary>
    public sealed record WrongNetwork : TransactionFault;

    /// <summary>Its last valid round has passed.</summary>
    public sealed record Expired(Round LastValid, Round InRound) : TransactionFault;

    /// <summary>Its last valid round lies further ahead than a transaction may live.</summary>
    public sealed record TooFarAhead(Round LastValid, Round Latest) : TransactionFault;

    /// <summary>Its sequence number is used, or lies too far below the highest used one of its sender.</summary>
    public sealed record SequenceUsed(ulong Sequence, ulong Last) : TransactionFault;

    /// <summary>Its sequence number lies too far above the highest used one of its sender.</summary>
    public sealed record SequenceTooFar(ulong Sequence, ulong Most) : TransactionFault;

    /// <summary>The transaction that the author signed as this review's predecessor is in no block yet.</summary>
    public sealed record PredecessorMissing(ulong After) : TransactionFault;

    /// <summary>What it names as its predecessor does not have a lower number.</summary>
    public sealed record InvalidPredecessor(ulong After, ulong Sequence) : TransactionFault;

    /// <summary>
    /// What the review opens is in no earlier block, or in none that is remembered: its author has committed to another
    /// text, with another salt, not yet, or too long ago.
    /// </summary>
    public sealed record CommitmentMissing : TransactionFault;

    /// <summary>A subject or category is empty, too long or not valid text.</summary>
    public sealed record InvalidName : TransactionFault;

    /// <summary>The rating is not on its scale, or the scale is none.</summary>
    public sealed record InvalidRating(Rating Rate) : TransactionFault;

    /// <summary>The reviewer is blacklisted in this round.</summary>
    public sealed record BlacklistedReviewer(Round InRound) : TransactionFault;

    /// <summary>The review was not written after what its author signed as its predecessor.</summary>
    public sealed record NotAfterPrevious(Timestamp WrittenAt, Timestamp Previous) : TransactionFault;

    /// <summary>The review was written too long before its block's time.</summary>
    public sealed record WrittenTooEarly(Timestamp WrittenAt, Timestamp BlockTime) : TransactionFault;

    /// <summary>The review was written too long after its block's time.</summary>
    public sealed record WrittenTooLate(Timestamp WrittenAt, Timestamp BlockTime) : TransactionFault;

    /// <summary>The payer has no account.</summary>
    public sealed record UnknownPayer : TransactionFault;

    /// <summary>A payment of nothing.</summary>
    public sealed record InvalidAmount : TransactionFault;

    /// <summary>The payer pays itself.</summary>
    public sealed record SelfPayment : TransactionFault;

    /// <summary>The payer's balance is below the amount.</summary>
    public sealed record Overdrawn(ulong Amount, ulong Balance) : TransactionFault;

    /// <summary>The account has registered its keys before.</summary>
    public sealed record AlreadyRegistered(Round InRound) : TransactionFault;

    /// <summary>Where newcomers need a sponsor, a registration without one would be of no use (D41).</summary>
    public sealed record Unsponsored : TransactionFault;

    /// <summary>Where nobody needs a sponsor, a registration names none.</summary>
    public sealed record SponsorNotNeeded : TransactionFault;

    /// <summary>The right is of this round or a later one; it can be used from the round after its own on.</summary>
    public sealed record RightTooNew(SponsorRight Right, Round InRound) : TransactionFault;

    /// <summary>The right's last round has passed.</summary>
    public sealed record RightLapsed(SponsorRight Right, Round Last) : TransactionFault;

    /// <summary>The right has sponsored an account already.</summary>
    public sealed record RightUsed(SponsorRight Right) : TransactionFault;
}
