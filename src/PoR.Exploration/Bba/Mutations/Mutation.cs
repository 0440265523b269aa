using PoR.Core.Agreement;

namespace PoR.Exploration.Bba.Mutations;

/// <summary>A rule made wrong on purpose, so that a search that finds nothing is known to be able to find it.</summary>
/// <param name="Name">As on the command line.</param>
/// <param name="Sentence">What is wrong.</param>
/// <param name="Needs">What the adversary must be able to do for it to show.</param>
/// <param name="Make">Puts it in the place of the product's rules.</param>
internal sealed record Mutation(
    string Name, string Sentence, Func<BbaSetting, BbaSetting> Needs, Func<CommitteeView, BbaRules> Make)
{
    /// <summary>All there are.</summary>
    public static IReadOnlyList<Mutation> All { get; } =
    [
        new("quorum-minus-one", "t_H − 1 seats are a quorum", Nothing, view => new QuorumMinusOne(view)),
        new("zero-without-value", "bit 0 needs no value, as in Algorand'_2 (D6 off)", Nothing,
            view => new ZeroWithoutValue(view)),
        new("equivocators-count", "a member that contradicts itself stays in the counts, with each of its messages",
            s => s with { Adversary = Adversary.Contradicting }, view => new EquivocatorsCount(view)),
        new("coins-swapped", "the coin is fixed to 1 in steps 5, 8, … and to 0 in steps 6, 9, …", Nothing,
            view => new CoinsSwapped(view)),
        new("half-minus-one", "⌈t_H/2⌉ − 1 seats give grade 1 in step 4 (c)", Nothing, view => new HalfMinusOne(view)),
        new("end-zero-anywhere", "Ending Condition 0 takes votes of any step from 4 on", Nothing,
            view => new EndZeroAnywhere(view)),
        new("grade-one-is-zero", "grade 1 sets bit 0", Nothing, view => new GradeOneIsZero(view)),
        new("vote-though-bad", "step 3 votes for a block that the node has found bad",
            s => s with { Scope = s.Scope | Scope.Verdicts }, view => new VoteThoughBad(view)),
        new("journal-forgotten", "a node that starts again signs anew what it had signed",
            s => s with { Scope = s.Scope | Scope.Crashes }, view => new JournalForgotten(view)),
    ];

    private static BbaSetting Nothing(BbaSetting setting) => setting;
}
