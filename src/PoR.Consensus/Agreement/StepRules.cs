using PoR.Core.Rounds;

namespace PoR.Consensus.Agreement;

/// <summary>What each step says, and when (PoR §5.2; consensus of Algorand'_2, steps 2 and up).</summary>
/// <remarks>
/// Beside each arm stands the row that it implements. PoR §5.2 states steps 2 and 3 itself and leaves 4 and up to the
/// table of Algorand'_2, whose cases (a) to (d) are named. D numbers are deviations of docs/protocol.md.
/// </remarks>
internal static class StepRules
{
    /// <summary>What the step in which the round waits says now; null while it waits on.</summary>
    public static Position? Decide(RoundMachine m) =>
        m.Step.Number switch
        {
            1 => null, // Block proposal: who is selected sends ticket and block; nobody votes.
            2 => LeaderSelection(m), // Soft vote.
            3 => BlockVerification(m), // Cert vote.
            4 => BbaStart(m), // GC to BBA.
            _ => Loop(m), // Step 5 and the steps that repeat it: BBA*.
        };

    /// <summary>True when the step's answer comes from the common coin.</summary>
    public static bool IsCoinThrown(RoundMachine m) =>
        m.Step.IsCoinGenuine && m.SummaryOf(m.Step.Previous) is not ({ HasZeroQuorum: true } or { HasOneQuorum: true });

    /// <summary>Step 2 (soft vote): t_2 = λ + Λ' (D7).</summary>
    private static Position? LeaderSelection(RoundMachine m)
    {
        // Wait 2λ: the least credential hash that was heard by then leads.
        if (!m.HasChosenLeader)
            return null;
        // As soon as the leader's block is here: v = (H(B_ℓ), ℓ).
        if (m.Leader is { } leader && m.Proposals.TryGetValue(leader.Sender, out var value))
            return new Position(value);
        return m.IsDeadlineOver ? Position.Empty : null; // At t_2: ⊥.
    }

    /// <summary>Step 3 (cert vote): t_3 = t_2 + 2λ + E_ver.</summary>
    private static Position? BlockVerification(RoundMachine m)
    {
        // No t_H step-2 votes for one block: ⊥, at once if t_H are for ⊥, else at t_3.
        if (m.Verifying is not { } value)
            return IsOver(m, m.SummaryOf(Step.LeaderSelection)?.HasEmptyQuorum) ? Position.Empty : null;
        // t_H step-2 votes for one block, and the whole block has been re-evaluated (D8).
        if (m.Verdicts.TryGetValue(value, out var verdict))
        {
            return verdict switch
            {
                BlockVerdict.Good => new Position(value), // All transactions are good: v.
                BlockVerdict.Bad => new Position(Value: null, NoConfidence: value), // One is bad: ⊥, and ℓ named.
                _ => Position.Empty, // Only the time is off one's own clock, which blames nobody: ⊥.
            };
        }

        // Re-evaluation was not ready by t_3: ⊥.
        return m.IsDeadlineOver ? Position.Empty : null;
    }

    /// <summary>Step 4 (GC to BBA): the grade of the graded consensus; 2 gives bit 0, 1 and 0 give bit 1.</summary>
    private static Position? BbaStart(RoundMachine m)
    {
        var votes = m.SummaryOf(Step.BlockVerification);
        // (a) t_H step-3 votes for one v: v, grade 2.
        if (votes?.ValueQuorum is { } certified)
            return new Position(certified, Bit: 0);
        // (b) t_H for ⊥: ⊥, grade 0.
        if (votes is { HasEmptyQuorum: true })
            return new Position(Value: null, Bit: 1);
        // At t_4 (D9): (c) ⌈t_H/2⌉ for one v: v, grade 1; (d) else ⊥, grade 0.
        return m.IsDeadlineOver ? new Position(votes?.HalfQuorum, Bit: 1) : null;
    }

    /// <summary>
    /// Steps 5 and up (BBA*): the coin is fixed to 0 in 5, 8, 11, …, to 1 in 6, 9, …, and genuine in 7, 10, …
    /// Endings are no arms of this table: <see cref="RoundProgress"/> looks for them at any time.
    /// </summary>
    private static Position? Loop(RoundMachine m)
    {
        var votes = m.SummaryOf(m.Step.Previous);
        var hasZero = votes is { HasZeroQuorum: true };
        var hasOne = votes is { HasOneQuorum: true };

        // Coin fixed to 0 or genuine: t_H step-(s−1) votes with bit 1: b = 1. If bit 0 has a quorum too, bit 1 goes
        // first only where the coin is fixed to 0: there t_H for bit 0 and one v would have ended the round.
        if (hasOne && (m.Step.IsCoinFixedToZero || !hasZero))
            return new Position(m.Value, Bit: 1);
        // All coins: t_H with bit 0: b = 0, with the quorum's value (D6).
        if (hasZero)
            return m.Bits.AtZeroQuorum(m.Value, votes!.ZeroValue);
        // After 2λ: the coin; whoever holds ⊥ says 1 (D6).
        if (!m.IsDeadlineOver)
            return null;
        var coin = m.Step.IsCoinFixedToZero ? (byte)0 : m.Step.IsCoinFixedToOne ? (byte)1 : ThrownCoin(votes);
        return m.Bits.AtDeadline(m.Value, coin);
    }

    // The last bit of the least H(σ^{r,s−1}). Nobody was heard: 1, as those say who hold ⊥ (D31).
    private static byte ThrownCoin(TallySummary? votes) => votes?.Coin ?? 1;

    private static bool IsOver(RoundMachine m, bool? hasQuorum) => hasQuorum == true || m.IsDeadlineOver;
}
