using System.Collections.Immutable;
using PoR.Core.Agreement;
using PoR.Core.Blocks;
using PoR.Core.Transactions;

namespace PoR.Actors.Messages;

/// <summary>A block that names its transactions, which were gossiped before (design decision 13).</summary>
/// <param name="Header">The block's header.</param>
/// <param name="Entries">Each transaction's id with its evaluation, in payset order.</param>
/// <param name="Evidence">The block's evidence.</param>
public sealed record CompactBlock(
    BlockHeader Header,
    ImmutableArray<(TransactionId Id, ReviewEvaluation? Evaluation)> Entries,
    ImmutableArray<Evidence> Evidence)
{
    private const int EntryBytes = 44;

    /// <summary>Length on the wire, bytes; evidence counts its votes.</summary>
    public int ByteCount { get; } = WireSize.Header + (EntryBytes * Entries.Length) + WireSize.Of(Evidence);

    /// <summary>The same block with ids in place of transactions.</summary>
    public static CompactBlock Of(Block block) => new(
        block.Header,
        [.. block.Payset.Select(entry => (entry.Transaction.Id, entry.Evaluation))],
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
}
