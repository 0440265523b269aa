using PoR.Core.Admission;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Ledger.State;

namespace PoR.Actors.Sponsors;

/// <summary>
/// Accounts that look for a sponsor, by the order in which they came. Bounded: half of the room is for accounts that
/// have a reputation, since keys are free.
/// </summary>
internal sealed class WaitingNewcomers
{
    /// <summary>Most that wait.</summary>
    public const int Max = 1_000;

    private readonly Dictionary<PublicKey, Waiting> _byAccount = [];
    private long _arrivals;

    /// <summary>How many wait.</summary>
    public int Count => _byAccount.Count;

    /// <summary>Whether a request would be taken.</summary>
    public bool HasRoomFor(SponsorshipRequest request, LedgerState state)
    {
        if (request.Network != state.Genesis.Network
            || request.LastValidRound <= state.Round
            || request.LastValidRound > state.Round + state.Parameters.TransactionLifetimeRounds
            || state.FindAccount(request.Keys.Account)?.RegisteredRound is not null)
            return false;
        if (_byAccount.TryGetValue(request.Keys.Account, out var known))
            return known.Request.LastValidRound < request.LastValidRound;
        return _byAccount.Count < (HasReputation(request, state) ? Max : Max / 2);
    }

    /// <summary>Takes a request whose signature is checked; an account that has asked before keeps its place.</summary>
    public void Add(SponsorshipRequest request) => _byAccount[request.Keys.Account] =
        _byAccount.TryGetValue(request.Keys.Account, out var known)
            ? known with { Request = request }
            : new Waiting(request, _arrivals++, default);

    /// <summary>Forgets who has registered, and whose request has expired.</summary>
    public void Recheck(LedgerState state)
    {
        foreach (var (account, waiting) in _byAccount.ToArray())
        {
            if (waiting.Request.LastValidRound <= state.Round
                || state.FindAccount(account)?.RegisteredRound is not null)
                _byAccount.Remove(account);
        }
    }

    /// <summary>A request, or null.</summary>
    public SponsorshipRequest? Find(PublicKey account) => _byAccount.GetValueOrDefault(account)?.Request;

    /// <summary>Who has waited longest and is not promised a right; null: nobody.</summary>
    /// <param name="round">The next one.</param>
    public SponsorshipRequest? Next(Round round) => _byAccount.Values
        .Where(waiting => waiting.PromisedUntil < round).MinBy(waiting => waiting.Arrival)?.Request;

    /// <summary>A right is on its way to an account. If nothing comes of it, the account waits on.</summary>
    public void Promise(PublicKey account, Round until) =>
        _byAccount[account] = _byAccount[account] with { PromisedUntil = until };

    private static bool HasReputation(SponsorshipRequest request, LedgerState state) =>
        state.FindAccount(request.Keys.Account)?.Reputation >= 1;

    private sealed record Waiting(SponsorshipRequest Request, long Arrival, Round PromisedUntil);
}
