using AkkaSimulation;
using PoR.Actors.Messages;

namespace PoR.Simulation.Checks;

/// <summary>I12: letters sent = delivered + dropped + in flight, per cause, at every decision.</summary>
/// <remarks>Nodes that decide at one moment have the same books, which are read once.</remarks>
/// <param name="now">The moment.</param>
/// <param name="read">The books as they are now.</param>
public sealed class AccountingCheck(Func<TimeSpan> now, Func<LetterCounts> read) : IInvariantCheck
{
    private TimeSpan? _readAt;

    /// <inheritdoc/>
    public string Name => "I12";

    /// <inheritdoc/>
    public int See(Fact fact, Action<long, string> report)
    {
        if (fact is Fact.RoundDecided || fact.Decided is not { Round: var round })
            return 0;
        if (_readAt == now())
            return 1;
        _readAt = now();
        var accounts = read();
        if (!accounts.IsBalanced)
            report(
                round.Number,
                $"{accounts.Sent} letters were sent, but {accounts.Delivered} delivered, "
                + $"{accounts.Dropped.Values.Sum()} dropped and {accounts.InFlight} are in flight.");
        return 1;
    }
}
