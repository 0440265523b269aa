using PoR.Core.Transactions;

namespace PoR.Ledger.Transactions;

/// <summary>Why a transaction is not valid, or not yet.</summary>
public enum TransactionFault : byte
{
    /// <summary>Made for another network.</summary>
    WrongNetwork = 1,

    /// <summary>Its last valid round has passed.</summary>
    Expired,

    /// <summary>Its last valid round lies further ahead than a transaction may live.</summary>
    TooFarAhead,

    /// <summary>Its sequence number is not above the sender's last one.</summary>
    SequenceUsed,

    /// <summary>A subject or category is empty, too long or not valid text.</summary>
    InvalidName,

    /// <summary>The rating is not on its scale, or the scale is none.</summary>
    InvalidRating,

    /// <summary>The reviewer is blacklisted in this round.</summary>
    BlacklistedReviewer,

    /// <summary>The review was not written after its author's previous one.</summary>
    NotAfterPrevious,

    /// <summary>The review was written too long before its block's time.</summary>
    WrittenTooEarly,

    /// <summary>The review was written too long after its block's time.</summary>
    WrittenTooLate,

    /// <summary>The payer has no account.</summary>
    UnknownPayer,

    /// <summary>A payment of nothing.</summary>
    InvalidAmount,

    /// <summary>The payer pays itself.</summary>
    SelfPayment,

    /// <summary>The payer's balance is below the amount.</summary>
    Overdrawn,

    /// <summary>The account has registered its keys before.</summary>
    AlreadyRegistered,

    /// <summary>The block has no room for it.</summary>
    BlockFull,
}

/// <summary>A transaction that a leader left out of its block.</summary>
/// <param name="Transaction">The transaction.</param>
/// <param name="Fault">Why.</param>
public sealed record RejectedTransaction(SignedTransaction Transaction, TransactionFault Fault);
