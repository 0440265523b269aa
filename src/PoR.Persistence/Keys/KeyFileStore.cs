using System.Collections.Immutable;
using PoR.Core.Canonical;
using PoR.Core.Identities;

namespace PoR.Persistence.Keys;

/// <summary>
/// Records in a file of one process, which holds its lock elsewhere. Each change writes a second file, flushes it, and
/// gives it the first one's name.
/// </summary>
/// <remarks>
/// Form: 2 (1 byte), count (4), and for each record public key (32), kind (1), version (8), master key (8), and the
/// sealed bytes behind their length (4), in ascending order of public key and kind.
/// </remarks>
public sealed class KeyFileStore : IKeyStore
{
    private const byte Form = 2;
    private const byte UnsealedForm = 1;
    private const int RecordsMax = 2_000_000;
    private const int SealedBytesMax = 128 * 1024;

    private readonly Lock _lock = new();
    private readonly string _path;
    private ImmutableSortedDictionary<Place, KeyRecord> _records;

    private KeyFileStore(string path, ImmutableSortedDictionary<Place, KeyRecord> records) =>
        (_path, _records) = (path, records);

    /// <summary>An empty store, whose file is written with the first record. What has its name is lost then.</summary>
    /// <param name="path">Of the file.</param>
    public static KeyFileStore Create(string path) => new(path, ImmutableSortedDictionary<Place, KeyRecord>.Empty);

    /// <summary>The store of a file.</summary>
    /// <param name="path">Of the file.</param>
    /// <param name="bytes">Its whole content.</param>
    /// <param name="fault">What is wrong with it; null when the store is returned.</param>
    public static KeyFileStore? Read(string path, ReadOnlySpan<byte> bytes, out string? fault)
    {
        var reader = new CanonicalReader(bytes);
        var form = reader.Byte();
        if (form == UnsealedForm)
            reader.Fail("it has the unsealed form of an older program, which this program does not read.");
        else if (form != Form)
            reader.Fail($"the first byte of a key file must be {Form}.");
        var records = ImmutableSortedDictionary.CreateBuilder<Place, KeyRecord>();
        var last = default(Place?);
        for (var left = reader.Count(RecordsMax); left > 0 && reader.Fault is null; left--)
        {
            var record = ReadRecord(ref reader);
            var place = Place.Of(record.Name);
            if (!Enum.IsDefined(record.Name.Kind))
                reader.Fail($"{(byte)record.Name.Kind} is no kind of record.");
            else if (last is { } before && place.CompareTo(before) <= 0)
                reader.Fail("records must stand in ascending order of public key and kind, each once.");
            else
                records.Add(place, record);
            last = place;
        }

        if (!reader.IsComplete)
            reader.Fail($"{reader.Remaining} bytes are left over.");
        fault = reader.Fault;
        return fault is null ? new KeyFileStore(path, records.ToImmutable()) : null;
    }

    /// <inheritdoc/>
    public ImmutableArray<KeyName> List() => [.. _records.Values.Select(record => record.Name)];

    /// <inheritdoc/>
    public ImmutableArray<KeyRecord> All() => [.. _records.Values];

    /// <inheritdoc/>
    public ImmutableArray<KeyRecord> Of(PublicKey key)
    {
        var records = _records;
        return
        [
            .. Enum.GetValues<KeyKind>().Select(kind => records.GetValueOrDefault(new Place(key, kind)))
                .OfType<KeyRecord>(),
        ];
    }

    /// <inheritdoc/>
    public bool Add(IReadOnlyList<KeyRecord> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        lock (_lock)
        {
            var next = _records.ToBuilder();
            foreach (var record in records)
            {
                if (!next.TryAdd(Place.Of(record.Name), record))
                    return false;
            }

            Store(next.ToImmutable());
            return true;
        }
    }

    /// <inheritdoc/>
    public int Advance(IReadOnlyList<KeyRecord> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        return Overwrite(records, (stored, record) =>
            stored.Version < record.Name.Version && stored.MasterKey == record.Name.MasterKey);
    }

    /// <inheritdoc/>
    public int Reseal(MasterKeyId from, IReadOnlyList<KeyRecord> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        return Overwrite(records, (stored, record) => stored == record.Name with { MasterKey = from });
    }

    private int Overwrite(IReadOnlyList<KeyRecord> records, Func<KeyName, KeyRecord, bool> isDue)
    {
        lock (_lock)
        {
            var (next, count) = (_records.ToBuilder(), 0);
            foreach (var record in records)
            {
                var place = Place.Of(record.Name);
                if (!next.TryGetValue(place, out var stored) || !isDue(stored.Name, record))
                    continue;
                next[place] = record;
                count++;
            }

            if (count > 0)
                Store(next.ToImmutable());
            return count;
        }
    }

    private void Store(ImmutableSortedDictionary<Place, KeyRecord> records)
    {
        var writer = new CanonicalWriter();
        writer.Byte(Form);
        writer.Int32(records.Count);
        foreach (var (name, stored) in records.Values)
        {
            writer.Fixed(name.PublicKey.Bytes);
            writer.Byte((byte)name.Kind);
            writer.Int64(name.Version);
            writer.UInt64(name.MasterKey.Number);
            writer.Bytes(stored.Span);
        }

        // As soon as others can read the new file it is what the next one is made from, whatever the disk says.
        DurableFile.Replace(_path, writer.WrittenSpan, DurableFile.Secret);
        _records = records;
        DurableFile.FlushFolder(_path);
    }

    private static KeyRecord ReadRecord(ref CanonicalReader reader)
    {
        var name = new KeyName(
            new PublicKey(reader.Fixed32()), (KeyKind)reader.Byte(), reader.Int64(), new MasterKeyId(reader.UInt64()));
        return new KeyRecord(name, reader.Bytes(SealedBytesMax).ToArray());
    }

    private readonly record struct Place(PublicKey Key, KeyKind Kind) : IComparable<Place>
    {
        public static Place Of(KeyName name) => new(name.PublicKey, name.Kind);

        public int CompareTo(Place other) =>
            Key.CompareTo(other.Key) is not 0 and var byKey ? byKey : Kind.CompareTo(other.Kind);
    }
}
