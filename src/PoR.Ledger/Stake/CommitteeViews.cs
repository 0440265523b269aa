using PoR.Core.Protocol;
using PoR.Ledger.State;

namespace PoR.Ledger.Stake;

/// <summary>From agreed state to who may speak in the next round.</summary>
public static class CommitteeViews
{
    /// <summary>The view of the round after a parent.</summary>
    /// <param name="stateForStake">
    /// The parent's state, or that of its ancestor after B^{r−n} when the stake's look-back n is above 1
    /// (design decision 7).
    /// </param>
    /// <param name="parent">The state after B^{r−1}: gives r, seed and digest.</param>
    /// <exception cref="ArgumentException"><paramref name="stateForStake"/> is later than the parent.</exception>
    public static CommitteeView Of(LedgerState stateForStake, LedgerState parent)
    {
        if (stateForStake.Round > parent.Round)
            throw new ArgumentException("The stake cannot come from a later state.", nameof(stateForStake));
        var round = parent.Round.Next;
        var table = StakeTable.Of(stateForStake, round);
        return new CommitteeView(
            parent.Genesis.Network,
            round,
            parent.BlockDigest,
            parent.Seed,
            [.. table.Eligible.Select(MemberOf)],
            parent.Parameters);
    }

    private static CommitteeMember MemberOf(WeightedAccount eligible) => new(
        eligible.Account.PublicKey,
        eligible.Account.VrfKey!.Value,
        eligible.Account.OneTimeRoot!.Value,
        eligible.Weight);
}
