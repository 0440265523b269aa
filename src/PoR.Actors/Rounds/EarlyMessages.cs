using PoR.Core.Rounds;

namespace PoR.Actors.Rounds;

/// <summary>
/// Messages of rounds, or of branches, that this node has not opened yet (D5). They are not checked yet, so their
/// number is bounded. When the room is full, messages of the farthest round are dropped first, so that invented
/// messages of far rounds cannot displace those of the next one. A dropped message is heard again when its sender
/// repeats it.
/// </summary>
public sealed class EarlyMessages
{
    /// <summary>Most messages that wait.</summary>
    public const int CountMax = 20_000;

    /// <summary>Most bytes that wait.</summary>
    public const long BytesMax = 64L * 1024 * 1024;

    private readonly SortedList<Round, List<(CoordinatorMessage Message, long Bytes)>> _waiting = [];
    private long _bytes;

    /// <summary>How many wait.</summary>
    public int Count { get; private set; }

    /// <summary>Keeps a message of a round that is not open.</summary>
    /// <param name="round">The message's.</param>
    /// <param name="message">The message.</param>
    /// <param name="bytes">Its size.</param>
    public void Add(Round round, CoordinatorMessage message, long bytes = 0)
    {
        while (Count >= CountMax || _bytes + bytes > BytesMax)
        {
            if (Count == 0 || _waiting.GetKeyAtIndex(_waiting.Count - 1) <= round)
                return;
            DropFarthest();
        }

        if (!_waiting.TryGetValue(round, out var ofRound))
            _waiting.Add(round, ofRound = []);
        ofRound.Add((message, bytes));
        Count++;
        _bytes += bytes;
    }

    /// <summary>
    /// Takes all of one round out, in the order in which they came; those of earlier rounds are dropped.
    /// </summary>
    public IEnumerable<CoordinatorMessage> TakeFrom(Round round)
    {
        CoordinatorMessage[] taken = [];
        while (_waiting.Count > 0 && _waiting.GetKeyAtIndex(0) is var first && first <= round)
        {
            var ofRound = _waiting.GetValueAtIndex(0);
            if (first == round)
                taken = [.. ofRound.Select(w => w.Message)];
            Count -= ofRound.Count;
            _bytes -= ofRound.Sum(w => w.Bytes);
            _waiting.RemoveAt(0);
        }

        return taken;
    }

    private void DropFarthest()
    {
        var last = _waiting.Count - 1;
        var ofRound = _waiting.GetValueAtIndex(last);
        Count--;
        _bytes -= ofRound[^1].Bytes;
        ofRound.RemoveAt(ofRound.Count - 1);
        if (ofRound.Count == 0)
            _waiting.RemoveAt(last);
    }
}
