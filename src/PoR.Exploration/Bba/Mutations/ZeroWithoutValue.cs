using PoR.Consensus.Agreement;
using PoR.Core.Agreement;

namespace PoR.Exploration.Bba.Mutations;

/// <summary>Algorand'_2 to the letter: (0, ⊥) is a vote, and a quorum of bit 0 hands on no value.</summary>
internal sealed class ZeroWithoutValue(CommitteeView view) : BbaRules(view)
{
    public override BitRules Bits { get; } = new Literal();

    private sealed class Literal : BitRules
    {
        public override bool Allows(byte? bit, BlockValue? value) => true;

        public override Position AtDeadline(BlockValue? value, byte coin) => new(value, coin);

        public override Position AtZeroQuorum(BlockValue? own, BlockValue? carried) => new(own, Bit: 0);
    }
}
