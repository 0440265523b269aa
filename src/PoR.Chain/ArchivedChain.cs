using System.Collections;
using System.Collections.Immutable;
using PoR.Core.Agreement;

namespace PoR.Chain;

/// <summary>Blocks of an archive, each of which is opened when it is read, so that never all are in memory.</summary>
/// <param name="archive">Holds them.</param>
/// <param name="blocks">Which.</param>
public sealed class ArchivedChain(BlockArchive archive, ImmutableArray<ArchivedBlock> blocks)
    : IReadOnlyList<CertifiedBlock>
{
    /// <inheritdoc/>
    public int Count => blocks.Length;

    /// <inheritdoc/>
    public CertifiedBlock this[int index] => archive.Open(blocks[index]);

    /// <inheritdoc/>
    public IEnumerator<CertifiedBlock> GetEnumerator()
    {
        foreach (var block in blocks)
            yield return archive.Open(block);
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
