using PoR.Core.Rounds;
using PoR.Reports.Results;

namespace PoR.Simulation.Runs;

/// <summary>What has been seen of one step of one round, over all nodes.</summary>
public sealed class StepRecord(Step step)
{
    private TimeSpan? _firstEntered;
    private TimeSpan _lastEntered;
    private TimeSpan? _firstQuorum;
    private TimeSpan? _lastQuorum;
    private int _ballots;

    /// <summary>A node's members were asked to speak.</summary>
    public void Enter(TimeSpan now)
    {
        _firstEntered ??= now;
        _lastEntered = now;
    }

    /// <summary>A node saw t_H equal votes.</summary>
    public void SeeQuorum(TimeSpan now)
    {
        _firstQuorum ??= now;
        _lastQuorum = now;
    }

    /// <summary>A participant signed.</summary>
    public void CountBallot() => _ballots++;

    /// <summary>The record as a report shows it; null when no node came to the step.</summary>
    public StepResult? ToResult() => _firstEntered is not { } first
        ? null
        : new StepResult(
            step.Number, first.TotalSeconds, _lastEntered.TotalSeconds, _firstQuorum?.TotalSeconds,
            _lastQuorum?.TotalSeconds, _ballots);
}
