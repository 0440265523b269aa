using Akka.Actor;
using Akka.Persistence;
using AkkaSimulation.Nodes;

namespace AkkaSimulation.Disks;

/// <summary>
/// The snapshot store of a simulated node; a plain actor for the reasons of <see cref="SimulationJournal"/>.
/// </summary>
internal sealed class SimulationSnapshotStore : ReceiveActor
{
    private readonly Life _life = Context.System.Settings.Setup.Get<LifeSetup>().Value.Life;
    private readonly ActorSystem _system = Context.System;

    public SimulationSnapshotStore()
    {
        Receive<LoadSnapshot>(Load);
        Receive<SaveSnapshot>(Save);
        Receive<DeleteSnapshot>(Delete);
        Receive<DeleteSnapshots>(Delete);
    }

    private SimulatedDisk Disk => _life.Node.Disk;

    private void Load(LoadSnapshot request)
    {
        try
        {
            var found = Disk.Load(request.PersistenceId, request.Criteria, request.ToSequenceNr);
            var selected = found is null ? null : new SelectedSnapshot(found.Metadata, found.Stored.Load(_system));
            Sender.Tell(new LoadSnapshotResult(selected!, request.ToSequenceNr), Self);
        }
        catch (Exception failure)
        {
            // A snapshot that cannot be read ends the recovery, and the actor learns why.
            Sender.Tell(new LoadSnapshotFailed(failure), Self);
        }
    }

    private void Save(SaveSnapshot request)
    {
        var (to, store) = (Sender, Self);
        Stored stored;
        try
        {
            stored = Disk.Form(_system, request.Snapshot);
            if (!Disk.TryReserve(stored.Bytes))
                throw new IOException("The disk is full.");
        }
        catch (Exception failure)
        {
            to.Tell(new SaveSnapshotFailure(request.Metadata, failure), store);
            return;
        }

        Disk.Write(
            _life,
            () =>
            {
                Disk.Release(stored.Bytes);
                Disk.Save(request.Metadata, stored);
            },
            () => to.Tell(new SaveSnapshotSuccess(request.Metadata), store));
    }

    private void Delete(DeleteSnapshot request)
    {
        var (to, store, sequence) = (Sender, Self, request.Metadata.SequenceNr);
        Disk.Write(
            _life,
            () => Disk.DeleteSnapshots(
                request.Metadata.PersistenceId, new SnapshotSelectionCriteria(sequence, DateTime.MaxValue, sequence)),
            () => to.Tell(new DeleteSnapshotSuccess(request.Metadata), store));
    }

    private void Delete(DeleteSnapshots request)
    {
        var (to, store) = (Sender, Self);
        Disk.Write(
            _life,
            () => Disk.DeleteSnapshots(request.PersistenceId, request.Criteria),
            () => to.Tell(new DeleteSnapshotsSuccess(request.Criteria), store));
    }
}
