using PoR.Actors.Services;
using PoR.Core.Transactions;
using PoR.Wire;

namespace PoR.Actors.Gossiping;

/// <summary>
/// How much of this peer's time and memory each other peer may use with what must be checked and kept: transactions,
/// tickets, proposals, evidence, requests for a sponsor and offers. What is beyond is dropped before anything of
/// it is looked at, and not remembered as heard: another peer, or the same one later, may still say it.
/// </summary>
/// <param name="self">This peer, whose own words cost nothing.</param>
/// <param name="arrivals">Counts what is dropped.</param>
internal sealed class PeerBudgets(NodeId self, ArrivalCounts arrivals)
{
    /// <summary>Checks of one signature that a peer may cause each second; at 48 µs a quarter of a processor.</summary>
    public const int ChecksPerSecond = 5_000;

    /// <summary>Bytes that a peer may bring each second.</summary>
    public const int BytesPerSecond = 8 * 1024 * 1024;

    /// <summary>Whoever was quiet for so long may use as much at once.</summary>
    public static readonly TimeSpan Burst = TimeSpan.FromSeconds(2);

    // A ticket has two proofs, a proposal one, a signature and a path of keys. A proof takes as long as 4 signatures.
    private const int ChecksOfLeader = 8;
    private const int ChecksOfRight = 6; // Two signatures and a proof.
    private const int ChecksOfCredential = 5; // A signature and a proof.

    private readonly Dictionary<NodeId, Account> _accounts = [];

    /// <summary>A peer says something that is heard once.</summary>
    /// <param name="heard">What was heard before; the message is added if it is taken. A copy costs nothing.</param>
    /// <param name="from">Who.</param>
    /// <param name="message">What.</param>
    /// <param name="now">By the clock that never steps.</param>
    /// <returns>False: it was heard before, or the peer has used up its share.</returns>
    public bool HearsAnew(RecentSet heard, NodeId from, EncodedMessage message, TimeSpan now)
    {
        if (heard.Contains(message.Digest.Bytes))
            return false;
        if (from == self || Takes(from, message.Message, message.Length, now))
            return heard.Add(message.Digest.Bytes);
        arrivals.OverBudget++;
        return false;
    }

    /// <summary>Uses a peer's share, which may be overdrawn once.</summary>
    internal bool Takes(NodeId from, PeerMessage message, int bytes, TimeSpan now)
    {
        var checks = message switch
        {
            PeerMessage.TransactionSent { Transaction.Body: Transaction.Registration { Sponsorship: not null } }
                or PeerMessage.SponsorshipOffered => ChecksOfRight,
            PeerMessage.TransactionSent or PeerMessage.SponsorshipRequested => 1,
            PeerMessage.ContradictionSent => 2,
            PeerMessage.WrongCredentialSent => ChecksOfCredential,
            PeerMessage.TicketSent or PeerMessage.ProposalSent => ChecksOfLeader,
            _ => 0,
        };
        if (checks == 0)
            return true;
        if (!_accounts.TryGetValue(from, out var account))
            _accounts.Add(from, account = new Account());
        var (checksFree, bytesFree) = (Later(account.ChecksFreeAt, now), Later(account.BytesFreeAt, now));
        if (checksFree - now >= Burst || bytesFree - now >= Burst)
            return false;
        account.ChecksFreeAt = checksFree + (TimeSpan.FromSeconds(1) * checks / ChecksPerSecond);
        account.BytesFreeAt = bytesFree + (TimeSpan.FromSeconds(1) * bytes / BytesPerSecond);
        return true;
    }

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private sealed class Account
    {
        public TimeSpan ChecksFreeAt { get; set; }

        public TimeSpan BytesFreeAt { get; set; }
    }
}
