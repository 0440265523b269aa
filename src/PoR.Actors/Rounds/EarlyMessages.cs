using PoR.Core.Rounds;

namespace PoR.Actors.Rounds;

/// <summary>
/// Messages of rounds, or of branches, that this node has not opened yet (D5). They are not checked yet, so their
/// number is bounded. When the room is full, whoever holds the most of it gives way, so that no peer can displace the
/// messages of others with invented ones; and of one peer those of the farthest round go first. A dropped message is
/// heard again when its sender repeats it.
/// </summary>
public sealed class EarlyMessages
{
    /// <summary>Most messages that wait.</summary>
    public const int CountMax = 20_000;

    /// <summary>Most bytes that wait.</summary>
    public const long BytesMax = 64L * 1024 * 1024;

    private readonly SortedDictionary<int, OfPeer> _peers = [];
    private long _arrivals;

    /// <summary>How many wait.</summary>
    public int Count { get; private set; }

    /// <summary>How much they take.</summary>
    public long Bytes { get; private set; }

    /// <summary>Keeps a message of a round that is not open.</summary>
    /// <param name="round">The message's.</param>
    /// <param name="message">The message.</param>
    /// <param name="bytes">Its size.</param>
    /// <param name="from">Who said it to this node; null: this node itself.</param>
    public void Add(Round round, CoordinatorMessage message, long bytes = 0, NodeId? from = null)
    {
        if (bytes > BytesMax)
            return;
        var number = from?.Index ?? -1;
        if (!_peers.TryGetValue(number, out var own))
            _peers.Add(number, own = new OfPeer());
        while (Count >= CountMax || Bytes + bytes > BytesMax)
        {
            var most = Count >= CountMax
                ? _peers.Values.MaxBy(static p => (long)p.Count)!
                : _peers.Values.MaxBy(static p => p.Bytes)!;
            var isOwnTurn = Count >= CountMax ? own.Count + 1 > most.Count : own.Bytes + bytes > most.Bytes;
            if (isOwnTurn && (own.Count == 0 || own.Farthest <= round))
                return;
            Drop(isOwnTurn ? own : most);
        }

        own.Add(round, new Waiting(_arrivals++, message, bytes));
        Count++;
        Bytes += bytes;
    }

    /// <summary>
    /// Takes all of one round out, in the order in which they came; those of earlier rounds are dropped.
    /// </summary>
    public IEnumerable<CoordinatorMessage> TakeFrom(Round round)
    {
        var taken = new List<Waiting>();
        foreach (var (number, peer) in _peers.ToArray())
        {
            while (peer.Count > 0 && peer.Nearest <= round)
            {
                var isOfRound = peer.Nearest == round;
                var nearest = peer.TakeNearest();
                Count -= nearest.Count;
                Bytes -= nearest.Sum(static w => w.Bytes);
                if (isOfRound)
                    taken.AddRange(nearest);
            }

            if (peer.Count == 0)
                _peers.Remove(number);
        }

        return [.. taken.OrderBy(static w => w.Arrival).Select(static w => w.Message)];
    }

    private void Drop(OfPeer peer)
    {
        Count--;
        Bytes -= peer.DropFarthest().Bytes;
    }

    private readonly record struct Waiting(long Arrival, CoordinatorMessage Message, long Bytes);

    /// <summary>What one peer has said.</summary>
    private sealed class OfPeer
    {
        private readonly SortedList<Round, List<Waiting>> _waiting = [];

        public int Count { get; private set; }

        public long Bytes { get; private set; }

        public Round Nearest => _waiting.GetKeyAtIndex(0);

        public Round Farthest => _waiting.GetKeyAtIndex(_waiting.Count - 1);

        public void Add(Round round, Waiting waiting)
        {
            if (!_waiting.TryGetValue(round, out var ofRound))
                _waiting.Add(round, ofRound = []);
            ofRound.Add(waiting);
            Count++;
            Bytes += waiting.Bytes;
        }

        public List<Waiting> TakeNearest()
        {
            var ofRound = _waiting.GetValueAtIndex(0);
            _waiting.RemoveAt(0);
            Count -= ofRound.Count;
            Bytes -= ofRound.Sum(static w => w.Bytes);
            return ofRound;
        }

        /// <summary>The newest message of the farthest round goes.</summary>
        public Waiting DropFarthest()
        {
            var ofRound = _waiting.GetValueAtIndex(_waiting.Count - 1);
            var dropped = ofRound[^1];
            ofRound.RemoveAt(ofRound.Count - 1);
            if (ofRound.Count == 0)
                _waiting.RemoveAt(_waiting.Count - 1);
            Count--;
            Bytes -= dropped.Bytes;
            return dropped;
        }
    }
}
