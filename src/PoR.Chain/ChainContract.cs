using PoR.Core;

namespace PoR.Chain;

/// <summary>
/// Conditions that hold after each block that is added to a tree; checked at every block, also in Release.
/// </summary>
internal static class ChainContract
{
    /// <summary>Compares the tree before and after a block.</summary>
    /// <param name="before">The tree without the block.</param>
    /// <param name="node">The block.</param>
    /// <param name="added">The tree with it, and how the main chain has moved.</param>
    /// <exception cref="InvariantViolationException">The addition broke a rule.</exception>
    public static void Check(ChainTree before, ChainNode node, AddOutcome.Added added)
    {
        var (after, abandoned, adopted) = (added.Tree, added.Abandoned, added.Adopted);
        Require(node.Round == before.Find(node.Parent)?.Round.Next, "A block follows its parent's round.");
        Require(after.Tip.Round >= before.Tip.Round, "A tip never moves to an earlier round.");
        if (adopted.IsEmpty)
        {
            Require(after.Tip == before.Tip && abandoned.IsEmpty, "A block beside the main chain moves nothing.");
            return;
        }

        Require(adopted[^1] == node && after.Tip == node, "A main chain that moves ends with the block added.");
        for (var i = 1; i < adopted.Length; i++)
            Require(adopted[i].Parent == adopted[i - 1].Digest, "What is adopted is one chain, oldest first.");
        for (var i = 1; i < abandoned.Length; i++)
            Require(abandoned[i - 1].Parent == abandoned[i].Digest, "What is abandoned is one chain, newest first.");
        Require(
            abandoned.IsEmpty ? adopted[0].Parent == before.Tip.Digest : abandoned[0] == before.Tip,
            "A main chain moves from where it ended.");
        Require(
            abandoned.IsEmpty || abandoned[^1].Parent == adopted[0].Parent,
            "Two chains part after one common block.");
    }

    private static void Require(bool holds, string contract) => InvariantViolationException.Require(holds, contract);
}
