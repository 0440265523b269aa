using PoR.Core;
using PoR.Ledger.State;

namespace PoR.Ledger.Blocks;

/// <summary>
/// Conditions that hold after every block, whatever it contains; checked at every block, also in Release.
/// </summary>
internal static class LedgerContract
{
    /// <summary>Compares the accounts that a block has changed with what they were.</summary>
    /// <param name="parent">The state before.</param>
    /// <param name="changed">The accounts as the block leaves them, each once.</param>
    /// <exception cref="InvariantViolationException">The block broke a rule.</exception>
    public static void Check(LedgerState parent, IEnumerable<Account> changed)
    {
        Int128 gained = 0;
        foreach (var account in changed)
        {
            var before = parent.FindAccount(account.PublicKey) ?? new Account(account.PublicKey);
            gained += (Int128)account.Balance - before.Balance;
            Require(account.Reputation >= 0, "A reputation is never negative (PoR §3.5).");
            Require(account.Reputation <= Account.ReputationMax, "No reputation rises above its maximum.");
            Require(account.LastSequence >= before.LastSequence, "An account's sequence only rises.");
            Require(account.BlacklistedUntil >= before.BlacklistedUntil, "Only time ends a blacklisting (PoR §6.5.1).");
            Require(account.IsGenesis == before.IsGenesis, "Nobody enters genesis later.");
        }

        Require(gained == 0, "A block makes no money and loses none.");
    }

    private static void Require(bool holds, string contract) => InvariantViolationException.Require(holds, contract);
}
