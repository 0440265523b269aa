using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace AkkaSimulation.Tracing;

/// <summary>
/// One node's trace: SHA-256 over its records, and the hash of each 4,096 records, to find a difference.
/// </summary>
/// <remarks>
/// A record is time (8 bytes), sender (8), receiver (8), kind, type, length (4 each), little-endian, and the bytes.
/// </remarks>
/// <param name="owner">The trace of the run.</param>
/// <param name="log">Takes records without a message, too; null: none.</param>
/// <param name="watch">Looks at records for a comparison of two runs; null: none.</param>
internal sealed class NodeTrace(Trace owner, NodeLog? log = null, RecordWatch? watch = null) : IDisposable
{
    public const int RecordsPerCheckpoint = 4096;
    private const int HeaderBytes = 36;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = new byte[2048];
    private readonly Dictionary<Type, TypeEntry> _types = [];
    private readonly Dictionary<string, long> _senders = new(StringComparer.Ordinal);
    private readonly List<Checkpoint> _checkpoints = [];

    // Most turns of a node take letters of one of two types.
    private (Type? Type, TypeEntry Entry) _latest;
    private (Type? Type, TypeEntry Entry) _before;
    private int _used;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? t_bytes;

    /// <summary>Records so far.</summary>
    public long Records { get; private set; }

    /// <summary>The hash after each 4,096 records, and the time of the last of them.</summary>
    public IReadOnlyList<Checkpoint> Checkpoints => _checkpoints;

    /// <summary>Time of the latest record, ticks.</summary>
    public long LatestTime { get; private set; }

    /// <summary>A letter reached its actor.</summary>
    public void Delivery(long time, long sender, long receiver, object message)
    {
        var entry = Describe(time, message.GetType());
        if (entry.Projection is null)
        {
            Write(TraceKind.Delivery, time, sender, receiver, entry.Number, []);
            return;
        }

        Write(TraceKind.Delivery, time, sender, receiver, entry.Number, BytesOf(message, entry.Projection));
    }

    /// <summary>A record without a message.</summary>
    public void Record(TraceKind kind, long time, long receiver, ReadOnlySpan<byte> bytes = default)
    {
        Write(kind, time, 0, receiver, 0, bytes);
        log?.Recorded(kind, time, receiver, bytes.IsEmpty ? string.Empty : Convert.ToHexStringLower(bytes), Records);
    }

    /// <summary>A record with a text.</summary>
    public void Record(TraceKind kind, long time, long receiver, string text)
    {
        Write(kind, time, 0, receiver, 0, Encoding.UTF8.GetBytes(text));
        log?.Recorded(kind, time, receiver, text, Records);
    }

    /// <summary>The number of a sender that is no actor of a node: negative, by its path.</summary>
    public long NumberOf(long time, string path)
    {
        if (_senders.TryGetValue(path, out var number))
            return number;
        number = -1 - _senders.Count;
        _senders.Add(path, number);
        Record(TraceKind.SenderNamed, time, number, path);
        return number;
    }

    /// <summary>Whether a message writes bytes into a trace.</summary>
    public bool IsTraced(object message) => owner.ProjectionOf(message.GetType()) is not null;

    /// <summary>The bytes that a message writes into a trace; empty where it writes none.</summary>
    public ReadOnlySpan<byte> BytesOf(object message)
    {
        var projection = owner.ProjectionOf(message.GetType());
        return projection is null ? [] : BytesOf(message, projection);
    }

    /// <summary>The hash of all records so far, 32 bytes.</summary>
    public byte[] Current()
    {
        Flush();
        return _hash.GetCurrentHash();
    }

    public void Dispose() => _hash.Dispose();

    private static ReadOnlySpan<byte> BytesOf(object message, Projection projection)
    {
        var bytes = t_bytes ??= new ArrayBufferWriter<byte>(256);
        bytes.ResetWrittenCount();
        var writer = new TraceWriter(bytes);
        projection(message, ref writer);
        return bytes.WrittenSpan;
    }

    private TypeEntry Describe(long time, Type type)
    {
        if (ReferenceEquals(type, _latest.Type))
            return _latest.Entry;
        if (ReferenceEquals(type, _before.Type))
        {
            (_latest, _before) = (_before, _latest);
            return _latest.Entry;
        }

        if (!_types.TryGetValue(type, out var entry))
        {
            entry = new TypeEntry(_types.Count, owner.ProjectionOf(type));
            _types.Add(type, entry);
            Write(TraceKind.TypeNamed, time, 0, 0, entry.Number, Encoding.UTF8.GetBytes(TypeName.Of(type)));
        }

        (_latest, _before) = ((type, entry), _latest);
        return entry;
    }

    private void Write(TraceKind kind, long time, long sender, long receiver, int type, ReadOnlySpan<byte> bytes)
    {
        if (_used + HeaderBytes > _buffer.Length)
            Flush();
        var record = _buffer.AsSpan(_used, HeaderBytes);
        BinaryPrimitives.WriteInt64LittleEndian(record, time);
        BinaryPrimitives.WriteInt64LittleEndian(record[8..], sender);
        BinaryPrimitives.WriteInt64LittleEndian(record[16..], receiver);
        BinaryPrimitives.WriteInt32LittleEndian(record[24..], (int)kind);
        BinaryPrimitives.WriteInt32LittleEndian(record[28..], type);
        BinaryPrimitives.WriteInt32LittleEndian(record[32..], bytes.Length);
        _used += HeaderBytes;
        if (_used + bytes.Length <= _buffer.Length)
        {
            bytes.CopyTo(_buffer.AsSpan(_used));
            _used += bytes.Length;
        }
        else
        {
            Flush();
            _hash.AppendData(bytes);
        }

        LatestTime = time;
        if (++Records % RecordsPerCheckpoint == 0)
            _checkpoints.Add(new Checkpoint(time, Current()));
        watch?.Look(Records, new TraceRecord(kind, time, sender, receiver, type), bytes);
    }

    private void Flush()
    {
        _hash.AppendData(_buffer, 0, _used);
        _used = 0;
    }

    private readonly record struct TypeEntry(int Number, Projection? Projection);
}

/// <summary>Writes a message's bytes into a trace.</summary>
internal delegate void Projection(object message, ref TraceWriter writer);

/// <summary>A trace up to a record.</summary>
/// <param name="Time">Of the record, ticks.</param>
/// <param name="Hash">Over all records up to this one, 32 bytes.</param>
internal readonly record struct Checkpoint(long Time, byte[] Hash);
