using PoR.Core.Blocks;
using PoR.Core.Protocol;
using PoR.Ledger.State;

namespace PoR.Ledger.Chain;

/// <summary>A certified block in the tree, with the state after it.</summary>
/// <param name="State">The state; its round and digest are the block's.</param>
/// <param name="Parent">H(B^{r−1}).</param>
/// <param name="IsEmpty">Whether it is B_ε.</param>
public sealed record ChainNode(LedgerState State, BlockDigest Parent, bool IsEmpty)
{
    /// <summary>H(B^r).</summary>
    public BlockDigest Digest => State.BlockDigest;

    /// <summary>r.</summary>
    public Round Round => State.Round;
}
