using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Ledger.State;

namespace PoR.Actors.Mempools;

/// <summary>A transaction in a pool.</summary>
/// <param name="Transaction">Valid, and signed.</param>
/// <param name="IsOwn">Whether a user of this node submitted it.</param>
/// <param name="Standing">
/// What it is worth here: its sender's reputation, 0 and up; where the state does not know the sender −1 if an own
/// user submitted it, −2 if a peer said it.
/// </param>
/// <param name="Arrival">Its number among all that have ever been taken.</param>
/// <param name="Since">When it was taken, by this node's clock.</param>
public sealed record PendingTransaction(
    SignedTransaction Transaction, bool IsOwn, long Standing, long Arrival, Timestamp Since)
{
    /// <summary>The order in which a full pool gives them up: the least standing first, then the newest.</summary>
    internal static IComparer<PendingTransaction> LeastFirst { get; } = Comparer<PendingTransaction>.Create(
        static (a, b) => a.Standing != b.Standing
            ? a.Standing.CompareTo(b.Standing)
            : b.Arrival.CompareTo(a.Arrival));

    /// <summary>Whether its sender has a reputation of 1 or more, so that all of the room is open to it.</summary>
    internal bool IsProven => IsProvenAt(Standing);

    /// <summary>Who comes into a block first: all with reputation have one turn.</summary>
    internal long Turn => Math.Min(Standing, 1);

    internal static bool IsProvenAt(long standing) => standing >= 1;

    /// <summary>What a sender's transactions are worth.</summary>
    internal static long StandingOf(Account? sender, bool isOwn) => sender?.Reputation ?? (isOwn ? -1 : -2);
}
