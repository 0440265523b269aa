using PoR.Chain;
using PoR.Core.Canonical;
using PoR.Core.Hashing;

namespace PoR.Actors.Ledgers;

/// <summary>
/// A ledger's snapshot: the chain up to a block that no branch can leave any more, with all states that rules still
/// look at. It stands under that block's number, so recovery runs the blocks since again, side branches and all (D16).
/// </summary>
/// <param name="Root">The end of that chain.</param>
/// <param name="Places">Where the journal has the main chain's blocks up to there.</param>
public sealed record LedgerSnapshot(Branch Root, JournalPlaces Places) : ICanonical<LedgerSnapshot>
{
    /// <inheritdoc/>
    public void Write(CanonicalWriter writer)
    {
        var content = new CanonicalWriter();
        content.Value(Root);
        content.Value(Places);
        writer.Bytes(content.WrittenSpan);
        writer.Fixed(DomainHash.Of(HashDomain.Snapshot, content.WrittenSpan).Bytes);
    }

    /// <inheritdoc/>
    public static LedgerSnapshot? Read(ref CanonicalReader reader)
    {
        var bytes = reader.Bytes(int.MaxValue);
        var digest = new Digest(reader.Fixed32());
        if (reader.Fault is null && DomainHash.Of(HashDomain.Snapshot, bytes) != digest)
            reader.Fail("a ledger's snapshot does not have the digest that stands with it.");
        if (reader.Fault is not null)
            return null;
        var content = new CanonicalReader(bytes);
        var (root, places) = (Branch.Read(ref content), JournalPlaces.Read(ref content));
        if (!content.IsComplete)
            reader.Fail(content.Fault ?? $"{content.Remaining} bytes of a ledger's snapshot are left over.");
        return root is null || places is null || reader.Fault is not null ? null : new LedgerSnapshot(root, places);
    }
}
