using PoR.Consensus.Agreement;
using PoR.Consensus.Votes;
using PoR.Core.Agreement;
using PoR.Core.Rounds;

namespace PoR.Exploration.Bba;

/// <summary>The rules that are explored: the product's own. A mutation overrides one of them.</summary>
/// <param name="view">It gives t_H and says who the members are.</param>
internal class BbaRules(CommitteeView view)
{
    /// <summary>t_H as the rules count it.</summary>
    public virtual long Threshold => view.CertificateThreshold;

    /// <summary>Which bits stand beside which values.</summary>
    public virtual BitRules Bits => BitRules.Default;

    /// <summary>What votes of one step amount to.</summary>
    /// <param name="step">Of all of them.</param>
    /// <param name="votes">In the order in which they are heard.</param>
    public virtual TallySummary SummaryOf(Step step, ReadOnlySpan<Vote> votes) => Count(step, votes, Threshold);

    /// <summary>Ending Condition 0: the block that votes of one step certify; null for none.</summary>
    public virtual BlockValue? BlockEndingOf(Step step, ReadOnlySpan<Vote> votes) =>
        SummaryOf(step, votes).BlockEnding;

    /// <summary>Ending Condition 1: whether votes of one step certify the empty block.</summary>
    public bool IsEmptyEndingOf(Step step, ReadOnlySpan<Vote> votes) => SummaryOf(step, votes).HasEmptyEnding;

    /// <summary>What a node says in the step in which it waits; null while it waits on.</summary>
    public virtual Position? Decide(RoundMachine round) => StepRules.Decide(round);

    /// <summary>
    /// What a node says that has crashed and comes, started again, to a step in which it had stored a vote.
    /// </summary>
    /// <param name="stored">In its journal.</param>
    /// <param name="decided">What the rules say now.</param>
    /// <remarks>
    /// Its one-time key of the step is gone (D28), so the stored vote is all that it can send. Words are those of
    /// <see cref="Words"/>.
    /// </remarks>
    public virtual int SaidAgain(int stored, int decided) => stored;

    /// <summary>A tally of the product, and what it amounts to after these votes.</summary>
    protected TallySummary Count(Step step, ReadOnlySpan<Vote> votes, long threshold)
    {
        // Twice as many places as members: a mutation counts an equivocator's second message as somebody else's.
        var tally = new StepTally(
            view.Round, view.Parent, step, threshold, view.NoConfidenceThreshold, Bits, 2 * view.Members.Length);
        foreach (var vote in votes)
            tally.Add(vote);
        return tally.Summary;
    }
}
