using System.Collections.Immutable;
using Akka.Actor;
using PoR.Core.Faults;
using PoR.Core.Hashing;
using PoR.Wire;

namespace PoR.Actors.Links;

/// <summary>
/// Makes faults of the protocol's links, and of nothing else: what a peer says is lost, waits, comes twice or damaged.
/// Each peer filters what it says, so all peers of an experiment need the same faults and the same seed.
/// </summary>
/// <param name="inner">Carries what passes; nobody else may use it.</param>
/// <param name="scheduler">Of the peer's system: its clock says when a fault is there.</param>
/// <param name="peers">How many peers the network has.</param>
/// <param name="seed">Draws what faults leave to chance.</param>
/// <remarks>
/// A message meets a cut that is there when it is said. In the simulation one that would arrive during a cut meets
/// it, too; here nobody knows how long it will be on its way.
/// </remarks>
public sealed class LinkFilter(IPeerLink inner, IScheduler scheduler, int peers, ulong seed) : IPeerLink
{
    private const long HeldBytesMax = 16 * 1024 * 1024;
    private static readonly TimeSpan s_waitLeast = TimeSpan.FromMilliseconds(1);

    private readonly Lock _gate = new();
    private readonly SortedDictionary<int, Line> _lines = []; // What is held, by peer.
    private readonly uint[] _said = new uint[peers];
    private LinkFates _fates = new([], peers, seed);
    private DateTimeOffset _start;
    private long _heldBytes;
    private long _dropped;
    private TimeSpan _armedFor = TimeSpan.MaxValue; // Nobody looks.

    /// <inheritdoc/>
    public NodeId Self => inner.Self;

    /// <summary>Messages that faults have taken.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>These faults hold from now on, instead of those before.</summary>
    /// <param name="faults">Each must be possible with so many peers.</param>
    /// <param name="start">From when their times count.</param>
    /// <exception cref="ArgumentException">A fault cannot be made of so many peers.</exception>
    public void Set(ImmutableArray<LinkFault> faults, DateTimeOffset start)
    {
        var fates = new LinkFates(faults, peers, seed);
        lock (_gate)
        {
            (_fates, _start, _armedFor) = (fates, start, TimeSpan.MaxValue);
            var held = _lines.ToArray();
            _lines.Clear();
            _heldBytes = 0;
            foreach (var (to, line) in held)
            {
                foreach (var message in line.All())
                    Judge(new NodeId(to), message);
            }
        }
    }

    /// <inheritdoc/>
    public void Listen(IActorRef receiver) => inner.Listen(receiver);

    /// <inheritdoc/>
    public SendVerdict Send(NodeId to, EncodedMessage message)
    {
        lock (_gate)
            return IsIdle() ? inner.Send(to, message) : Judge(to, message);
    }

    /// <inheritdoc/>
    public void SendAll(ImmutableArray<NodeId> to, EncodedMessage message)
    {
        lock (_gate)
        {
            if (IsIdle())
            {
                inner.SendAll(to, message);
                return;
            }

            foreach (var peer in to)
                Judge(peer, message);
        }
    }

    /// <inheritdoc/>
    public void Taken(PeerHeard heard) => inner.Taken(heard);

    /// <inheritdoc/>
    public void Forged(Digest message) => inner.Forged(message);

    /// <inheritdoc/>
    public void Fault(NodeId peer, PeerFault fault) => inner.Fault(peer, fault);

    private bool IsIdle() => _lines.Count == 0 && (_fates.IsEmpty || !_fates.IsActive(scheduler.Now - _start));

    private SendVerdict Judge(NodeId to, EncodedMessage message)
    {
        var now = scheduler.Now - _start;
        var fate = _fates.Of(new LinkPassage(
            Self.Index, to.Index, message.Length, message.Message.IsUrgent, now, now, _said[to.Index]++));
        var said = fate.Damage is { } draw ? LinkFates.Damaged(message, draw) : message;
        if (fate.Lost is not null || said is null)
        {
            Interlocked.Increment(ref _dropped);
            return SendVerdict.Dropped;
        }

        if (fate.CopyAfter is { } later)
            Hold(to, said, fate.ArrivesAt + later, mayBeOvertaken: true);
        var mustWait = !fate.MayBeOvertaken && _lines.GetValueOrDefault(to.Index) is { HasOrdered: true };
        if (fate.ArrivesAt <= now && !mustWait)
            return inner.Send(to, said);
        Hold(to, said, fate.ArrivesAt, fate.MayBeOvertaken);
        return SendVerdict.Queued;
    }

    private void Hold(NodeId to, EncodedMessage message, TimeSpan until, bool mayBeOvertaken)
    {
        if (!_lines.TryGetValue(to.Index, out var line))
            _lines.Add(to.Index, line = new Line());
        line.Add(message, until, mayBeOvertaken);
        _heldBytes += message.Length;
        while (_heldBytes > HeldBytesMax && line.TryTake(TimeSpan.MaxValue, out var oldest))
        {
            _heldBytes -= oldest.Length;
            Interlocked.Increment(ref _dropped);
        }

        Arm();
    }

    /// <summary>What is due goes.</summary>
    private void Release()
    {
        var now = scheduler.Now - _start;
        foreach (var (to, line) in _lines.ToArray())
        {
            while (line.TryTake(now, out var message))
            {
                _heldBytes -= message.Length;
                inner.Send(new NodeId(to), message);
            }

            if (line.IsEmpty)
                _lines.Remove(to);
        }

        Arm();
    }

    /// <summary>
    /// Looks again when the next message is due. A timer may come too early, so there is a least wait.
    /// </summary>
    private void Arm()
    {
        if (_lines.Count == 0)
            return;
        var due = _lines.Values.Min(static line => line.NextDue);
        if (_armedFor <= due)
            return;
        _armedFor = due;
        var wait = due - (scheduler.Now - _start);
        scheduler.Advanced.ScheduleOnce(wait > s_waitLeast ? wait : s_waitLeast, () =>
        {
            lock (_gate)
            {
                if (_armedFor == due)
                    _armedFor = TimeSpan.MaxValue;
                Release();
            }
        });
    }

    /// <summary>What waits for one peer.</summary>
    private sealed class Line
    {
        private readonly PriorityQueue<(EncodedMessage Message, bool IsOrdered), (TimeSpan Due, long Number)> _held =
            new();

        private TimeSpan _latest = TimeSpan.MinValue;
        private long _added;
        private int _ordered;

        public bool IsEmpty => _held.Count == 0;

        /// <summary>Whether some wait that must not be overtaken.</summary>
        public bool HasOrdered => _ordered > 0;

        public TimeSpan NextDue => _held.TryPeek(out _, out var priority) ? priority.Due : TimeSpan.MaxValue;

        /// <summary>Not before those that were said before, unless they may be overtaken.</summary>
        public void Add(EncodedMessage message, TimeSpan due, bool mayBeOvertaken)
        {
            if (!mayBeOvertaken)
            {
                due = _latest = due > _latest ? due : _latest;
                _ordered++;
            }

            _held.Enqueue((message, !mayBeOvertaken), (due, _added++));
        }

        public bool TryTake(TimeSpan now, out EncodedMessage message)
        {
            message = null!;
            if (NextDue > now || IsEmpty)
                return false;
            (message, var isOrdered) = _held.Dequeue();
            _ordered -= isOrdered ? 1 : 0;
            return true;
        }

        public IEnumerable<EncodedMessage> All()
        {
            while (TryTake(TimeSpan.MaxValue, out var message))
                yield return message;
        }
    }
}
