using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace AkkaSimulation.Tracing;

/// <summary>Writes the bytes of one kind of message into the trace.</summary>
/// <typeparam name="T">
/// The message's type; more derived messages are written by it, too, unless they have their own.
/// </typeparam>
/// <param name="message">The message.</param>
/// <param name="writer">Takes the bytes.</param>
public delegate void TraceProjection<in T>(T message, ref TraceWriter writer);

/// <summary>The trace of a run: what it hashes, and the hash.</summary>
public sealed class Trace : IDisposable
{
    private readonly Simulation _simulation;
    private readonly Dictionary<Type, Projection> _registered = [];
    private readonly ConcurrentDictionary<Type, Projection?> _byType = new();
    private readonly NodeTrace _driver;

    internal Trace(Simulation simulation)
    {
        _simulation = simulation;
        _driver = new NodeTrace(
            this, simulation.Log.Driver, simulation.Options.Watch?.Of(LogNumber.Driver.Node));
    }

    /// <summary>
    /// SHA-256 over the index and the hash of each node, in order: 64 lower-case hexadecimal digits. A new run from the
    /// same options and actions has the same, in every process and with any number of threads.
    /// </summary>
    public string Hash
    {
        get
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            Span<byte> index = stackalloc byte[sizeof(int)];
            BinaryPrimitives.WriteInt32LittleEndian(index, -1);
            hash.AppendData(index);
            hash.AppendData(_driver.Current());
            foreach (var node in _simulation.Nodes)
            {
                BinaryPrimitives.WriteInt32LittleEndian(index, node.Index);
                hash.AppendData(index);
                hash.AppendData(node.Trace.Current());
            }

            return Convert.ToHexStringLower(hash.GetCurrentHash());
        }
    }

    /// <summary>
    /// Writes messages that are not <see cref="ITraced"/> themselves; before the first node is added.
    /// </summary>
    /// <typeparam name="T">The message's type, or a base of it.</typeparam>
    /// <param name="project">Pure.</param>
    public void Project<T>(TraceProjection<T> project)
    {
        ArgumentNullException.ThrowIfNull(project);
        if (_simulation.Nodes.Count > 0)
        {
            throw new InvalidOperationException(
                "Project messages before the first node is added: a trace has one form.");
        }

        _registered[typeof(T)] = (object message, ref TraceWriter writer) => project((T)message, ref writer);
    }

    /// <summary>Adds data of the driver, for example the results of a run.</summary>
    /// <param name="data">Hashed with its length.</param>
    public void Append(ReadOnlySpan<byte> data) => _driver.Record(TraceKind.Driver, _simulation.NowTicks, 0, data);

    /// <summary>The simulation, which owns the trace, ends it.</summary>
    void IDisposable.Dispose() => _driver.Dispose();

    /// <summary>Names the model of arrivals, where it is not the usual one.</summary>
    internal void BeginDriver(TimeSpan arrivalTick)
    {
        if (arrivalTick > TimeSpan.Zero)
            _driver.Record(TraceKind.Driver, _simulation.NowTicks, 0, $"arrival tick {arrivalTick.Ticks}");
    }

    /// <summary>What is needed to compare this run with another, by index of the node; −1 is the driver.</summary>
    internal IReadOnlyDictionary<int, TraceSummary> Summaries() =>
        _simulation.Nodes.Select(static n => (n.Index, n.Trace)).Prepend((LogNumber.Driver.Node, _driver))
            .ToDictionary(static t => t.Item1, static t => TraceSummary.Of(t.Item2));

    internal Projection? ProjectionOf(Type type) => _byType.GetOrAdd(type, Find);

    private Projection? Find(Type type)
    {
        if (typeof(ITraced).IsAssignableFrom(type))
            return static (object message, ref TraceWriter writer) => ((ITraced)message).WriteTo(ref writer);
        for (var at = type; at is not null; at = at.BaseType)
        {
            if (_registered.TryGetValue(at, out var projection))
                return projection;
        }

        return _registered.FirstOrDefault(r => r.Key.IsInterface && r.Key.IsAssignableFrom(type)).Value;
    }
}
