using Akka.Actor;

namespace AkkaSimulation.Disks;

/// <summary>
/// What a disk that stores objects keeps in the place of some of them: a form that takes less room.
/// </summary>
/// <remarks>Nodes may share one, on many threads. What an actor gets back must not depend on other nodes.</remarks>
public interface IKeptForm
{
    /// <summary>What is kept of an event or a snapshot; the object itself where nothing is smaller.</summary>
    object Keep(object value);

    /// <summary>An object with the same content as the one that was kept.</summary>
    object Restore(object kept);
}

/// <summary>
/// An event or snapshot as it lies on the disk: bytes of the system's serializer, or an object.
/// </summary>
internal abstract class Stored
{
    /// <summary>Length on the disk; 0 for an object.</summary>
    public abstract long Bytes { get; }

    /// <summary>Takes an object as it is, or in its smaller form.</summary>
    public static Stored AsObject(object value, IKeptForm? form) =>
        new StoredObject(form is null ? value : form.Keep(value), form);

    /// <summary>Serializes an object; throws what the serializer throws.</summary>
    public static Stored Serialized(ActorSystem system, object value)
    {
        var serialization = ((ExtendedActorSystem)system).Serialization;
        var serializer = serialization.FindSerializerFor(value);
        var manifest = Akka.Serialization.Serialization.ManifestFor(serializer, value);
        var bytes = Akka.Serialization.Serialization.WithTransport(
            (ExtendedActorSystem)system, () => serializer.ToBinary(value));
        return new StoredBytes(bytes, serializer.Identifier, manifest);
    }

    /// <summary>A copy by way of bytes, unless the object says that it need not be one; throws as above.</summary>
    public static object CopyOf(ActorSystem system, object value) =>
        value is INoSerializationVerificationNeeded ? value : Serialized(system, value).Load(system);

    /// <summary>The object again, made anew from its bytes or its smaller form.</summary>
    public abstract object Load(ActorSystem system);

    private sealed class StoredObject(object kept, IKeptForm? form) : Stored
    {
        public override long Bytes => 0;

        public override object Load(ActorSystem system) => form is null ? kept : form.Restore(kept);
    }

    private sealed class StoredBytes(byte[] bytes, int serializer, string manifest) : Stored
    {
        public override long Bytes => bytes.Length;

        public override object Load(ActorSystem system) =>
            ((ExtendedActorSystem)system).Serialization.Deserialize(bytes, serializer, manifest);
    }
}

/// <summary>A snapshot on the disk.</summary>
internal sealed record StoredSnapshot(Akka.Persistence.SnapshotMetadata Metadata, Stored Stored);

/// <summary>One persistence id's events.</summary>
internal sealed class StoredEvents
{
    private readonly List<(long Sequence, Stored Stored)> _events = [];

    /// <summary>The highest sequence number that was ever stored; deleting changes nothing.</summary>
    public long Highest { get; private set; }

    public void Add(long sequence, Stored stored)
    {
        _events.Add((sequence, stored));
        Highest = Math.Max(Highest, sequence);
    }

    /// <summary>Events with a sequence number above one.</summary>
    public IEnumerable<(long Sequence, Stored Stored)> After(long sequence) =>
        _events.Where(e => e.Sequence > sequence);

    /// <summary>Deletes the oldest.</summary>
    /// <returns>How many bytes.</returns>
    public long RemoveFirst(long toSequence)
    {
        var bytes = _events.Where(e => e.Sequence <= toSequence).Sum(static e => e.Stored.Bytes);
        _events.RemoveAll(e => e.Sequence <= toSequence);
        return bytes;
    }

    /// <summary>Loses the latest, as if they had never been written.</summary>
    /// <returns>How many bytes.</returns>
    public long RemoveLast(int count)
    {
        var from = Math.Max(0, _events.Count - count);
        var bytes = _events.Skip(from).Sum(static e => e.Stored.Bytes);
        if (from < _events.Count)
            Highest = _events[from].Sequence - 1;
        _events.RemoveRange(from, _events.Count - from);
        return bytes;
    }
}
