using PoR.Core.Agreement;

namespace PoR.Exploration.Bba.Mutations;

/// <summary>A vote leaves before it is stored, so that a node that starts again signs the step a second time.</summary>
internal sealed class JournalForgotten(CommitteeView view) : BbaRules(view)
{
    public override int SaidAgain(int stored, int decided) => decided;
}
