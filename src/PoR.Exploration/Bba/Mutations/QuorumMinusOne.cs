using PoR.Core.Agreement;

namespace PoR.Exploration.Bba.Mutations;

/// <summary>t_H − 1 seats decide wherever t_H should.</summary>
internal sealed class QuorumMinusOne(CommitteeView view) : BbaRules(view)
{
    public override long Threshold => base.Threshold - 1;
}
