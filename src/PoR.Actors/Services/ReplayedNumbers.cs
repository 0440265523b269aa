using PoR.Core;

namespace PoR.Actors.Services;

/// <summary>
/// The numbers of the events that a persistent actor recovers. One that comes twice was written by two lives, which the
/// journal's key forbids: then nobody may go on from it.
/// </summary>
internal sealed class ReplayedNumbers
{
    private long _last;

    /// <summary>The next event is replayed.</summary>
    /// <param name="number">The actor's LastSequenceNr in its turn.</param>
    /// <exception cref="InvariantViolationException">The event before had this number, too.</exception>
    public void Next(long number)
    {
        InvariantViolationException.Require(number > _last, "No number of a journal comes twice.");
        _last = number;
    }
}
