using PoR.Exploration.Searching;

namespace PoR.Exploration.Bba;

/// <summary>What the agreement promises, as predicates of states (docs/exploration.md).</summary>
internal static class BbaPromises
{
    /// <summary>All that is promised under the delivery that the model explores.</summary>
    public static IReadOnlyList<Promise<BbaState>> Of(BbaSetting setting, CoinLiveness liveness)
    {
        var isAsync = setting.Delivery == Delivery.Async;
        var promises = new List<Promise<BbaState>>
        {
            new("S1", "no two blocks are certified in one round", HasOneBlock),
            new("S1'", "besides a block the empty block is not certified", HasBlockOrEmpty, IsLimit: isAsync),
            new("S3", "no honest node says two things in one step", Never(Marks.Contradiction)),
            new("S5", "a round ends only with votes of a step that can end it", Never(Marks.EndedOutOfStep)),
            new("S6 value", "with a grade all honest nodes have one value", HasOneGradedValue),
            new("D6", "bit 0 has a value", s => !Any(s, IsZeroBottom)),
            new("Equivocators", "who contradicts itself counts in no quorum", Never(Marks.EquivocatorCounted)),
        };
        if (!isAsync)
        {
            promises.Add(new("S6 grade", "grades of honest nodes differ by at most 1", HasCloseGrades));
            promises.Add(new(
                "S6 start", "if all start with v, all end with (v, 2), and still say (0, v) in step 5", KeepsItsStart));
        }

        if (setting.Scope.HasFlag(Scope.Verdicts))
        {
            promises.Add(new(
                "Bad", "a block that t_H − f honest seats have found bad is not certified",
                s => CertifiesNothing(s, Marks.FoundBadA, Marks.FoundBadB), IsLimit: isAsync));
            promises.Add(new(
                "Bad to most", "a block that too few honest seats for a grade have not found bad is not certified",
                s => CertifiesNothing(s, Marks.FoundBadByMostA, Marks.FoundBadByMostB)));
        }

        if (setting.Delivery == Delivery.Sync)
        {
            promises.Add(new(
                "L2", "a value of the common coin ends the round within three steps", liveness.Holds));
        }

        return promises;
    }

    private static Predicate<BbaState> Never(Marks mark) => state => (state.Marks & mark) == 0;

    private static bool HasOneBlock(BbaState state) => (state.Endings & Endings.Blocks) != Endings.Blocks;

    private static bool HasBlockOrEmpty(BbaState state) =>
        !state.Endings.HasFlag(Endings.Empty) || (state.Endings & Endings.Blocks) == 0;

    private static bool IsZeroBottom(BbaState state, int word) => state.Step >= 4 && word == Words.ZeroBottom;

    private static bool HasOneGradedValue(BbaState state) =>
        !(AnyIn4(state, word => Words.ValueOf(word) == 1) && AnyIn4(state, word => Words.ValueOf(word) == 2));

    private static bool HasCloseGrades(BbaState state) =>
        !(AnyIn4(state, Words.IsZero) && AnyIn4(state, word => word == Words.Bottom));

    private static bool KeepsItsStart(BbaState state) =>
        state.Step is not (4 or 5)
        || (!(state.Marks.HasFlag(Marks.AllStartedWithA) && Any(state, (_, word) => word != 3))
            && !(state.Marks.HasFlag(Marks.AllStartedWithB) && Any(state, (_, word) => word != 4)));

    private static bool CertifiesNothing(BbaState state, Marks a, Marks b) =>
        !(state.Marks.HasFlag(a) && state.Endings.HasFlag(Endings.BlockA))
        && !(state.Marks.HasFlag(b) && state.Endings.HasFlag(Endings.BlockB));

    private static bool AnyIn4(BbaState state, Predicate<int> holds) =>
        state.Step == 4 && Any(state, (_, word) => holds(word));

    /// <summary>Whether some node holds, or has said, such a word.</summary>
    private static bool Any(BbaState state, Func<BbaState, int, bool> holds)
    {
        Span<int> codes = stackalloc int[BbaSetting.NodesMax];
        foreach (var code in codes[..state.CopyTo(codes)])
        {
            if (holds(state, NodeCode.Own(code)) || holds(state, NodeCode.Said(code)))
                return true;
        }

        return false;
    }
}
