using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using PoR.Core.Agreement;
using PoR.Core.Canonical;
using PoR.Core.Genesis;
using PoR.Core.Parameters;
using PoR.Core.Rounds;
using PoR.Ledger.Stake;
using PoR.Ledger.State;

namespace PoR.Chain;

/// <summary>
/// The end of one chain: its state, the states before it that rules still look at, and who may speak next.
/// </summary>
public sealed class Branch : ICanonical<Branch>
{
    // Views of past rounds that somebody has asked for, beside the state before the round.
    private static readonly ConditionalWeakTable<LedgerState, CommitteeView> s_views = [];

    private Branch(LedgerState state, ImmutableArray<LedgerState> recent)
    {
        State = state;
        Recent = recent;
        View = ViewAfter(recent, 0);
    }

    /// <summary>The state after the last block.</summary>
    public LedgerState State { get; }

    /// <summary>
    /// States newest first, <see cref="State"/> included; bounded by evidence window, term of rights and look-back.
    /// </summary>
    public ImmutableArray<LedgerState> Recent { get; }

    /// <summary>The state that the next round's stake comes from: after B^{r−n}, or genesis.</summary>
    public LedgerState StakeState => StakeStateAfter(Recent, 0);

    /// <summary>Of the round after the last block.</summary>
    public CommitteeView View { get; }

    /// <summary>H(B^r) of the last block.</summary>
    public BlockDigest Tip => State.BlockDigest;

    /// <summary>The chain that has only its genesis.</summary>
    public static Branch Of(GenesisDocument genesis)
    {
        var state = LedgerState.Of(genesis);
        return new Branch(state, [state]);
    }

    /// <summary>This chain with one block more.</summary>
    /// <param name="next">The state after that block.</param>
    public Branch With(LedgerState next)
    {
        var kept = Math.Min(Recent.Length, StatesKept(next.Parameters) - 1);
        return new Branch(next, [next, .. Recent.AsSpan(0, kept)]);
    }

    /// <inheritdoc/>
    public void Write(CanonicalWriter writer)
    {
        writer.Value(State.Genesis);
        writer.Int32(Recent.Length);
        for (var i = Recent.Length - 1; i >= 0; i--)
            StateChanges.Write(writer, Recent[i], i + 1 < Recent.Length ? Recent[i + 1] : null);
    }

    /// <inheritdoc/>
    public static Branch? Read(ref CanonicalReader reader)
    {
        if (GenesisDocument.Read(ref reader) is not { } genesis)
            return null;
        var count = reader.Count(StatesKept(genesis.Parameters));
        if (count == 0)
            reader.Fail("a chain has at least one state.");
        var recent = ImmutableArray<LedgerState>.Empty;
        for (LedgerState? earlier = null; recent.Length < count && reader.Fault is null;)
        {
            if (StateChanges.Read(ref reader, genesis, earlier) is not { } state)
                return null;
            if (earlier is not null && state.Round != earlier.Round.Next)
                reader.Fail($"the state after round {earlier.Round} is followed by that after round {state.Round}.");
            recent = recent.Insert(0, earlier = state);
        }

        return reader.Fault is null ? new Branch(recent[0], recent) : null;
    }

    /// <summary>The view of the round that followed a recent block of this chain.</summary>
    /// <returns>Null when the block is not of this chain, or too old.</returns>
    public CommitteeView? ViewAfter(BlockDigest parent)
    {
        for (var i = 0; i < Recent.Length; i++)
        {
            if (Recent[i].BlockDigest == parent)
                return i == 0 ? View : ViewAfter(Recent, i);
        }

        return null;
    }

    /// <summary>The view of a round whose rights to sponsor can be used in the next one (D41).</summary>
    /// <param name="round">r.</param>
    /// <param name="seed">Q^{r−1}, as somebody says: another one is of another chain, and costs nothing more.</param>
    /// <returns>Null when the round is too long ago, or has another seed on this chain.</returns>
    public CommitteeView? ViewForRights(Round round, Seed seed)
    {
        var age = State.Round.Next.Number - round.Number;
        if (age < 1 || age > (State.Parameters.Admission?.RightRounds ?? 0) || age >= Recent.Length
            || Recent[(int)age].Seed != seed)
            return null;
        return s_views.GetValue(Recent[(int)age], _ => ViewAfter(Recent, (int)age));
    }

    private static CommitteeView ViewAfter(ImmutableArray<LedgerState> recent, int index) =>
        CommitteeViews.Of(StakeStateAfter(recent, index), recent[index]);

    private static LedgerState StakeStateAfter(ImmutableArray<LedgerState> recent, int index) =>
        recent[(int)Math.Min(index + (long)recent[index].Parameters.StakeLookBackRounds - 1, recent.Length - 1)];

    private static int StatesKept(ProtocolParameters parameters) =>
        Math.Max(parameters.EvidenceRounds, parameters.Admission?.RightRounds ?? 0)
        + parameters.StakeLookBackRounds + 1;
}
