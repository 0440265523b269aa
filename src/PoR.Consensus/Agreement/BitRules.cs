using PoR.Core.Agreement;

namespace PoR.Consensus.Agreement;

/// <summary>Which bits may stand beside which values (D6).</summary>
/// <remarks>
/// Deviation D6: Algorand'_2 lets votes (0, ⊥) pile up after a cut, and then neither ending condition ever holds. A
/// test puts its literal rules in the place of these and shows that.
/// </remarks>
internal class BitRules
{
    /// <summary>The rules of every node.</summary>
    public static BitRules Default { get; } = new();

    /// <summary>Whether a bit may stand beside a value, or beside ⊥.</summary>
    public virtual bool Allows(byte? bit, BlockValue? value) => bit != 0 || value is not null;

    /// <summary>What a node says when a step's time is over: whoever holds ⊥ turns a 0 into 1.</summary>
    /// <param name="value">v_i; null for ⊥.</param>
    /// <param name="coin">0 or 1: fixed by the step, or thrown.</param>
    public virtual Position AtDeadline(BlockValue? value, byte coin) => new(value, value is null ? (byte)1 : coin);

    /// <summary>What a node says to a quorum of bit 0: it adopts the value that the quorum carries.</summary>
    /// <param name="own">v_i; null for ⊥.</param>
    /// <param name="carried">The quorum's.</param>
    public virtual Position AtZeroQuorum(BlockValue? own, BlockValue? carried) => new(carried, Bit: 0);
}
