using System.Collections.Immutable;
using PoR.Core.Agreement;
using PoR.Core.Rounds;
using PoR.Reports.Results;

namespace PoR.Simulation.Runs;

/// <summary>What has been seen of one round over some nodes: over all, or over one side of a fault.</summary>
/// <param name="nodes">How many they are.</param>
internal sealed class NodesRecord(int nodes)
{
    private StepRecord?[] _steps = []; // By number, from 1 on.
    private Dictionary<int, TimeSpan>? _holders = []; // Null when all nodes have decided, since a run keeps its rounds.
    private TimeSpan? _half;
    private TimeSpan? _most;

    /// <summary>When the first node started it; null when none did.</summary>
    public TimeSpan? Start { get; private set; }

    /// <summary>How many nodes hold a certificate of this round.</summary>
    public int NodesDecided => _holders?.Count ?? nodes;

    /// <summary>When the first node held its certificate.</summary>
    public TimeSpan? FirstDecided { get; private set; }

    /// <summary>When half of the nodes, rounded up, held its certificate.</summary>
    public TimeSpan? HalfDecided => _half ?? Nth((nodes + 1) / 2);

    /// <summary>When 80 % of the nodes, rounded up, held its certificate.</summary>
    public TimeSpan? MostDecided => _most ?? Nth(((4 * nodes) + 4) / 5);

    /// <summary>When the last node held its certificate; null when some do not hold it.</summary>
    public TimeSpan? LastDecided { get; private set; }

    /// <summary>Ballots signed.</summary>
    public int Ballots { get; private set; }

    /// <summary>Steps in order: those that a node came to.</summary>
    public ImmutableArray<StepResult> Steps => [.. _steps.Select(s => s?.ToResult()).OfType<StepResult>()];

    /// <summary>A node started the round.</summary>
    public void OnStarted(TimeSpan now)
    {
        Start ??= now;
        StepOf(Step.BlockProposal).Enter(now);
    }

    /// <summary>
    /// A node has come to a step. While it waits in that one, its participants speak in the step before.
    /// </summary>
    public void OnEntered(Step step, TimeSpan now)
    {
        if (step > Step.LeaderSelection)
            StepOf(step.Previous).Enter(now);
    }

    /// <summary>A node saw t_H equal votes.</summary>
    public void OnQuorum(Step step, TimeSpan now) => StepOf(step).SeeQuorum(now);

    /// <summary>A participant signed.</summary>
    public void OnBallot(Step step)
    {
        Ballots++;
        StepOf(step).CountBallot();
    }

    /// <summary>So many seats spoke by a ballot.</summary>
    public void OnSeats(Ballot ballot, long seats) => StepOf(ballot.Step).CountSeats(ballot, seats);

    /// <summary>A node holds a certificate of the round; its first one counts.</summary>
    public void OnDecided(int node, TimeSpan now)
    {
        if (_holders is null || !_holders.TryAdd(node, now))
            return;
        FirstDecided ??= now;
        if (_holders.Count < nodes)
            return;
        (_half, _most, LastDecided, _holders) = (HalfDecided, MostDecided, now, null);
        foreach (var step in _steps)
            step?.Close();
    }

    /// <summary>The record of a side as a report shows it.</summary>
    public SideRound ToSide() => new(
        Start?.TotalSeconds, FirstDecided?.TotalSeconds, HalfDecided?.TotalSeconds, LastDecided?.TotalSeconds,
        NodesDecided, Steps);

    private StepRecord StepOf(Step step)
    {
        if (step.Number > _steps.Length)
            Array.Resize(ref _steps, step.Number);
        return _steps[step.Number - 1] ??= new StepRecord(step);
    }

    private TimeSpan? Nth(int count) =>
        _holders is null || count == 0 || _holders.Count < count ? null : _holders.Values.Order().ElementAt(count - 1);
}
