using PoR.Core.Admission;
using PoR.Core.Transactions;

namespace PoR.Cryptography;

/// <summary>The signatures that a transaction carries.</summary>
public static class TransactionSignatures
{
    /// <summary>Whether its sender signed it, and, where it has one, its sponsor the sponsorship.</summary>
    public static bool IsSigned(this ICryptography cryptography, SignedTransaction transaction) =>
        cryptography.Verify(
            transaction.Body.Sender, SignedTransaction.SigningBytes(transaction.Body), transaction.Signature)
        && (transaction.Body is not Transaction.Registration { Sponsorship: { } sponsorship } registration
            || cryptography.Verify(
                sponsorship.Right.Holder,
                Sponsorship.SigningBytes(
                    registration.Network, sponsorship.Right, sponsorship.Seed, registration.Keys),
                sponsorship.Signature));
}
