using Akka.Actor;

namespace AkkaSimulation.Running;

/// <summary>
/// What a letter holds on its way, or all letters of a broadcast. That of a single letter serves again after its
/// arrival, so that letters allocate nothing.
/// </summary>
internal sealed class Parcel
{
    private const int SpareMax = 256;

    [ThreadStatic]
    private static Stack<Parcel>? t_spare;

    private LetterNumber _first;
    private bool _isSingle;

    private Parcel()
    {
    }

    /// <summary>The message; null where the receiver's life ended while it was on its way.</summary>
    public object? Message { get; private set; }

    /// <summary>Who told it.</summary>
    public IActorRef? Sender { get; private set; }

    /// <summary>The sender's number in traces.</summary>
    public long SenderNumber { get; private set; }

    /// <summary>Of one letter.</summary>
    public static Parcel Of(object? message, IActorRef? sender, long senderNumber, LetterNumber letter)
    {
        var parcel = (t_spare ??= new Stack<Parcel>()).TryPop(out var spare) ? spare : new Parcel { _isSingle = true };
        (parcel.Message, parcel.Sender, parcel.SenderNumber, parcel._first) = (message, sender, senderNumber, letter);
        return parcel;
    }

    /// <summary>Of a broadcast.</summary>
    /// <param name="message">The message.</param>
    /// <param name="sender">Who tells it.</param>
    /// <param name="senderNumber">The sender's number in traces.</param>
    /// <param name="first">The number of its first letter.</param>
    public static Parcel OfAll(object message, IActorRef? sender, long senderNumber, LetterNumber first) =>
        new() { Message = message, Sender = sender, SenderNumber = senderNumber, _first = first };

    /// <summary>The number of a letter, counted from the first one.</summary>
    public LetterNumber LetterOf(int place) => new(_first.Node, _first.Number + place);

    /// <summary>Only the numbers of the letters are kept.</summary>
    public Parcel Emptied() => new() { _first = _first };

    /// <summary>A letter has arrived: a parcel that held it alone has served.</summary>
    public void Return()
    {
        if (!_isSingle || t_spare is not { } spare || spare.Count >= SpareMax)
            return;
        (Message, Sender) = (null, null);
        spare.Push(this);
    }
}
