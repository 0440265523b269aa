using AkkaSimulation.Running;

namespace AkkaSimulation;

/// <summary>A letter's name: the number that its node gave it.</summary>
public readonly record struct LetterNumber
{
    // Both in one word: every letter that waits carries its name.
    private readonly long _packed;

    /// <summary>A letter's name.</summary>
    /// <param name="node">Index of the sending node, −1 for the driver; below 2^22.</param>
    /// <param name="number">From 1 in each node; below 2^40.</param>
    public LetterNumber(int node, long number) => _packed = CalendarKey.OrderOf(node, number);

    /// <summary>Index of the sending node, −1 for the driver.</summary>
    public int Node => CalendarKey.OriginOf(_packed);

    /// <summary>From 1 in each node.</summary>
    public long Number => CalendarKey.NumberOf(_packed);

    /// <returns>"node:number".</returns>
    public override string ToString() => $"{Node}:{Number}";
}
