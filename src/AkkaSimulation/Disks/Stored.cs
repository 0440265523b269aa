using Akka.Actor;

namespace AkkaSimulation.Disks;

/// <summary>
/// An event or snapshot as it lies on the disk: bytes of the system's serializer, or the object itself.
/// </summary>
internal sealed class Stored
{
    private readonly object _content;
    private readonly int _serializer;
    private readonly string _manifest;

    private Stored(object content, int serializer, string manifest) =>
        (_content, _serializer, _manifest) = (content, serializer, manifest);

    /// <summary>Length on the disk; 0 for an object.</summary>
    public long Bytes => _content is byte[] bytes && _serializer >= 0 ? bytes.Length : 0;

    /// <summary>Takes an object as it is.</summary>
    public static Stored AsIs(object value) => new(value, -1, string.Empty);

    /// <summary>Serializes an object; throws what the serializer throws.</summary>
    public static Stored Serialized(ActorSystem system, object value)
    {
        var serialization = ((ExtendedActorSystem)system).Serialization;
        var serializer = serialization.FindSerializerFor(value);
        var manifest = Akka.Serialization.Serialization.ManifestFor(serializer, value);
        var bytes = Akka.Serialization.Serialization.WithTransport(
            (ExtendedActorSystem)system, () => serializer.ToBinary(value));
        return new Stored(bytes, serializer.Identifier, manifest);
    }

    /// <summary>A copy by way of bytes, unless the object says that it need not be one; throws as above.</summary>
    public static object CopyOf(ActorSystem system, object value) =>
        value is INoSerializationVerificationNeeded ? value : Serialized(system, value).Load(system);

    /// <summary>The object again, made anew from its bytes.</summary>
    public object Load(ActorSystem system) =>
        _serializer < 0
            ? _content
            : ((ExtendedActorSystem)system).Serialization.Deserialize((byte[])_content, _serializer, _manifest);
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
