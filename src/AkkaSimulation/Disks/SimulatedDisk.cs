using System.Collections.Immutable;
using Akka.Actor;
using Akka.Persistence;
using AkkaSimulation.Nodes;
using AkkaSimulation.Running;

namespace AkkaSimulation.Disks;

/// <summary>What becomes of a write.</summary>
public enum WriteFault
{
    /// <summary>Nothing happens to it.</summary>
    None,

    /// <summary>It fails, and nothing is stored: Akka calls OnPersistFailure and stops the actor.</summary>
    Fail,

    /// <summary>It is rejected, and nothing is stored: Akka calls OnPersistRejected, and the actor goes on.</summary>
    Reject,

    /// <summary>
    /// It fails, but its first event is stored. A journal that writes a batch in one transaction never does this.
    /// </summary>
    Torn,
}

/// <summary>One atomic write: the event of a Persist, or the events of a PersistAll.</summary>
/// <param name="Number">From 1 on the disk.</param>
/// <param name="PersistenceId">Whose events.</param>
/// <param name="Events">In their order.</param>
public readonly record struct DiskWrite(long Number, string PersistenceId, ImmutableArray<object> Events);

/// <summary>
/// A node's disk: journal and snapshots of Akka.Persistence. It outlives crashes; an event is durable when it is
/// acknowledged.
/// </summary>
public sealed class SimulatedDisk
{
    private static readonly StoredEvents s_none = new();
    private readonly SimulatedNode _node;
    private readonly RandomStream _random;
    private readonly SortedDictionary<string, StoredEvents> _events = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, List<StoredSnapshot>> _snapshots = new(StringComparer.Ordinal);
    private readonly List<PendingWrite> _pending = [];
    private readonly HashSet<string> _servesOld = new(StringComparer.Ordinal);
    private TimeSpan _latency;
    private long _latestDue;
    private long _reservedBytes;
    private long _writes;

    internal SimulatedDisk(SimulatedNode node)
    {
        _node = node;
        _random = node.Simulation.StreamOf(StreamPurpose.Disk, node.Index, 0);
    }

