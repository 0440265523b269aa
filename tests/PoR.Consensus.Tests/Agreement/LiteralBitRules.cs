using PoR.Consensus.Agreement;
using PoR.Core.Agreement;

namespace PoR.Consensus.Tests.Agreement;

/// <summary>Algorand'_2 to the letter: (0, ⊥) is a vote, and v_i stays as step 4 has set it.</summary>
internal sealed class LiteralBitRules : BitRules
{
    public static LiteralBitRules Instance { get; } = new();

    public override bool Allows(byte? bit, BlockValue? value) => true;

    public override Position AtDeadline(BlockValue? value, byte coin) => new(value, coin);

    public override Position AtZeroQuorum(BlockValue? own, BlockValue? carried) => new(own, Bit: 0);
}
