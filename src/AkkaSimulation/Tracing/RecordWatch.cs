using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace AkkaSimulation.Tracing;

/// <summary>A record of a trace without its bytes.</summary>
internal readonly record struct TraceRecord(TraceKind Kind, long Time, long Sender, long Receiver, int Type);

/// <summary>What a comparison of two runs looks at in one of them; part of the run's options.</summary>
internal sealed class TraceWatch
{
    private readonly Dictionary<int, RecordWatch> _nodes = [];
    private SimulationLog? _log;

    /// <summary>Whether a simulation was made from these options.</summary>
    public bool IsAttached => _log is not null;

    public RecordWatch Add(int node, long first, long last)
    {
        var watch = new RecordWatch(this, first, last);
        _nodes.Add(node, watch);
        return watch;
    }

    public RecordWatch? Of(int node) => _nodes.GetValueOrDefault(node);

    public void Attach(SimulationLog log) => _log = log;

    public void Passed() => _log!.Freeze();
}

/// <summary>Looks at some records of one node: keeps a fingerprint of each, and the first in words.</summary>
/// <param name="owner">Is told when the records have passed.</param>
/// <param name="first">The first record, from 1.</param>
/// <param name="last">The last record.</param>
internal sealed class RecordWatch(TraceWatch owner, long first, long last)
{
    // A record without an entry in the log names a type, a sender or a draw for the delivery that follows it.
    private const int RecordsToFollow = 8;
    private const int BytesShown = 64;
    private readonly List<(ulong Fingerprint, long Time)> _seen = [];

    public long First => first;

    public IReadOnlyList<(ulong Fingerprint, long Time)> Seen => _seen;

    /// <summary>The first record in words; empty where the trace is shorter.</summary>
    public string InWords { get; private set; } = string.Empty;

    public void Look(long number, in TraceRecord record, ReadOnlySpan<byte> bytes)
    {
        if (number < first)
            return;
        if (number == first)
            InWords = Describe(record, bytes);
        if (number <= last)
            _seen.Add((FingerprintOf(record, bytes), record.Time));
        else if (number == last + RecordsToFollow)
            owner.Passed();
    }

    private static ulong FingerprintOf(in TraceRecord record, ReadOnlySpan<byte> bytes)
    {
        var mixed = RandomStream.Mix((ulong)record.Kind + ((ulong)(uint)record.Type << 32));
        mixed = RandomStream.Mix(mixed ^ (ulong)record.Time);
        mixed = RandomStream.Mix(mixed ^ (ulong)record.Sender);
        mixed = RandomStream.Mix(mixed ^ (ulong)record.Receiver);
        mixed = RandomStream.Mix(mixed ^ (ulong)bytes.Length);
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            mixed = RandomStream.Mix(mixed ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var value in bytes)
            mixed = RandomStream.Mix(mixed ^ value);
        return mixed;
    }

    private static string Describe(in TraceRecord record, ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder().Append(record.Kind).Append(" at ")
            .Append(TimeSpan.FromTicks(record.Time).ToString("c"));
        if (bytes.IsEmpty)
            return text.ToString();
        var isText = record.Kind is TraceKind.ActorStarted or TraceKind.TypeNamed or TraceKind.SenderNamed
            or TraceKind.ClockChanged;
        if (isText)
            return text.Append(", ").Append(Encoding.UTF8.GetString(bytes)).ToString();
        return text
            .Append(CultureInfo.InvariantCulture, $", {bytes.Length} bytes ")
            .Append(Convert.ToHexStringLower(bytes[..Math.Min(BytesShown, bytes.Length)]))
            .Append(bytes.Length > BytesShown ? "…" : string.Empty).ToString();
    }
}
