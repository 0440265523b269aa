namespace PoR.Consensus.Agreement;

/// <summary>What step 3's re-evaluation of a block found (PoR §5.2 step 3).</summary>
public enum BlockVerdict
{
    /// <summary>Every signature, ledger rule, evaluation and flag is as the leader says.</summary>
    Good,

    /// <summary>At least as many faults as reject a block: vote ⊥ with no confidence in the leader.</summary>
    Bad,

    /// <summary>The block's time is too far from one's own clock: vote ⊥ without no confidence in the leader.</summary>
    OutsideClockWindow,
}
