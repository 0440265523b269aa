using PoR.Core.Agreement;
using PoR.Core.Rounds;

namespace PoR.Chain;

/// <summary>
/// A certified block in a <see cref="BlockArchive"/>: where it stands, and which votes its certificate has.
/// </summary>
public sealed class ArchivedBlock
{
    internal ArchivedBlock(ArchiveShelf shelf, int frame, ulong[] places)
    {
        Shelf = shelf;
        Frame = frame;
        Places = places;
    }

    /// <summary>H(B^r).</summary>
    internal BlockDigest Digest => Shelf.Digest;

    /// <summary>r.</summary>
    public Round Round => Shelf.Round;

    internal ArchiveShelf Shelf { get; }

    internal int Frame { get; }

    /// <summary>A bit for each of the shelf's votes, the lowest first; without zero words at the end.</summary>
    internal ulong[] Places { get; }

    internal bool Has(int place) => place / 64 < Places.Length && (Places[place / 64] >> (place % 64) & 1) == 1;
}
