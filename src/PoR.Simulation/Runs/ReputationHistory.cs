using System.Collections.Immutable;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Ledger.State;
using PoR.Reports.Results;

namespace PoR.Simulation.Runs;

/// <summary>An account whose reputation or blacklisting a block has changed, or which it has made.</summary>
/// <param name="Account">Its number in the history.</param>
/// <param name="Reputation">After the block.</param>
/// <param name="BlacklistedUntil">Likewise.</param>
public readonly record struct AccountChange(int Account, long Reputation, Round BlacklistedUntil);

/// <summary>What a block has changed of an account that was there before it.</summary>
/// <param name="Account">Which.</param>
/// <param name="Before">Its reputation before the block.</param>
/// <param name="After">And after it.</param>
/// <param name="IsBlacklisting">Whether the block has blacklisted it.</param>
public readonly record struct ReputationChange(PublicKey Account, long Before, long After, bool IsBlacklisting);

/// <summary>
/// How reputations went, kept as changes. Chooses a few accounts whose reputation is drawn: highest, lowest, median,
/// and the newly blacklisted.
/// </summary>
public sealed class ReputationHistory
{
    private const int BlacklistedMax = 5;

    private readonly Round _genesis;
    private readonly List<PublicKey> _keys = [];
    private readonly Dictionary<PublicKey, int> _numbers = [];
    private readonly ImmutableArray<AccountChange> _first;

    /// <summary>A history that knows who was there at first.</summary>
    /// <param name="genesis">Before round 1.</param>
    public ReputationHistory(LedgerState genesis)
    {
        _genesis = genesis.Round;
        _first = [.. genesis.Accounts.InOrder.Select(ChangeTo)];
    }

    /// <summary>What a block has changed.</summary>
    /// <param name="before">The state after its parent.</param>
    /// <param name="after">The state after it.</param>
    public ImmutableArray<AccountChange> Between(LedgerState before, LedgerState after) =>
    [
        .. after.Accounts.InOrder
            .Where(account => before.FindAccount(account.PublicKey) is not { } known
                || known.Reputation != account.Reputation || known.BlacklistedUntil != account.BlacklistedUntil)
            .Select(ChangeTo),
    ];

    /// <summary>All changes over a chain, in order.</summary>
    /// <param name="rounds">What each block has changed, from round 1 on.</param>
    public IEnumerable<ReputationChange> ChangesOf(IEnumerable<ImmutableArray<AccountChange>> rounds)
    {
        var latest = _first.ToDictionary(account => account.Account);
        foreach (var change in rounds.SelectMany(static changes => changes))
        {
            if (latest.TryGetValue(change.Account, out var before))
                yield return new ReputationChange(
                    _keys[change.Account], before.Reputation, change.Reputation,
                    change.BlacklistedUntil > before.BlacklistedUntil);
            latest[change.Account] = change;
        }
    }

    /// <summary>The tracks over a chain.</summary>
    /// <param name="rounds">What each block has changed, from round 1 on.</param>
    public ImmutableArray<ReputationTrack> TracksOf(IReadOnlyList<ImmutableArray<AccountChange>> rounds)
    {
        if (rounds.Count == 0)
            return [];
        var latest = _first.ToDictionary(account => account.Account);
        foreach (var change in rounds.SelectMany(static changes => changes))
            latest[change.Account] = change;
        AccountChange[] byReputation =
            [.. latest.Values.OrderBy(a => a.Reputation).ThenBy(a => _keys[a.Account])];
        if (byReputation.Length == 0)
            return [];
        AccountChange[] chosen = [byReputation[^1], byReputation[byReputation.Length / 2], byReputation[0]];
        var blacklisted = byReputation
            .Where(a => a.Account >= _first.Length || _first[a.Account].BlacklistedUntil != a.BlacklistedUntil)
            .Take(BlacklistedMax);
        return [.. chosen.Concat(blacklisted).Select(a => a.Account).Distinct().Select(a => TrackOf(a, rounds))];
    }

    private AccountChange ChangeTo(Account account)
    {
        if (!_numbers.TryGetValue(account.PublicKey, out var number))
        {
            _numbers.Add(account.PublicKey, number = _keys.Count);
            _keys.Add(account.PublicKey);
        }

        return new AccountChange(number, account.Reputation, account.BlacklistedUntil);
    }

    private ReputationTrack TrackOf(int account, IReadOnlyList<ImmutableArray<AccountChange>> rounds)
    {
        var now = account < _first.Length ? _first[account] : default;
        var before = now.BlacklistedUntil;
        var reputations = ImmutableArray.CreateBuilder<long>(rounds.Count);
        Round? from = null;
        var until = before;
        var round = _genesis;
        foreach (var changes in rounds)
        {
            round = round.Next;
            now = changes.Where(change => change.Account == account).Append(now).First();
            reputations.Add(now.Reputation);
            if (from is null && now.BlacklistedUntil != before)
                (from, until) = (round, now.BlacklistedUntil);
            else if (from is not null && round <= until)
                until = now.BlacklistedUntil; // Another blacklisting may extend one while it lasts.
        }

        return new ReputationTrack(
            _keys[account].ToString()[..12],
            reputations.MoveToImmutable(),
            from?.Next.Number,
            from is null || until > round ? null : until.Number);
    }
}
