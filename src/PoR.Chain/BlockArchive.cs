using PoR.Core.Agreement;
using PoR.Core.Identities;
using PoR.Core.Rounds;

namespace PoR.Chain;

/// <summary>
/// Certified blocks for all peers of one process. Each block and each vote is stored once, however many peers hold it
/// and whichever votes their certificates have. Safe on many threads.
/// </summary>
/// <remarks>
/// A peer gets back exactly what it has put in, so the archive changes no decision and no message. Blocks of the last
/// rounds stay as objects, which peers then share. Older ones become bytes, and are made anew each time they are asked
/// for.
/// </remarks>
/// <param name="openRounds">How many rounds before the latest one stay as objects; 0 and up.</param>
public sealed class BlockArchive(int openRounds)
{
    private readonly Lock _access = new();
    private readonly Dictionary<BlockDigest, ArchiveShelf> _shelves = [];
    private readonly Dictionary<PublicKey, ArchivedLink?> _leaves = [];
    private readonly PriorityQueue<ArchiveShelf, long> _open = new();
    private Round _latest = Round.Genesis;

    /// <summary>Stores a block with a certificate.</summary>
    /// <returns>What the peer keeps in its place; while the block is open, the same for the same content.</returns>
    /// <exception cref="ArgumentException">
    /// The body is not the one that the block's digest covers, or the votes do not ascend by sender. Both have been
    /// checked before a block counts as certified.
    /// </exception>
    public ArchivedBlock Put(CertifiedBlock certified)
    {
        ArgumentNullException.ThrowIfNull(certified);
        var (block, certificate) = certified;
        lock (_access)
        {
            if (!_shelves.TryGetValue(block.Digest, out var shelf))
            {
                if (!block.HasOwnBody)
                    throw new ArgumentException("The block's body must be the one of its digest.", nameof(certified));
                _shelves.Add(block.Digest, shelf = new ArchiveShelf(block, _leaves));
                _open.Enqueue(shelf, block.Header.Round.Number);
            }

            var archived = shelf.Put(certificate);
            Close(block.Header.Round);
            return archived;
        }
    }

    /// <summary>The same object that was put in, or one with the same content.</summary>
    public CertifiedBlock Open(ArchivedBlock archived)
    {
        ArgumentNullException.ThrowIfNull(archived);
        lock (_access)
            return archived.Shelf.Open(archived);
    }

    private void Close(Round round)
    {
        if (round > _latest)
            _latest = round;
        while (_open.TryPeek(out var shelf, out var oldest) && oldest < _latest.Number - openRounds)
        {
            _open.Dequeue();
            shelf.Close();
        }
    }
}
