using System.Collections.Immutable;
using System.Diagnostics;
using PoR.Core.Agreement;
using PoR.Core.Canonical;
using PoR.Core.Transactions;

namespace PoR.Wire;

/// <summary>A transaction that a compact block names, with its evaluation.</summary>
/// <param name="Id">The transaction.</param>
/// <param name="Evaluation">Of a review; null for other kinds.</param>
public sealed record CompactEntry(TransactionId Id, ReviewEvaluation? Evaluation) : ICanonical<CompactEntry>
{
    /// <inheritdoc/>
    public void Write(CanonicalWriter writer)
    {
        writer.Fixed(Id.Bytes);
        writer.Optional(Evaluation);
    }

    /// <inheritdoc/>
    public static CompactEntry? Read(ref CanonicalReader reader)
    {
        var entry = new CompactEntry(new TransactionId(reader.Fixed32()), reader.Optional<ReviewEvaluation>());
        return reader.Fault is null ? entry : null;
    }
}

/// <summary>A block that names its transactions, which were gossiped before (D12).</summary>
/// <param name="Header">The block's header.</param>
/// <param name="Entries">Each transaction's id with its evaluation, in payset order.</param>
/// <param name="Evidence">The block's evidence.</param>
public sealed record CompactBlock(
    BlockHeader Header, ImmutableArray<CompactEntry> Entries, ImmutableArray<Evidence> Evidence)
    : ICanonical<CompactBlock>
{
    private const int HeaderBytesMax = 360;
    private const int EntryBytesMax = 45;

    /// <summary>Length of the canonical bytes at most, without writing them: for bounds.</summary>
    public int BytesMax { get; } = HeaderBytesMax + (EntryBytesMax * Entries.Length) + Evidence.Sum(BytesOf);

    /// <summary>The same block with ids in place of transactions.</summary>
    /// <param name="block">A whole block.</param>
    /// <returns>Its compact form.</returns>
    public static CompactBlock Of(Block block) => new(
        block.Header,
        [.. block.Payset.Select(entry => new CompactEntry(entry.Transaction.Id, entry.Evaluation))],
        block.Evidence);

    /// <summary>The whole block.</summary>
    /// <param name="transactions">In payset order, one for each entry.</param>
    /// <returns>Null when the transactions do not give what the header's digests are of.</returns>
    public Block? Expand(ImmutableArray<SignedTransaction> transactions)
    {
        if (transactions.Length != Entries.Length)
            return null;
        var payset = ImmutableArray.CreateBuilder<PaysetEntry>(Entries.Length);
        for (var i = 0; i < Entries.Length; i++)
        {
            if (transactions[i].Body is Transaction.Review != Entries[i].Evaluation is not null)
                return null;
            payset.Add(new PaysetEntry(transactions[i], Entries[i].Evaluation));
        }

        var block = new Block(Header, payset.MoveToImmutable(), Evidence);
        return block.HasOwnBody ? block : null;
    }

    private static int BytesOf(Evidence evidence) => evidence switch
    {
        Evidence.NoConfidence e => 136 + e.Votes.Sum(static v => v.ByteCount),
        Evidence.Contradiction e => 1 + e.First.ByteCount + e.Second.ByteCount,
        Evidence.WrongCredential e => 1 + e.Vote.ByteCount,
        _ => throw new UnreachableException($"No size for {evidence.GetType().Name}."),
    };

    /// <inheritdoc/>
    public void Write(CanonicalWriter writer)
    {
        writer.Value(Header);
        writer.List(Entries);
        writer.List(Evidence);
    }

    /// <inheritdoc/>
    public static CompactBlock? Read(ref CanonicalReader reader)
    {
        var header = BlockHeader.Read(ref reader);
        var entries = reader.List<CompactEntry>(Block.EntriesMax);
        var evidence = reader.List<Evidence>(Block.EvidenceMax);
        return header is null || reader.Fault is not null ? null : new CompactBlock(header, entries, evidence);
    }
}

/// <summary>m^{r,1}: a block with its proposer's signature and credential (PoR §5.2 step 1).</summary>
/// <param name="Vote">The proposer's step-1 ballot for its own block.</param>
/// <param name="Block">The block.</param>
public sealed record Proposal(UnverifiedVote Vote, CompactBlock Block) : ICanonical<Proposal>
{
    /// <inheritdoc/>
    public void Write(CanonicalWriter writer)
    {
        writer.Value(Vote);
        writer.Value(Block);
    }

    /// <inheritdoc/>
    public static Proposal? Read(ref CanonicalReader reader)
    {
        var vote = UnverifiedVote.Read(ref reader);
        var block = CompactBlock.Read(ref reader);
        return vote is null || block is null || reader.Fault is not null ? null : new Proposal(vote, block);
    }
}
