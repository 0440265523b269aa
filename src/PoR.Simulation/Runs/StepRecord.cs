using PoR.Core.Rounds;
using PoR.Reports.Results;

namespace PoR.Simulation.Runs;

/// <summary>What has been seen of one step of one round, over all nodes.</summary>
/// <remarks>Small, since a run keeps one for each step of each round.</remarks>
public sealed class StepRecord(Step step)
{
    private static readonly TimeSpan Never = TimeSpan.MinValue;

    private TimeSpan _firstEntered = Never;
    private TimeSpan _lastEntered = Never;
    private TimeSpan _firstQuorum = Never;
    private TimeSpan _lastQuorum = Never;
    private int _ballots;

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

    /// <summary>The record as a report shows it; null when no node came to the step.</summary>
    public StepResult? ToResult() => _firstEntered == Never
        ? null
        : new StepResult(
            step.Number, _firstEntered.TotalSeconds, _lastEntered.TotalSeconds, SecondsOf(_firstQuorum),
            SecondsOf(_lastQuorum), _ballots);

    private static double? SecondsOf(TimeSpan time) => time == Never ? null : time.TotalSeconds;
}
