using System.Collections.Immutable;
using PoR.Core.Canonical;
using PoR.Core.Hashing;

namespace PoR.Core.Agreement;

/// <summary>B^r: a payset of evaluated transactions, linked to its parent (PoR §5.1).</summary>
public sealed class Block : ICanonical<Block>
{
    /// <summary>Most entries that a decoder accepts; the network's own limit is a parameter.</summary>
    public const int EntriesMax = 100_000;

    /// <summary>Most pieces of evidence that a decoder accepts.</summary>
    public const int EvidenceMax = 64;

    private int _ownBody; // 0: not looked at yet, 1: no, 2: yes. Whoever looks sees the same.

    /// <summary>Joins a header and what its digests are of; nothing is checked.</summary>
    public Block(BlockHeader header, ImmutableArray<PaysetEntry> payset, ImmutableArray<Evidence> evidence)
    {
        Header = header;
        Payset = payset;
        Evidence = evidence;
        Digest = new BlockDigest(DomainHash.Of(HashDomain.Block, header).Bytes);
    }

    /// <summary>What the digest covers.</summary>
    public BlockHeader Header { get; }

    /// <summary>PAY^r, in the order in which it is applied.</summary>
    public ImmutableArray<PaysetEntry> Payset { get; }

    /// <summary>Proofs of misbehaviour; each blacklists.</summary>
    public ImmutableArray<Evidence> Evidence { get; }

    /// <summary>H(B^r).</summary>
    public BlockDigest Digest { get; }

    /// <summary>True for B_ε, which nobody proposed.</summary>
    public bool IsEmpty => Header.Proposer is null;

    /// <summary>
    /// Whether payset and evidence are those that the header covers. The digest covers the header alone, so anybody can
    /// put another body under it. Before anything is stored by a block's digest, this must be checked.
    /// </summary>
    public bool HasOwnBody
    {
        get
        {
            if (_ownBody == 0)
            {
                var isOwn = DigestOf(Payset) == Header.PaysetDigest && DigestOf(Evidence) == Header.EvidenceDigest;
                _ownBody = isOwn ? 2 : 1;
            }

            return _ownBody == 2;
        }
    }

    /// <summary>Digest of a payset.</summary>
    public static Digest DigestOf(ImmutableArray<PaysetEntry> payset) => ListDigest(HashDomain.Payset, payset);

    /// <summary>Digest of a list of evidence.</summary>
    public static Digest DigestOf(ImmutableArray<Evidence> evidence) => ListDigest(HashDomain.Evidence, evidence);

    /// <inheritdoc/>
    public void Write(CanonicalWriter writer)
    {
        writer.Value(Header);
        writer.List(Payset);
        writer.List(Evidence);
    }

    /// <inheritdoc/>
    public static Block? Read(ref CanonicalReader reader)
    {
        var header = BlockHeader.Read(ref reader);
        var payset = reader.List<PaysetEntry>(EntriesMax);
        var evidence = reader.List<Evidence>(EvidenceMax);
        return header is null || reader.Fault is not null ? null : new Block(header, payset, evidence);
    }

    private static Digest ListDigest<T>(HashDomain domain, ImmutableArray<T> values)
        where T : ICanonical<T>
    {
        var writer = new CanonicalWriter();
        writer.List(values);
        return DomainHash.Of(domain, writer.WrittenSpan);
    }
}
