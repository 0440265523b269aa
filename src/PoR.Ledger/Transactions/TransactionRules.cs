using System.Diagnostics;
using System.Text.Unicode;
using PoR.Core.Admission;
using PoR.Core.Parameters;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Ledger.State;

namespace PoR.Ledger.Transactions;

/// <summary>
/// When a transaction may stand in a block (PoR §3.7; D25, D36, D37, D41). Pool, leader and verifier ask
/// the same rules. Its signature is not looked at here.
/// </summary>
public static class TransactionRules
{
    /// <summary>What is wrong with a transaction in the state before its block.</summary>
    /// <param name="state">After the parent.</param>
    /// <param name="transaction">Any transaction.</param>
    /// <param name="inRound">The block's round.</param>
    /// <param name="blockTime">The block's time; null where there is no block yet, as in a pool.</param>
    /// <returns>Null when nothing is.</returns>
    public static TransactionFault? Check(
        LedgerState state, SignedTransaction transaction, Round inRound, Timestamp? blockTime = null) =>
        Check(
            state,
            state.FindAccount(transaction.Body.Sender),
            transaction.Body,
            inRound,
            blockTime,
            state.IsUsed);

    /// <summary>The same, where the sender's account has changed within the block.</summary>
    internal static TransactionFault? Check(
        LedgerState state,
        Account? sender,
        Transaction transaction,
        Round inRound,
        Timestamp? blockTime,
        Func<SponsorRight, bool> isUsed)
    {
        var parameters = state.Parameters;
        if (transaction.Network != state.Genesis.Network)
            return new TransactionFault.WrongNetwork();
        if (transaction.LastValidRound < inRound)
            return new TransactionFault.Expired(transaction.LastValidRound, inRound);
        if (transaction.LastValidRound > inRound + parameters.TransactionLifetimeRounds)
            return new TransactionFault.TooFarAhead(
                transaction.LastValidRound, inRound + parameters.TransactionLifetimeRounds);
        if (SequenceFault(sender ?? new Account(transaction.Sender), transaction.Sequence) is { } ofSequence)
            return ofSequence;
        return transaction switch
        {
            Transaction.Review review => CheckReview(state, sender, review, inRound, blockTime),
            Transaction.Payment payment => CheckPayment(sender, payment),
            Transaction.Registration registration =>
                CheckRegistration(parameters.Admission, sender, registration.Sponsorship?.Right, inRound, isUsed),
            Transaction.TextCommitment => null,
            _ => throw new UnreachableException($"No rules for {transaction.GetType().Name}."),
        };
    }

    /// <summary>
    /// A number is valid if it is above the highest used one, or unused in the window below it: so a later transaction,
    /// in whatever order leaders take them, never makes an earlier one invalid.
    /// </summary>
    private static TransactionFault? SequenceFault(Account sender, ulong sequence)
    {
        if (sequence == 0 || sender.HasUsed(sequence))
            return new TransactionFault.SequenceUsed(sequence, sender.LastSequence);
        return sequence > sender.LastSequence && sequence - sender.LastSequence > Account.SequenceAheadMax
            ? new TransactionFault.SequenceTooFar(sequence, sender.LastSequence + Account.SequenceAheadMax)
            : null;
    }

    /// <summary>Only against what its author has signed as its predecessor; nobody else claims an order.</summary>
    private static TransactionFault? OrderFault(Account? author, Transaction.Review review)
    {
        if (review.After is not { } after)
            return null;
        if (after == 0 || after >= review.Sequence)
            return new TransactionFault.InvalidPredecessor(after, review.Sequence);
        if (author?.HasUsed(after) != true)
            return new TransactionFault.PredecessorMissing(after);
        return author.LastReview == after && author.History.LastWrittenAt is { } previous
            && review.WrittenAt <= previous
                ? new TransactionFault.NotAfterPrevious(review.WrittenAt, previous)
                : null;
    }

    private static TransactionFault? CheckReview(
        LedgerState state, Account? author, Transaction.Review review, Round inRound, Timestamp? blockTime)
    {
        if (review.Subject.Length == 0 || !IsName(review.Subject) || !IsName(review.Category))
            return new TransactionFault.InvalidName();
        if (!review.Rate.IsValid)
            return new TransactionFault.InvalidRating(review.Rate);
        if (author?.IsBlacklistedIn(inRound) == true)
            return new TransactionFault.BlacklistedReviewer(inRound);
        if (OrderFault(author, review) is { } ofOrder)
            return ofOrder;
        if (review.CommitmentSalt is not null && TextClaim.CommittedRoundOf(review, state.Commitments) is null)
            return new TransactionFault.CommitmentMissing();
        if (blockTime is not { } time)
            return null;
        var early = (Int128)time.Milliseconds - review.WrittenAt.Milliseconds;
        var window = state.Parameters.ReviewTimeWindowMs;
        if (early > window)
            return new TransactionFault.WrittenTooEarly(review.WrittenAt, time);
        return -early > window
            ? new TransactionFault.WrittenTooLate(review.WrittenAt, time)
            : null;
    }

    private static TransactionFault? CheckPayment(Account? payer, Transaction.Payment payment)
    {
        if (payment.Amount == 0)
            return new TransactionFault.InvalidAmount();
        if (payer is null)
            return new TransactionFault.UnknownPayer();
        if (payment.Recipient == payment.Sender)
            return new TransactionFault.SelfPayment();
        return payer.Balance < payment.Amount
            ? new TransactionFault.Overdrawn(payment.Amount, payer.Balance)
            : null;
    }

    private static TransactionFault? CheckRegistration(
        AdmissionParameters? admission,
        Account? newcomer,
        SponsorRight? right,
        Round inRound,
        Func<SponsorRight, bool> isUsed)
    {
        if (newcomer?.RegisteredRound is { } before)
            return new TransactionFault.AlreadyRegistered(before);
        if (admission is null)
            return right is null ? null : new TransactionFault.SponsorNotNeeded();
        if (right is not { } used)
            return new TransactionFault.Unsponsored();
        if (used.Round >= inRound)
            return new TransactionFault.RightTooNew(used, inRound);
        if (used.Round < inRound - admission.RightRounds)
            return new TransactionFault.RightLapsed(used, used.Round + admission.RightRounds);
        return isUsed(used) ? new TransactionFault.RightUsed(used) : null;
    }

    /// <summary>A name with a lone surrogate would change when it is encoded and decoded.</summary>
    private static bool IsName(string name)
    {
        Span<byte> bytes = stackalloc byte[Transaction.NameBytesMax];
        return name.Length <= Transaction.NameBytesMax
            && Utf8.FromUtf16(name, bytes, out _, out _, replaceInvalidSequences: false)
                == System.Buffers.OperationStatus.Done;
    }
}

/// <summary>Checks senders' signatures; a cache may stand behind it.</summary>
public interface ITransactionSignatures
{
    /// <summary>Whether the sender signed the transaction's id.</summary>
    bool IsValid(SignedTransaction transaction);
}
