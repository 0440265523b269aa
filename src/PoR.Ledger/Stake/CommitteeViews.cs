using PoR.Core.Agreement;
using PoR.Ledger.State;

namespace PoR.Ledger.Stake;

/// <summary>Computes from agreed state who may speak in the next round.</summary>
public static class CommitteeViews
{
    /// <summary>The view of the round after a parent.</summary>
    /// <param name="stateForStake">
    /// The state after B^{r−n}, n the stake's look-back, or genesis (D5): keys, entry, weights and W.
    /// When it was agreed nobody could know the round's seed, so nobody could choose who is in it.
    /// </param>
    /// <param name="parent">
    /// The state after B^{r−1}: gives r, seed and digest, and who has been banned since. If those bans would leave no
    /// weight, they are ignored (D35).
    /// </param>
    /// <exception cref="ArgumentException"><paramref name="stateForStake"/> is later than the parent.</exception>
    public static CommitteeView Of(LedgerState stateForStake, LedgerState parent)
    {
        if (stateForStake.Round > parent.Round)
            throw new ArgumentException("The stake cannot come from a later state.", nameof(stateForStake));
        var round = parent.Round.Next;
        var table = StakeTable.Of(stateForStake, round);
        var speaking = table.IsFallback || ReferenceEquals(stateForStake, parent)
            ? table.Eligible
            : table.Eligible.RemoveAll(e => parent.FindAccount(e.Account.PublicKey)!.IsBlacklistedIn(round));
        if (speaking.IsEmpty)
            speaking = table.Eligible;
        return new CommitteeView(
            parent.Genesis.Network,
            round,
            parent.BlockDigest,
            parent.Seed,
            [.. speaking.Select(MemberOf)],
            parent.Parameters,
            table.TotalWeight,
            table.Eligible.Length);
    }

    private static CommitteeMember MemberOf(WeightedAccount eligible) => new(
        eligible.Account.PublicKey,
        eligible.Account.VrfKey!.Value,
        eligible.Account.OneTimeRoot!.Value,
        eligible.Weight);
}
