using PoR.Core.Agreement;
using PoR.Core.Bytes;
using PoR.Core.Canonical;
using PoR.Core.Hashing;

namespace PoR.Actors.Messages;

/// <summary>m^{r,1}: a block with its proposer's signature and credential (PoR §5.2 step 1).</summary>
/// <param name="Vote">The proposer's step-1 ballot for its own block.</param>
/// <param name="Block">The block.</param>
public sealed record Proposal(UnverifiedVote Vote, CompactBlock Block)
{
    /// <summary>Digest of all that it holds.</summary>
    public Bytes32 Digest()
    {
        var writer = new CanonicalWriter();
        writer.Fixed(Vote.Digest.Bytes);
        writer.Value(Block.Header);
        writer.Int32(Block.Entries.Length);
        foreach (var (id, evaluation) in Block.Entries)
        {
            writer.Fixed(id.Bytes);
            writer.Optional(evaluation);
        }

        writer.List(Block.Evidence);
        return DomainHash.Of(HashDomain.Wire, writer.WrittenSpan).Bytes;
    }
}