    /// <summary>Time from a write to its acknowledgement, at least zero. Reads take none.</summary>
    public TimeSpan Latency
    {
        get => _latency;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            _latency = value;
        }
    }

    /// <summary>Decides about each atomic write. Null: all succeed.</summary>
    public Func<DiskWrite, WriteFault>? OnWrite { get; set; }

    /// <summary>
    /// Whether events and snapshots are stored as the bytes of the system's serializer. This shows objects that change
    /// after they were stored, or that cannot be serialized.
    /// </summary>
    public bool Serialize { get; set; } = true;

    /// <summary>How objects are kept while <see cref="Serialize"/> is off. Null: as they are.</summary>
    public IKeptForm? KeptForm { get; set; }

    /// <summary>
    /// Bytes of events and snapshots at most; a write beyond fails. Null: no bound. Needs <see cref="Serialize"/>.
    /// </summary>
    public long? CapacityBytes { get; set; }

    /// <summary>Bytes of events and snapshots that are stored; 0 without <see cref="Serialize"/>.</summary>
    public long UsedBytes { get; private set; }

    /// <summary>Names of all who have stored an event, in ordinal order.</summary>
    public ImmutableArray<string> PersistenceIds => [.. _events.Keys];

    /// <summary>The events that are stored, for checks.</summary>
    /// <param name="persistenceId">Whose; unknown: none.</param>
    /// <returns>In their order, as the actor would get them in recovery.</returns>
    /// <exception cref="InvalidOperationException">
    /// The events are stored as bytes, and all nodes are down, so that there is no serializer to read them.
    /// </exception>
    public ImmutableArray<object> Events(string persistenceId) =>
        _events.TryGetValue(persistenceId, out var stored)
            ? [.. stored.After(0).Select(e => e.Stored.Load(Reader()))]
            : [];

    /// <summary>The snapshots that are stored, for checks.</summary>
    /// <param name="persistenceId">Whose; unknown: none.</param>
    /// <returns>By the number of the event that each follows.</returns>
    /// <exception cref="InvalidOperationException">
    /// The snapshots are stored as bytes, and all nodes are down, so that there is no serializer to read them.
    /// </exception>
    public ImmutableSortedDictionary<long, object> Snapshots(string persistenceId) =>
        _snapshots.GetValueOrDefault(persistenceId, [])
            .ToImmutableSortedDictionary(s => s.Metadata.SequenceNr, s => s.Stored.Load(Reader()));

    /// <summary>
    /// How often it has lost events that it had acknowledged, so that whoever starts the node knows of it.
    /// </summary>
    public int Losses { get; private set; }

    /// <summary>
    /// Takes back acknowledged events, as a disk does that lies about them; only while the node is down.
    /// </summary>
    /// <param name="persistenceId">Whose.</param>
    /// <param name="events">How many of the latest; more than there are: all.</param>
    /// <exception cref="InvalidOperationException">The node is not down.</exception>
    public void LoseTail(string persistenceId, int events)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(events);
        if (_node.State != NodeState.Down)
            throw new InvalidOperationException("A disk loses its tail at a crash: crash the node first.");
        if (events == 0 || !_events.TryGetValue(persistenceId, out var stored))
            return;
        UsedBytes -= stored.RemoveLast(events);
        Losses++;
    }

    /// <summary>Loses all events and snapshots, as a disk that is replaced; only while the node is down.</summary>
    /// <exception cref="InvalidOperationException">The node is not down.</exception>
    public void Wipe()
    {
        if (_node.State != NodeState.Down)
            throw new InvalidOperationException("A disk is replaced at a crash: crash the node first.");
        _events.Clear();
        _snapshots.Clear();
        _servesOld.Clear();
        UsedBytes = 0;
        Losses++;
    }

    /// <summary>Loses the latest snapshot.</summary>
    /// <param name="persistenceId">Whose; nothing happens where there is none.</param>
    public void LoseSnapshot(string persistenceId)
    {
        if (!_snapshots.TryGetValue(persistenceId, out var snapshots) || snapshots.Count == 0)
            return;
        UsedBytes -= snapshots[^1].Stored.Bytes;
        snapshots.RemoveAt(snapshots.Count - 1);
    }

    /// <summary>From now on the oldest snapshot that fits is served, not the latest.</summary>
    /// <param name="persistenceId">Whose.</param>
    public void ServeOldSnapshot(string persistenceId) => _servesOld.Add(persistenceId);

    /// <summary>An event or snapshot in the form of this disk; throws what the serializer throws.</summary>
    internal Stored Form(ActorSystem system, object value) =>
        Serialize ? Stored.Serialized(system, value) : Stored.AsObject(value, KeptForm);

    internal StoredEvents Of(string persistenceId) => _events.GetValueOrDefault(persistenceId, s_none);

    internal WriteFault Decide(string persistenceId, IEnumerable<object> events)
    {
        var number = ++_writes;
        if (OnWrite is not { } decide)
            return WriteFault.None;
        try
        {
            return decide(new DiskWrite(number, persistenceId, [.. events]));
        }
        catch (Exception failure)
        {
            // An exception thrown within the journal would restart the journal, and the writer would wait for ever.
            _node.Simulation.Failed(
                _node,
                new InvalidOperationException(
                    $"OnWrite of {_node.Name} failed on write {number}: {failure.Message}", failure),
                isFatal: true);
            return WriteFault.Fail;
        }
    }

    /// <summary>Keeps room for something that will be stored, or given up, by <see cref="Release"/>.</summary>
    internal bool TryReserve(long bytes)
    {
        if (CapacityBytes is { } capacity && UsedBytes + _reservedBytes + bytes > capacity)
            return false;
        _reservedBytes += bytes;
        return true;
    }

    internal void Release(long bytes) => _reservedBytes -= bytes;

    internal void Store(IPersistentRepresentation envelope, Stored payload)
    {
        if (!_events.TryGetValue(envelope.PersistenceId, out var stored))
            _events.Add(envelope.PersistenceId, stored = new StoredEvents());
        stored.Add(envelope.SequenceNr, payload);
        UsedBytes += payload.Bytes;
    }

    internal void Delete(string persistenceId, long toSequence)
    {
        if (_events.TryGetValue(persistenceId, out var stored))
            UsedBytes -= stored.RemoveFirst(toSequence);
    }

    internal void Save(SnapshotMetadata metadata, Stored snapshot)
    {
        if (!_snapshots.TryGetValue(metadata.PersistenceId, out var snapshots))
            _snapshots.Add(metadata.PersistenceId, snapshots = []);
        RemoveSnapshots(snapshots, s => s.Metadata.SequenceNr == metadata.SequenceNr);
        snapshots.Add(new StoredSnapshot(metadata, snapshot));
        UsedBytes += snapshot.Bytes;
    }

    internal StoredSnapshot? Load(string persistenceId, SnapshotSelectionCriteria criteria, long toSequence)
    {
        if (!_snapshots.TryGetValue(persistenceId, out var snapshots))
            return null;
        var fitting = snapshots.Where(s => Matches(s.Metadata, criteria, toSequence))
            .OrderBy(static s => s.Metadata.SequenceNr);
        return _servesOld.Contains(persistenceId) ? fitting.FirstOrDefault() : fitting.LastOrDefault();
    }

    internal void DeleteSnapshots(string persistenceId, SnapshotSelectionCriteria criteria)
    {
        if (_snapshots.TryGetValue(persistenceId, out var snapshots))
            RemoveSnapshots(snapshots, s => Matches(s.Metadata, criteria, long.MaxValue));
    }

    /// <summary>
    /// Something that is stored at once, or when its time is over; a crash meanwhile keeps it or loses it.
    /// </summary>
    internal void Write(Life life, Action commit, Action answer)
    {
        // A disk that becomes faster still does its work in order.
        _latestDue = Math.Max(_node.TrueNow + Latency.Ticks, _latestDue);
        if (_latestDue == _node.TrueNow && _pending.Count == 0)
        {
            commit();
            answer();
            return;
        }

        var pending = new PendingWrite(this, life, commit, answer);
        _pending.Add(pending);
        _node.Plan(_latestDue, pending);
    }

    /// <summary>Each write under way is kept or lost, by a draw of its own.</summary>
    internal void Crash()
    {
        foreach (var pending in _pending)
        {
            if (_random.Next(2) == 0)
                pending.Commit();
        }

        _pending.Clear();
        (_latestDue, _reservedBytes) = (0, 0);
    }

    /// <summary>
    /// A system whose serializers read what is stored: the node's own or, while it is down, another's.
    /// </summary>
    private ActorSystem Reader() =>
        _node.CurrentLife?.System
        ?? _node.Simulation.Nodes.Select(static n => n.CurrentLife?.System).FirstOrDefault(static s => s is not null)
        ?? throw new InvalidOperationException("All nodes are down, so nobody can read the events: restart one first.");

    private static bool Matches(SnapshotMetadata metadata, SnapshotSelectionCriteria criteria, long toSequence) =>
        metadata.SequenceNr <= Math.Min(criteria.MaxSequenceNr, toSequence)
        && metadata.SequenceNr >= criteria.MinSequenceNr
        && metadata.Timestamp <= criteria.MaxTimeStamp
        && (criteria.MinTimestamp is not { } least || metadata.Timestamp >= least);

    private void RemoveSnapshots(List<StoredSnapshot> snapshots, Predicate<StoredSnapshot> which)
    {
        UsedBytes -= snapshots.FindAll(which).Sum(static s => s.Stored.Bytes);
        snapshots.RemoveAll(which);
    }

    private sealed class PendingWrite(SimulatedDisk disk, Life life, Action commit, Action answer) : IPlanned
    {
        public Life Life => life;

        public LogKind Kind => LogKind.DiskDone;

        public long Cause { get; } = life.Node.Log?.Turn ?? 0;

        public string Describe() => "a write";

        public void Commit() => commit();

        public void Fire()
        {
            disk._pending.Remove(this);
            commit();
            answer();
        }
    }
}
