using System.Collections.Immutable;
using Akka.Actor;
using Akka.Persistence;
using Akka.Persistence.Journal;
using AkkaSimulation.Nodes;

namespace AkkaSimulation.Disks;

/// <summary>
/// The journal of a simulated node. It speaks Akka's journal protocol as a plain actor, since Akka's base class for
/// journals has a circuit breaker on the real clock and continuations on the thread pool.
/// </summary>
internal sealed class SimulationJournal : ReceiveActor
{
    private readonly Life _life = Context.System.Settings.Setup.Get<LifeSetup>().Value.Life;
    private readonly ActorSystem _system = Context.System;

    public SimulationJournal()
    {
        Receive<WriteMessages>(Write);
        Receive<ReplayMessages>(Replay);
        Receive<DeleteMessagesTo>(Delete);
    }

    private SimulatedDisk Disk => _life.Node.Disk;

    private void Write(WriteMessages request)
    {
        var journal = Self;
        var messages = request.Messages.ToImmutableArray();
        var writes = messages.OfType<AtomicWrite>().Select(Plan).ToImmutableArray();
        var failed = writes.FirstOrDefault(static w => w.Fault is WriteFault.Fail or WriteFault.Torn);
        Disk.Write(
            _life,
            () => Commit(writes, failed),
            () => Answer(request, messages, writes, failed?.Cause, journal));
    }

    /// <summary>Serializes an atomic write and decides what becomes of it.</summary>
    private PlannedWrite Plan(AtomicWrite write)
    {
        var events = ((IEnumerable<IPersistentRepresentation>)write.Payload)
            .Select(static e => e.Payload is Tagged tagged ? e.WithPayload(tagged.Payload) : e).ToImmutableArray();
        ImmutableArray<Stored> stored;
        try
        {
            stored = [.. events.Select(e => Disk.Form(_system, e.Payload))];
        }
        catch (Exception failure)
        {
            // An event that cannot be serialized is rejected, as Akka's own journals do, and the actor learns why.
            return new PlannedWrite(events, [], WriteFault.Reject, failure);
        }

        var fault = Disk.Decide(write.PersistenceId, events.Select(static e => e.Payload));
        if (fault is (WriteFault.None or WriteFault.Torn) && !Disk.TryReserve(stored.Sum(static s => s.Bytes)))
            return new PlannedWrite(events, [], WriteFault.Fail, new IOException("The disk is full."));
        if (fault is not (WriteFault.None or WriteFault.Torn))
            stored = [];
        return new PlannedWrite(events, stored, fault, fault switch
        {
            WriteFault.None => null,
            WriteFault.Reject => new InvalidOperationException("The disk rejected the write."),
            WriteFault.Torn => new IOException("The write was torn after its first event."),
            _ => new IOException("The write failed."),
        });
    }

    /// <summary>
    /// Stores what succeeds: nothing of a batch that fails, but for what comes before the tear of a torn one.
    /// </summary>
    private void Commit(ImmutableArray<PlannedWrite> writes, PlannedWrite? failed)
    {
        var isStoring = failed is null or { Fault: WriteFault.Torn };
        foreach (var write in writes)
        {
            Disk.Release(write.Stored.Sum(static s => s.Bytes));
            var kept = !isStoring ? 0 : ReferenceEquals(write, failed) ? 1 : write.Stored.Length;
            for (var i = 0; i < kept; i++)
                Disk.Store(write.Events[i], write.Stored[i]);
            isStoring &= !ReferenceEquals(write, failed);
        }
    }

    private static void Answer(
        WriteMessages request,
        ImmutableArray<IPersistentEnvelope> messages,
        ImmutableArray<PlannedWrite> writes,
        Exception? failure,
        IActorRef journal)
    {
        var (actor, instance) = (request.PersistentActor, request.ActorInstanceId);
        actor.Tell(
            failure is null ? WriteMessagesSuccessful.Instance : new WriteMessagesFailed(failure, writes.Length),
            journal);
        var next = 0;
        foreach (var message in messages)
        {
            if (message is not AtomicWrite atomic)
            {
                actor.Tell(new LoopMessageSuccess(message.Payload, instance), message.Sender);
                continue;
            }

            var write = writes[next++];
            foreach (var written in (IEnumerable<IPersistentRepresentation>)atomic.Payload)
            {
                object answer = (failure, write.Cause) switch
                {
                    ({ } cause, _) => new WriteMessageFailure(written, cause, instance),
                    (null, { } cause) => new WriteMessageRejected(written, cause, instance),
                    _ => new WriteMessageSuccess(written, instance),
                };
                actor.Tell(answer, written.Sender);
            }
        }
    }

    private void Replay(ReplayMessages request)
    {
        var stored = Disk.Of(request.PersistenceId);
        var left = request.Max;
        try
        {
            foreach (var (sequence, payload) in stored.After(request.FromSequenceNr - 1))
            {
                if (sequence > request.ToSequenceNr || left-- <= 0)
                    break;
                request.PersistentActor.Tell(
                    new ReplayedMessage(new Persistent(
                        payload.Load(_system), sequence, request.PersistenceId, sender: ActorRefs.NoSender)),
                    ActorRefs.NoSender);
            }

            request.PersistentActor.Tell(new RecoverySuccess(stored.Highest), Self);
        }
        catch (Exception failure)
        {
            // An event that cannot be read ends the recovery, and the actor learns why.
            request.PersistentActor.Tell(new ReplayMessagesFailure(failure), Self);
        }
    }

    private void Delete(DeleteMessagesTo request)
    {
        var journal = Self;
        Disk.Write(
            _life,
            () => Disk.Delete(request.PersistenceId, request.ToSequenceNr),
            () => request.PersistentActor.Tell(new DeleteMessagesSuccess(request.ToSequenceNr), journal));
    }

    /// <summary>An atomic write and what becomes of it; without bytes where nothing is to be stored.</summary>
    private sealed record PlannedWrite(
        ImmutableArray<IPersistentRepresentation> Events,
        ImmutableArray<Stored> Stored,
        WriteFault Fault,
        Exception? Cause);
}
