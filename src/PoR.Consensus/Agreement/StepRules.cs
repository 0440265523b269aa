using PoR.Core.Rounds;

namespace PoR.Consensus.Agreement;

/// <summary>What each step says, and when (PoR §5.2; consensus of Algorand'_2, steps 2 and up).</summary>
internal static class StepRules
{
    /// <summary>What the step in which the round waits says now; null while it waits on.</summary>
    public static Position? Decide(RoundMachine m) =>
        m.Step.Number switch
        {
            1 => null,
            2 => LeaderSelection(m),
            3 => BlockVerification(m),
            4 => BbaStart(m),
            _ => Loop(m),
        };

    /// <summary>True when the step's answer comes from the common coin.</summary>
    public static bool IsCoinThrown(RoundMachine m) =>
        m.Step.IsCoinGenuine && m.SummaryOf(m.Step.Previous) is not ({ HasZeroQuorum: true } or { HasOneQuorum: true });

    /// <summary>Soft vote: after 2λ for the leader's block as soon as it is here, at t_2 for ⊥.</summary>
    private static Position? LeaderSelection(RoundMachine m)
    {
        if (!m.HasChosenLeader)
            return null;
        if (m.Leader is { } leader && m.Proposals.TryGetValue(leader.Sender, out var value))
            return new Position(value);
        return m.IsDeadlineOver ? Position.Empty : null;
    }

    /// <summary>Cert vote: a quorum's block once it is found good; ⊥ for a quorum of ⊥ and at t_3.</summary>
    private static Position? BlockVerification(RoundMachine m)
    {
        if (m.Verifying is not { } value)
            return IsOver(m, m.SummaryOf(Step.LeaderSelection)?.HasEmptyQuorum) ? Position.Empty : null;
        if (m.Verdicts.TryGetValue(value, out var verdict))
        {
            return verdict switch
            {
                BlockVerdict.Good => new Position(value),
                BlockVerdict.Bad => new Position(Value: null, NoConfidence: value),
                _ => Position.Empty, // Clocks are a voting rule: they blame nobody.
            };
        }

        return m.IsDeadlineOver ? Position.Empty : null;
    }

    /// <summary>The grades of the graded consensus: 2 gives bit 0, 1 and 0 give bit 1.</summary>
    private static Position? BbaStart(RoundMachine m)
    {
        var votes = m.SummaryOf(Step.BlockVerification);
        if (votes?.ValueQuorum is { } certified)
            return new Position(certified, Bit: 0);
        if (votes is { HasEmptyQuorum: true })
            return new Position(Value: null, Bit: 1);
        return m.IsDeadlineOver ? new Position(votes?.HalfQuorum, Bit: 1) : null;
    }

    /// <summary>Steps 5 and up: a quorum's bit; at the deadline 0, 1 or the common coin, by turns.</summary>
    private static Position? Loop(RoundMachine m)
    {
        var votes = m.SummaryOf(m.Step.Previous);
        var hasZero = votes is { HasZeroQuorum: true };
        var hasOne = votes is { HasOneQuorum: true };

        // The table asks for bit 1 first where the coin is fixed to 0; there bit 0 would rather have ended the round.
        if (hasOne && (m.Step.IsCoinFixedToZero || !hasZero))
            return new Position(m.Value, Bit: 1);
        if (hasZero)
            return m.Bits.AtZeroQuorum(m.Value, votes!.ZeroValue);
        if (!m.IsDeadlineOver)
            return null;
        var coin = m.Step.IsCoinFixedToZero ? (byte)0 : m.Step.IsCoinFixedToOne ? (byte)1 : ThrownCoin(votes);
        return m.Bits.AtDeadline(m.Value, coin);
    }

    // Nobody was heard: then all who hear nobody should say the same as those who hold ⊥.
    private static byte ThrownCoin(TallySummary? votes) => votes?.Coin ?? 1;

    private static bool IsOver(RoundMachine m, bool? hasQuorum) => hasQuorum == true || m.IsDeadlineOver;
}
