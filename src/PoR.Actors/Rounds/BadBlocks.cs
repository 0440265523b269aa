using PoR.Core.Agreement;
using PoR.Core.Rounds;

namespace PoR.Actors.Rounds;

/// <summary>
/// Blocks that this peer's own re-evaluation has found bad, and those that were certified: no block should be both
/// (I13). Which of the two is known first is chance, so each is kept for a few rounds.
/// </summary>
internal sealed class BadBlocks
{
    private const int Kept = 8;

    private readonly Queue<BlockDigest> _bad = new();
    private readonly Queue<(BlockDigest Block, Round Round)> _certified = new();

    /// <summary>A re-evaluation has found a block bad.</summary>
    /// <returns>The round whose certificate it has; null: it has none here.</returns>
    public Round? OnBad(BlockDigest block)
    {
        Keep(_bad, block);
        foreach (var (certified, round) in _certified)
        {
            if (certified == block)
                return round;
        }

        return null;
    }

    /// <summary>A round has ended with a block.</summary>
    /// <returns>Whether this peer has found the block bad.</returns>
    public bool OnCertified(BlockDigest block, Round round)
    {
        Keep(_certified, (block, round));
        return _bad.Contains(block);
    }

    private static void Keep<T>(Queue<T> queue, T item)
    {
        queue.Enqueue(item);
        if (queue.Count > Kept)
            queue.Dequeue();
    }
}
