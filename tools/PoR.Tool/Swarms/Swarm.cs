using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using PoR.Simulation.Runs;
using PoR.Simulation.Swarms;

namespace PoR.Tool.Swarms;

/// <summary>The seeds of one command: which there are, and what has come of them.</summary>
/// <param name="from">The first seed.</param>
/// <param name="to">The last one.</param>
/// <param name="time">For how long seeds are begun, the first one in any case; null: until all have been.</param>
/// <param name="parallel">How many at a time.</param>
/// <param name="file">Has seeds that have ended, and gets the others; null: none.</param>
internal sealed class Swarm(long from, long to, TimeSpan? time, int parallel, SwarmFile? file)
{
    private readonly SortedDictionary<long, SwarmRun> _ended = new(
        file?.Ended.Where(ended => ended.Key >= from && ended.Key <= to).ToDictionary() ?? []);

    private readonly Stopwatch _watch = new();
    private readonly ResourceUse _use = new();
    private long _rounds;

    /// <summary>The seeds that have ended, ascending.</summary>
    public ImmutableArray<SwarmRun> Ended
    {
        get
        {
            lock (_ended)
                return [.. _ended.Values];
        }
    }

    /// <summary>How much of the work is done, 0 to 1.</summary>
    public double Done
    {
        get
        {
            lock (_ended)
                return time is { } most ? Math.Min(1, _watch.Elapsed / most) : _ended.Count / (double)(to - from + 1);
        }
    }

    /// <summary>How far it is, in words.</summary>
    public string Progress
    {
        get
        {
            lock (_ended)
                return $"{Count.Of(_ended.Count, "seed")}{(time is null ? $" of {to - from + 1:N0}" : "")}, "
                    + $"{_ended.Values.Count(static run => run.Violation is not null):N0} violated";
        }
    }

    /// <summary>What the seeds of this command have cost, as a line.</summary>
    public string Cost => _rounds == 0
        ? ""
        : string.Create(
            CultureInfo.InvariantCulture,
            $"cost        {1000 * _use.CpuSeconds / _rounds:0} ms of processor time a round, {parallel} at a time\n");

    /// <summary>Runs the seeds that have not ended.</summary>
    /// <param name="report">Called after each.</param>
    /// <param name="stop">Ends it early.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task RunAsync(Action report, CancellationToken stop)
    {
        _watch.Start();
        await Parallel.ForEachAsync(
            Open(), new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = stop },
            (seed, ended) =>
            {
                var run = SwarmRun.Of(SwarmDice.Draw(seed), ended);
                lock (_ended)
                {
                    _ended.Add(seed, run);
                    _rounds += run.Rounds;
                    file?.Add(run);
                    report();
                }

                return ValueTask.CompletedTask;
            });
    }

    private IEnumerable<long> Open()
    {
        for (var seed = from; seed <= to && (time is null || seed == from || _watch.Elapsed < time); seed++)
        {
            if (file?.Ended.ContainsKey(seed) != true)
                yield return seed;
        }
    }
}
