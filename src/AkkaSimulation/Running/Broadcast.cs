using Akka.Actor;
using AkkaSimulation.Dispatch;
using AkkaSimulation.Nodes;

namespace AkkaSimulation.Running;

/// <summary>
/// One message on its way to many receivers of one loop: stored once, with 16 bytes for each arrival, in their order.
/// It is one entry of the calendar at a time, that of its next arrival, under the key that a letter of its own would
/// have.
/// </summary>
internal sealed class Broadcast
{
    private const int OrderBits = 24;
    private const long OrderMax = (1L << OrderBits) - 1;
    private const long DelayMax = (1L << (64 - OrderBits)) - 1;
    private Stop[] _stops = [];
    private int _count;
    private int _next;
    private IActorRef[] _receivers = [];
    private Parcel? _parcel;
    private long _sentAt;
    private long _firstOrder;
    private long _firstLetter;

    /// <summary>When the next arrival is due.</summary>
    public long Time => _sentAt + (long)(_stops[_next].Key >> OrderBits);

    /// <summary>The next arrival's place among entries of its time.</summary>
    public long Order => _firstOrder + (long)(_stops[_next].Key & OrderMax);

    /// <summary>Begins a broadcast; the receivers must not change while it is on its way.</summary>
    public void Begin(long sentAt, IActorRef[] receivers, Parcel parcel, long order)
    {
        (_receivers, _parcel) = (receivers, parcel);
        (_sentAt, _firstOrder, _firstLetter) = (sentAt, order, parcel.LetterOf(0).Number);
        (_count, _next) = (0, 0);
        if (_stops.Length < receivers.Length)
            _stops = new Stop[receivers.Length];
    }

    /// <summary>
    /// Adds an arrival; false where its delay or number does not fit, so that it must travel as a letter.
    /// </summary>
    public bool TryAdd(long time, long order, int receiver, long letter)
    {
        var (delay, place, name) = (time - _sentAt, order - _firstOrder, letter - _firstLetter);
        if (delay > DelayMax || place > OrderMax || name > int.MaxValue)
            return false;
        if (_count == _stops.Length)
            Array.Resize(ref _stops, 2 * _count);
        _stops[_count++] = new Stop(((ulong)delay << OrderBits) | (ulong)place, receiver, (int)name);
        return true;
    }

    /// <summary>Puts the arrivals in their order; then it may go into the calendar.</summary>
    /// <returns>Whether there are any.</returns>
    public bool TrySort()
    {
        _stops.AsSpan(0, _count).Sort();
        return _count > 0;
    }

    /// <summary>Whether arrivals are to come.</summary>
    public bool HasNext => _next < _count;

    /// <summary>What its letters hold.</summary>
    public Parcel Parcel => _parcel!;

    /// <summary>The next arrival.</summary>
    public ArrivingLetter Take()
    {
        ref readonly var stop = ref _stops[_next++];
        var (to, target) = TargetOf(_receivers[stop.Receiver]);
        return new ArrivingLetter(to!, target!, _parcel!, stop.Letter);
    }

    /// <summary>Lets go of what it held, so that it can serve again.</summary>
    public void End() => (_receivers, _parcel) = ([], null);

    /// <summary>Where a letter to a receiver goes across the boundary, and whom its entry names.</summary>
    /// <returns>Nulls for what is no actor of a simulated node, or has not started yet.</returns>
    public static (SimulatedNode? Node, object? Target) TargetOf(IActorRef receiver) => receiver switch
    {
        RemoteRef reference => (reference.Node, reference),
        ActorRefWithCell
        {
            Underlying: ActorCell { Mailbox: not null, Dispatcher: SimulationDispatcher dispatcher } cell
        } => (dispatcher.Node, cell),
        _ => default,
    };

    /// <summary>An arrival: its delay and place in one number, by which arrivals are sorted.</summary>
    private readonly struct Stop(ulong key, int receiver, int letter) : IComparable<Stop>
    {
        public readonly ulong Key = key;
        public readonly int Receiver = receiver;
        public readonly int Letter = letter;

        public int CompareTo(Stop other) => Key.CompareTo(other.Key);
    }
}

/// <summary>Broadcasts that have served and may be filled again; lanes take them side by side.</summary>
internal sealed class BroadcastPool
{
    private const int SpareMax = 1024;
    private readonly Lock _lock = new();
    private readonly Stack<Broadcast> _spare = new();

    /// <summary>A broadcast to fill.</summary>
    public Broadcast Take()
    {
        lock (_lock)
            return _spare.TryPop(out var spare) ? spare : new Broadcast();
    }

    /// <summary>
    /// A broadcast waits for its next arrival in the slot that it had; one that has arrived everywhere has served.
    /// </summary>
    public void PutBack(Broadcast broadcast, Calendar calendar, int slot)
    {
        if (broadcast.HasNext)
        {
            calendar.Push(broadcast.Time, broadcast.Order, slot);
            return;
        }

        calendar.Free(slot);
        Return(broadcast);
    }

    /// <summary>A broadcast has served.</summary>
    public void Return(Broadcast broadcast)
    {
        broadcast.End();
        lock (_lock)
        {
            if (_spare.Count < SpareMax)
                _spare.Push(broadcast);
        }
    }
}
