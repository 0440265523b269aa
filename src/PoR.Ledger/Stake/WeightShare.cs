using PoR.Core.Agreement;
using PoR.Core.Identities;

namespace PoR.Ledger.Stake;

/// <summary>An exact share of the eligible weight, for example the honest one (PoR §7 HMR).</summary>
/// <param name="Weight">Of the accounts asked for.</param>
/// <param name="Total">Of all who may speak, without the banned; 0 when nobody is eligible.</param>
public readonly record struct WeightShare(long Weight, long Total)
{
    /// <summary>The share that some accounts hold in a view.</summary>
    public static WeightShare Of(CommitteeView view, IReadOnlySet<PublicKey> accounts)
    {
        long weight = 0, total = 0;
        foreach (var member in view.Members)
        {
            total += member.Weight;
            if (accounts.Contains(member.Key))
                weight += member.Weight;
        }

        return new WeightShare(weight, total);
    }
}
