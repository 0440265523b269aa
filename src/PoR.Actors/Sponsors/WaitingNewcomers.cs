using PoR.Core.Admission;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Ledger.State;

namespace PoR.Actors.Sponsors;

/// <summary>
/// Accounts that look for a sponsor, by the order in which they came. Bounded: keys are free, so half of the room is
/// for accounts that have a reputation, and whoever has more takes the place of whoever has least.
/// </summary>
internal sealed class WaitingNewcomers
{
    /// <summary>Most that wait.</summary>
    public const int Max = 1_000;

    private readonly Dictionary<PublicKey, Waiting> _byAccount = [];
    private long _arrivals;

    /// <summary>Whether a request would be taken.</summary>
    public bool Takes(SponsorshipRequest request, LedgerState state)
    {
        var account = state.FindAccount(request.Keys.Account);
        if (request.Network != state.Genesis.Network
            || request.LastValidRound <= state.Round
            || request.LastValidRound > state.Round + state.Parameters.TransactionLifetimeRounds
            || account?.RegisteredRound is not null)
            return false;
        if (_byAccount.TryGetValue(request.Keys.Account, out var known))
            return known.Request.LastValidRound < request.LastValidRound;
        var reputation = ReputationOf(account);
        return _byAccount.Count < RoomFor(reputation) || LeastBelow(reputation) is not null;
    }

    /// <summary>Takes a request whose signature is checked; an account that has asked before keeps its place.</summary>
    public void Add(SponsorshipRequest request, LedgerState state)
    {
        var key = request.Keys.Account;
        if (_byAccount.TryGetValue(key, out var known))
        {
            _byAccount[key] = known with { Request = request };
            return;
        }

        var reputation = ReputationOf(state.FindAccount(key));
        if (_byAccount.Count >= RoomFor(reputation) && LeastBelow(reputation) is { } least)
            _byAccount.Remove(least);
        _byAccount.Add(key, new Waiting(request, _arrivals++, reputation, default));
    }

    /// <summary>Forgets who has registered, and whose request has expired.</summary>
    public void Recheck(LedgerState state)
    {
        foreach (var (key, waiting) in _byAccount.ToArray())
        {
            var account = state.FindAccount(key);
            if (waiting.Request.LastValidRound <= state.Round || account?.RegisteredRound is not null)
                _byAccount.Remove(key);
            else if (ReputationOf(account) is var reputation && reputation != waiting.Reputation)
                _byAccount[key] = waiting with { Reputation = reputation };
        }
    }

    /// <summary>A request of an account that is not promised a right, or null.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="round">The next one.</param>
    /// <param name="isPromised">Whether it waits, and a right is on its way to it.</param>
    public SponsorshipRequest? Find(PublicKey account, Round round, out bool isPromised)
    {
        var waiting = _byAccount.GetValueOrDefault(account);
        isPromised = waiting?.PromisedUntil >= round;
        return isPromised ? null : waiting?.Request;
    }

    /// <summary>Who has waited longest and is not promised a right; null: nobody.</summary>
    /// <param name="round">The next one.</param>
    public SponsorshipRequest? Next(Round round) => _byAccount.Values
        .Where(waiting => waiting.PromisedUntil < round).MinBy(waiting => waiting.Arrival)?.Request;

    /// <summary>A right is on its way to an account. If nothing comes of it, the account waits on.</summary>
    public void Promise(PublicKey account, Round until)
    {
        if (_byAccount.TryGetValue(account, out var waiting))
            _byAccount[account] = waiting with { PromisedUntil = until };
    }

    private static int RoomFor(long reputation) => reputation >= 1 ? Max : Max / 2;

    private static long ReputationOf(Account? account) => account?.Reputation ?? 0;

    /// <summary>The newest of those with the least reputation, if that is below this one.</summary>
    private PublicKey? LeastBelow(long reputation) => _byAccount.Values
        .Where(waiting => waiting.Reputation < reputation)
        .OrderBy(waiting => waiting.Reputation).ThenByDescending(waiting => waiting.Arrival)
        .FirstOrDefault()?.Request.Keys.Account;

    private sealed record Waiting(
        SponsorshipRequest Request, long Arrival, long Reputation, Round PromisedUntil);
}
