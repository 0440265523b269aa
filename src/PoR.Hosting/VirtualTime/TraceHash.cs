using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using PoR.Actors.Contract;

namespace PoR.Hosting.VirtualTime;

/// <summary>
/// SHA-256 over every delivered event, in order: the fingerprint of a run (invariant I11).
/// </summary>
/// <remarks>
/// A record of 32 bytes: time, sender, receiver, type of the message, its mark; little-endian. Names
/// of actors and types enter once, when they get their number.
/// </remarks>
internal sealed class TraceHash : IDisposable
{
    private const int RecordBytes = 32;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly Dictionary<Type, (int Id, bool IsTraced)> _types = [];
    private Type? _latestType;
    private (int Id, bool IsTraced) _latest;
    private int _used;

    /// <summary>One delivery.</summary>
    public void Delivered(long time, int from, int to, EventType type, IMessage body)
    {
        var (id, isTraced) = Describe(body.GetType());
        var mark = isTraced ? ((ITraced)body).TraceMark : 0;
        Record(time, from, to, ((int)type << 24) | id, mark);
    }

    /// <summary>An actor started, or its turn failed.</summary>
    public void Lifecycle(long time, int actor, EventType type, bool hasFailed) =>
        Record(time, actor, actor, ((int)type << 24) | 0xFF_FFFF, hasFailed ? 1UL : 0UL);

    public void DefineActor(int id, string name) => Text(-1, id, name);

    /// <summary>Data of the run's driver, for example a decided block.</summary>
    public void Append(ReadOnlySpan<byte> data)
    {
        Record(-3, data.Length, 0, 0, 0);
        Flush();
        _hash.AppendData(data);
    }

    /// <summary>The fingerprint so far.</summary>
    /// <returns>64 lower-case hexadecimal digits.</returns>
    public string Current()
    {
        Flush();
        return Convert.ToHexStringLower(_hash.GetCurrentHash());
    }

    public void Dispose() => _hash.Dispose();

    private (int Id, bool IsTraced) Describe(Type type)
    {
        if (ReferenceEquals(type, _latestType))
            return _latest;
        if (!_types.TryGetValue(type, out var known))
        {
            known = (_types.Count, typeof(ITraced).IsAssignableFrom(type));
            _types.Add(type, known);
            Text(-2, known.Id, type.FullName ?? type.Name);
        }

        (_latestType, _latest) = (type, known);
        return known;
    }

    private void Text(int tag, int id, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Record(tag, id, bytes.Length, 0, 0);
        Flush();
        _hash.AppendData(bytes);
    }

    private void Record(long time, int from, int to, int kind, ulong mark)
    {
        if (_used + RecordBytes > _buffer.Length)
            Flush();
        var record = _buffer.AsSpan(_used, RecordBytes);
        _used += RecordBytes;
        BinaryPrimitives.WriteInt64LittleEndian(record, time);
        BinaryPrimitives.WriteInt32LittleEndian(record[8..], from);
        BinaryPrimitives.WriteInt32LittleEndian(record[12..], to);
        BinaryPrimitives.WriteInt64LittleEndian(record[16..], kind);
        BinaryPrimitives.WriteUInt64LittleEndian(record[24..], mark);
    }

    private void Flush()
    {
        _hash.AppendData(_buffer, 0, _used);
        _used = 0;
    }
}
