using Akka.Actor;
using Akka.Persistence;
using PoR.Actors.Ledgers;
using PoR.Core.Agreement;

namespace PoR.Bench.RealTime;

/// <summary>Reads all blocks of a ledger's journal, from the first one on.</summary>
internal sealed class StoredBlocksActor : ReceivePersistentActor
{
    private readonly List<CertifiedBlock> _blocks = [];

    public StoredBlocksActor(string ledger, TaskCompletionSource<IReadOnlyList<CertifiedBlock>> read)
    {
        PersistenceId = ledger;
        Recover<LedgerEvent.BlockCertified>(stored => _blocks.Add(stored.Block));
        Recover<RecoveryCompleted>(_ => read.TrySetResult(_blocks));
        CommandAny(Unhandled);
    }

    /// <inheritdoc/>
    public override string PersistenceId { get; }

    /// <inheritdoc/>
    public override Recovery Recovery { get; } = new(SnapshotSelectionCriteria.None);

    /// <param name="ledger">The ledger's persistence id.</param>
    /// <param name="read">Gets them.</param>
    public static Props Props(string ledger, TaskCompletionSource<IReadOnlyList<CertifiedBlock>> read) =>
        Akka.Actor.Props.Create(() => new StoredBlocksActor(ledger, read));
}
