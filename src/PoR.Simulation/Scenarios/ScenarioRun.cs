using System.Collections.Immutable;
using PoR.Actors.Messages;
using PoR.Actors.Peers;
using PoR.Configuration.Profiles;
using PoR.Reports.Results;
using PoR.Simulation.Faults;
using PoR.Simulation.Networks;
using PoR.Simulation.Runs;
using PoR.Simulation.Worlds;

namespace PoR.Simulation.Scenarios;

/// <summary>One run of a scenario, as far as expectations ask of it. Times are virtual seconds.</summary>
/// <param name="Seed">Of the run.</param>
/// <param name="Result">Of the run.</param>
/// <param name="Decisions">Blocks that nodes decided, in order of time.</param>
/// <param name="CalmRoundSeconds">
/// The median of what a round takes until the first node has decided it, in a run of the same seed without faults; null
/// where no expectation asks for it.
/// </param>
public sealed record ScenarioRun(
    long Seed, RunResult Result, ImmutableArray<NodeDecision> Decisions, double? CalmRoundSeconds)
{
    private const int CalmRounds = 8;

    /// <summary>When the first fault begins.</summary>
    public double FaultStart => Result.Faults.Length == 0 ? 0 : Result.Faults.Min(static f => f.StartSeconds);

    /// <summary>When the last fault is over.</summary>
    public double FaultEnd => Result.Faults.Length == 0 ? 0 : Result.Faults.Max(static f => f.EndSeconds);

    /// <summary>From the end of the faults to the first block; null when none follows in this run.</summary>
    public double? Recovery => Decisions.FirstOrDefault(d => !d.IsEmpty && d.Seconds >= FaultEnd) is { } first
        ? first.Seconds - FaultEnd
        : null;

    /// <summary>How the slowest node comes back after the faults; null when it does not in this run.</summary>
    public CatchUpResult? CatchUp
    {
        get
        {
            var before = Decisions.Where(d => d.Seconds < FaultEnd)
                .GroupBy(static d => d.Node, static d => d.Round).ToDictionary(static n => n.Key, static n => n.Max());
            if (before.Count == 0)
                return null;
            var (goal, least) = (before.Values.Max(), Enumerable.Range(0, Result.Nodes).Min(before.GetValueOrDefault));
            var there = Decisions.Where(d => d.Round >= goal)
                .GroupBy(static d => d.Node, static d => d.Seconds).Select(static node => node.Min()).ToArray();
            return there.Length < Result.Nodes
                ? null
                : new CatchUpResult(
                    goal - least, Math.Max(0, there.Max() - FaultEnd),
                    Math.Ceiling((goal - least) / CatchUpResult.RoundsOfBound)
                        * (Result.BigLambdaSeconds + (2 * Result.SmallLambdaSeconds)));
        }
    }

    /// <summary>Runs a scenario with one seed, on one thread.</summary>
    /// <param name="settings">Of the scenario.</param>
    /// <param name="seed">Instead of the settings' own.</param>
    /// <param name="readFile">Reads a latency file.</param>
    /// <param name="replay">The command that repeats the run.</param>
    /// <param name="stop">Ends it early.</param>
    /// <param name="adapt">Gives a node another setup than the honest one; null: all are honest.</param>
    /// <returns>What came of it, or one sentence that says why an aimed fault finds nothing.</returns>
    /// <exception cref="ArgumentException">The settings make no network.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static Parsed<ScenarioRun> Of(
        SimulationSettings settings, long seed, Func<string, string> readFile, string replay, CancellationToken stop,
        Func<PeerSetup, PeerSetup>? adapt = null)
    {
        settings = settings with { Run = settings.Run with { Seed = seed } };
        var placed = AimedFaults.Place(settings, readFile, _ => DraftSource.Generated((ulong)seed), stop, adapt);
        if (!placed.IsOk)
            return Parsed<ScenarioRun>.Wrong(placed.Error);
        settings = placed.Value;
        double? calm = null;
        if (settings.Scenario.Expects.Contains(Expectation.KeepsPace))
        {
            var without = settings with { Run = settings.Run with { Faults = [], Rounds = CalmRounds } };
            calm = Median(Run(without, readFile, replay, adapt, stop).Result.Rounds
                .Select(static r => r.FirstDecidedSeconds - r.StartSeconds).OfType<double>());
        }

        var (result, decisions) = Run(settings, readFile, replay, adapt, stop);
        return Parsed<ScenarioRun>.Ok(new ScenarioRun(seed, result, decisions, calm));
    }

    private static (RunResult Result, ImmutableArray<NodeDecision> Decisions) Run(
        SimulationSettings settings, Func<string, string> readFile, string replay,
        Func<PeerSetup, PeerSetup>? adapt, CancellationToken stop)
    {
        var network = NetworkFactory.Create(settings, readFile);
        if (!network.IsOk)
            throw new ArgumentException(network.Error, nameof(settings));
        var decisions = ImmutableArray.CreateBuilder<NodeDecision>();
        var run = new SimulationRun(settings, network.Value, threads: 1, replay)
        {
            Adapt = adapt,
            Observer = (now, fact) =>
            {
                if (fact is Fact.BlockCertified { Node.Index: var node, Block: var block })
                    decisions.Add(new NodeDecision(
                        now.TotalSeconds, node, block.Header.Round.Number, block.IsEmpty));
            },
        };
        var outcome = run.Execute(_ => DraftSource.Generated((ulong)settings.Run.Seed), progress: null, stop);
        stop.ThrowIfCancellationRequested();
        return (outcome.Result, decisions.ToImmutable());
    }

    private static double? Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? null : sorted[sorted.Length / 2];
    }
}

/// <summary>A node has decided a round.</summary>
/// <param name="Seconds">Virtual seconds.</param>
/// <param name="Node">Its number.</param>
/// <param name="Round">The round.</param>
/// <param name="IsEmpty">Whether its block is the empty one.</param>
public sealed record NodeDecision(double Seconds, int Node, long Round, bool IsEmpty);

/// <summary>How a node that was away comes back.</summary>
/// <param name="Rounds">That others had decided by the end of the faults, and it had not.</param>
/// <param name="Seconds">From the end of the faults until it has decided them. Virtual seconds.</param>
/// <param name="BoundSeconds">Λ' + 2λ for each hundred of these rounds that is begun.</param>
public sealed record CatchUpResult(long Rounds, double Seconds, double BoundSeconds)
{
    internal const double RoundsOfBound = 100;
}
