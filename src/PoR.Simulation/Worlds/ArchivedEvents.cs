using AkkaSimulation.Disks;
using PoR.Actors.Ledgers;
using PoR.Chain;

namespace PoR.Simulation.Worlds;

/// <summary>
/// How journals that store objects keep certified blocks: in the archive that the nodes of the process share.
/// </summary>
/// <param name="archive">Of all nodes.</param>
internal sealed class ArchivedEvents(BlockArchive archive) : IKeptForm
{
    /// <inheritdoc/>
    public object Keep(object value) =>
        value is LedgerEvent.BlockCertified certified ? archive.Put(certified.Block) : value;

    /// <inheritdoc/>
    public object Restore(object kept) =>
        kept is ArchivedBlock archived ? new LedgerEvent.BlockCertified(archive.Open(archived)) : kept;
}
