using System.Diagnostics;

namespace PoR.Ledger.Transactions;

/// <summary>Faults in words, and what a pool does about them.</summary>
public static class TransactionFaults
{
    /// <summary>The fault in one sentence.</summary>
    public static string Sentence(this TransactionFault fault) => fault switch
    {
        TransactionFault.WrongNetwork => "The transaction was made for another network.",
        TransactionFault.Expired => "The transaction's last valid round has passed.",
        TransactionFault.TooFarAhead => "The transaction's last valid round lies too far ahead.",
        TransactionFault.SequenceUsed => "The sequence number is not above the sender's last one.",
        TransactionFault.InvalidName =>
            "A subject must be 1..128 bytes and a category 0..128 bytes of valid UTF-8.",
        TransactionFault.InvalidRating => "The rating must lie on its scale 0 ≤ a < b ≤ 1000.",
        TransactionFault.BlacklistedReviewer => "The reviewer is blacklisted in this round.",
        TransactionFault.NotAfterPrevious => "The review was not written after its author's previous one.",
        TransactionFault.WrittenTooEarly => "The review was written too long before its block's time.",
        TransactionFault.WrittenTooLate => "The review was written too long after its block's time.",
        TransactionFault.UnknownPayer => "The payer has no account.",
        TransactionFault.InvalidAmount => "A payment's amount must be 1 or more.",
        TransactionFault.SelfPayment => "A payment to oneself changes nothing and is refused.",
        TransactionFault.Overdrawn => "The payer's balance is below the amount.",
        TransactionFault.AlreadyRegistered => "The account has registered its keys before.",
        TransactionFault.BlockFull => "The block has no room for the transaction.",
        _ => throw new UnreachableException($"No sentence for {fault}."),
    };

    /// <summary>Whether waiting cannot help on this branch, so that a pool may drop the transaction.</summary>
    public static bool IsFinal(this TransactionFault fault) => fault is not (
        TransactionFault.TooFarAhead
        or TransactionFault.BlacklistedReviewer
        or TransactionFault.WrittenTooLate
        or TransactionFault.UnknownPayer
        or TransactionFault.Overdrawn
        or TransactionFault.BlockFull);
}
