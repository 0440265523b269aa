namespace AkkaSimulation.Running;

/// <summary>What comes to one lane within a window, in the order of the keys.</summary>
internal sealed class Inbox
{
    private Arriving[] _letters = [];
    private int _head;
    private int _end;

    public bool IsEmpty => _head == _end;

    /// <summary>When the next letter is due, or long.MaxValue.</summary>
    public long NextTime => IsEmpty ? long.MaxValue : Head.Time;

    /// <summary>Its place among entries of its time.</summary>
    public long NextOrder => Head.Order;

    private ref readonly Arriving Head => ref _letters[_head];

    /// <summary>Adds a letter whose key is above those of all that are here.</summary>
    public void Add(long time, long order, in ArrivingLetter letter)
    {
        if (_end == _letters.Length)
            Array.Resize(ref _letters, Math.Max(8, 2 * _end));
        _letters[_end++] = new Arriving(time, order, letter);
    }

    /// <summary>
    /// Takes the next letter and, if it is of those that an actor takes together, all that follow it at the same moment
    /// to the same actor.
    /// </summary>
    /// <param name="taken">Holds them alone afterwards.</param>
    public void TakeBatch(List<ArrivingLetter> taken)
    {
        taken.Clear();
        var (time, target) = (NextTime, Head.Letter.Target);
        do
        {
            var isBatchable = Head.Letter.Parcel.Message is IBatchable;
            if (taken.Count > 0 && !isBatchable)
                break;
            taken.Add(Take());
            if (!isBatchable)
                break;
        }
        while (NextTime == time && ReferenceEquals(Head.Letter.Target, target));
    }

    /// <summary>Takes the next letter.</summary>
    public ArrivingLetter Take()
    {
        var letter = Head.Letter;
        _letters[_head++] = default;
        if (IsEmpty)
            (_head, _end) = (0, 0);
        return letter;
    }

    /// <summary>Changes letters in place; their keys stay.</summary>
    public void Rewrite(Calendar.Rewriter rewrite)
    {
        for (var i = _head; i < _end; i++)
        {
            var entry = _letters[i].Letter.ToEntry();
            rewrite(ref entry);
            _letters[i] = _letters[i] with { Letter = ArrivingLetter.Of(entry) };
        }
    }

    private readonly record struct Arriving(long Time, long Order, ArrivingLetter Letter);
}
