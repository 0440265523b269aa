using PoR.Core.Agreement;
using PoR.Core.Rounds;
using PoR.Reports.Results;

namespace PoR.Simulation.Runs;

/// <summary>What has been seen of one step of one round, over some nodes.</summary>
/// <remarks>Small, since a run keeps one for each step of each round.</remarks>
internal sealed class StepRecord(Step step)
{
    private static readonly TimeSpan Never = TimeSpan.MinValue;

    private TimeSpan _firstEntered = Never;
    private TimeSpan _lastEntered = Never;
    private TimeSpan _firstQuorum = Never;
    private TimeSpan _lastQuorum = Never;
    private int _ballots;
    private long _seats;
    private long _equalSeats;
    private Dictionary<Choice, long>? _choices = []; // Null when the step is closed.

    /// <summary>A node's members were asked to speak.</summary>
    public void Enter(TimeSpan now)
    {
        if (_firstEntered == Never)
            _firstEntered = now;
        _lastEntered = now;
    }

    /// <summary>A node saw t_H equal votes.</summary>
    public void SeeQuorum(TimeSpan now)
    {
        if (_firstQuorum == Never)
            _firstQuorum = now;
        _lastQuorum = now;
    }

    /// <summary>A participant signed.</summary>
    public void CountBallot() => _ballots++;

    /// <summary>
    /// So many seats spoke by a ballot; what comes after the close is no more added to the seats that say the same.
    /// </summary>
    public void CountSeats(Ballot ballot, long seats)
    {
        _seats += seats;
        if (_choices is null)
            return;
        var choice = new Choice(ballot.Parent, ballot.Bit is null ? ballot.Value : null, ballot.Bit);
        var equal = _choices.GetValueOrDefault(choice) + seats;
        _choices[choice] = equal;
        _equalSeats = Math.Max(_equalSeats, equal);
    }

    /// <summary>All nodes have decided, so what each ballot said is forgotten.</summary>
    public void Close() => _choices = null;

    /// <summary>The record as a report shows it; null when no node came to the step.</summary>
    public StepResult? ToResult() => _firstEntered == Never
        ? null
        : new StepResult(
            step.Number, _firstEntered.TotalSeconds, _lastEntered.TotalSeconds, SecondsOf(_firstQuorum),
            SecondsOf(_lastQuorum), _ballots)
        {
            Seats = _seats == 0 ? null : _seats,
            EqualSeats = _seats == 0 ? null : _equalSeats,
        };

    private static double? SecondsOf(TimeSpan time) => time == Never ? null : time.TotalSeconds;

    /// <summary>What ballots of one quorum have in common: a bit from step 4 on, a value before.</summary>
    private readonly record struct Choice(BlockDigest Parent, BlockValue? Value, byte? Bit);
}
