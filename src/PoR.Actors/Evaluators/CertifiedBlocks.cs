using System.Collections.Immutable;
using PoR.Core.Agreement;
using PoR.Ledger.Blocks;

namespace PoR.Actors.Evaluators;

/// <summary>
/// Which certified blocks this peer has found bad by its own re-evaluation: none should be (I13). A block that step 3
/// did not bring here, since the peer was late, is re-evaluated when it is certified: one at a time, so that a peer
/// that catches up does not spend its time on this.
/// </summary>
internal sealed class CertifiedBlocks
{
    /// <summary>
    /// Most blocks that wait for their re-evaluation, as many as a chain keeps with their states; when more come, the
    /// oldest goes without.
    /// </summary>
    public const int WaitingMax = 64;

    private const int FoundMax = 64;

    private readonly Dictionary<BlockDigest, ImmutableArray<BlockFault>> _found = []; // Empty: the block is good.
    private readonly Queue<BlockDigest> _foundInOrder = [];
    private readonly HashSet<BlockDigest> _underWay = [];
    private readonly HashSet<BlockDigest> _certified = []; // Of those under way.
    private readonly Queue<EvaluatorMessage.Certified> _waiting = [];
    private BlockDigest? _background;

    /// <summary>The re-evaluation of step 3 has begun.</summary>
    public void OnBegun(BlockDigest block) => _underWay.Add(block);

    /// <summary>A re-evaluation has ended.</summary>
    /// <param name="block">Of which block.</param>
    /// <param name="faults">None: it is good.</param>
    /// <returns>Whether the block is bad and certified.</returns>
    public bool OnFound(BlockDigest block, ImmutableArray<BlockFault> faults)
    {
        if (_found.TryAdd(block, faults))
            _foundInOrder.Enqueue(block);
        if (_foundInOrder.Count > FoundMax)
            _found.Remove(_foundInOrder.Dequeue());
        _underWay.Remove(block);
        if (_background == block)
            _background = null;
        var isCertified = _certified.Remove(block) || _waiting.Any(waiting => waiting.Block.Digest == block);
        return isCertified && !faults.IsEmpty;
    }

    /// <summary>A block has its certificate.</summary>
    /// <param name="certified">The block.</param>
    /// <param name="skipped">A block that is not re-evaluated, since too many wait; null: there is none.</param>
    /// <returns>What this peer has found wrong with it; empty while nothing is known.</returns>
    public ImmutableArray<BlockFault> OnCertified(
        EvaluatorMessage.Certified certified, out EvaluatorMessage.Certified? skipped)
    {
        skipped = null;
        var block = certified.Block.Digest;
        if (_found.TryGetValue(block, out var faults))
            return faults;
        if (_underWay.Contains(block))
            _certified.Add(block);
        else if (_waiting.All(other => other.Block.Digest != block))
            _waiting.Enqueue(certified);
        if (_waiting.Count > WaitingMax)
            skipped = _waiting.Dequeue();
        return [];
    }

    /// <summary>The block whose re-evaluation begins now, beside the round's own work.</summary>
    /// <returns>Null while another one is under way, or where none waits.</returns>
    public EvaluatorMessage.Certified? Next()
    {
        while (_background is null && _waiting.TryDequeue(out var next))
        {
            var block = next.Block.Digest;
            if (_found.ContainsKey(block))
                continue; // Step 3 has brought it here since.
            _background = block;
            _underWay.Add(block);
            _certified.Add(block);
            return next;
        }

        return null;
    }
}
