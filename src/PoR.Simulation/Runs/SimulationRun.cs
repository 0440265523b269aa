using System.Collections.Immutable;
using System.Diagnostics;
using AkkaSimulation;
using AkkaSimulation.Networks;
using PoR.Actors.Messages;
using PoR.Actors.Peers;
using PoR.Chain;
using PoR.Configuration.Profiles;
using PoR.Core.Faults;
using PoR.Core.Parameters;
using PoR.Core.Rounds;
using PoR.Reports.Results;
using PoR.Reviews;
using PoR.Simulation.Checks;
using PoR.Simulation.Engines;
using PoR.Simulation.Faults;
using PoR.Simulation.Worlds;
using Cut = PoR.Core.Faults.Cut;

namespace PoR.Simulation.Runs;

/// <summary>One simulated run, from an empty network to its report. The same settings give the same run.</summary>
public sealed class SimulationRun
{
    private readonly SimulationSettings _settings;
    private readonly SimulatedNetwork _network;
    private readonly int _threads;
    private readonly string _replayCommand;

    /// <summary>A run that has not begun.</summary>
    /// <param name="settings">Checked settings.</param>
    /// <param name="network">What letters between nodes meet; made for this run alone.</param>
    /// <param name="threads">Threads for pure work, 1 and up; the result does not depend on it.</param>
    /// <param name="replayCommand">The command that repeats the run.</param>
    public SimulationRun(SimulationSettings settings, SimulatedNetwork network, int threads, string replayCommand)
    {
        _settings = settings;
        _network = network;
        _threads = threads;
        _replayCommand = replayCommand;
    }

    /// <summary>
    /// Sees every fact at its virtual time, after the checks; must not drive anything. Null: nobody does.
    /// </summary>
    public Action<TimeSpan, Fact>? Observer { get; init; }

    /// <summary>
    /// Whether it ends at its time limit however long faults last, and takes rounds that are not decided then for no
    /// violation.
    /// </summary>
    public bool IsUntilStuck { get; init; }

    /// <summary>The network, with somebody who listens to what it carries; null: nobody does.</summary>
    internal INetwork? Listening { get; init; }

    /// <summary>
    /// Gives a node another setup than the honest one, to see what the others make of it; null: all are honest.
    /// </summary>
    public Func<PeerSetup, PeerSetup>? Adapt { get; init; }

    /// <summary>The protocol that its peers speak.</summary>
    public IEngine Engine { get; init; } = PoREngine.Instance;

    /// <summary>Rules of reputation and admission in the place of Proof of Review's; null: there are none.</summary>
    public OwnRules? Rules { get; init; }

    /// <summary>Makes a user's own checks, beside those of every run and of the engine.</summary>
    public ImmutableArray<Func<WatchedWorld, IInvariantCheck>> Checks { get; init; } = [];

    /// <summary>Runs until all honest nodes have decided the last round, or until there is no hope of it.</summary>
    /// <param name="drafts">What is written; given the place where refused rows are counted.</param>
    /// <param name="progress">Told after each round; may be null.</param>
    /// <param name="cancellation">Ends the run early; the outcome then has the rounds so far.</param>
    public RunOutcome Execute(
        Func<Action<string>, IEnumerable<WrittenReview>> drafts,
        IProgress<RunProgress>? progress,
        CancellationToken cancellation)
    {
        var use = new ResourceUse();
        var parts = new WorldParts { Engine = Engine, Rules = Rules, Adapt = Adapt };
        using var world = World.Create(_settings, Listening ?? _network.Model, _threads, parts);
        var recorder = new RunRecorder(
            world, _settings.Run.MetricsNodes, _network.Faults, (ulong)_settings.Run.Seed, _settings.Run.Rounds)
        {
            Traffic = () => _network.Model.Traffic,
        };
        var workload = new Workload(
            world, drafts(recorder.Refuse), _settings, recorder.Refuse);
        var checks = new InvariantSuite(
            world, _network.IsFaultyBetween, AuditShare.Of(_settings.Run), own: Checks);
        var weight = new OpenRoundWeight();
        world.Observer = fact =>
        {
            See(fact, recorder, workload, checks);
            weight.See(fact);
            Observer?.Invoke(world.Now, fact);
        };
        var startUp = use.CpuSeconds;
        MachineFaults.Plan(world.Simulation, _network.Faults);
        world.Start();
        Drive(world, recorder, checks, weight, progress, cancellation);
        var cancelled = cancellation.IsCancellationRequested && recorder.LeastTip.Number < _settings.Run.Rounds;
        var outcome = Conclude(world, recorder, workload, checks, use, startUp);
        return cancelled ? outcome with { Result = CancelledOf(outcome.Result) } : outcome;
    }

    private static void See(Fact fact, RunRecorder recorder, Workload workload, InvariantSuite checks)
    {
        recorder.See(fact, workload.SubmittedAt);
        checks.See(fact);
        workload.Forget(checks.OldestDecidable);
        switch (fact)
        {
            case Fact.RoundStarted { Round: var round }:
                workload.OnRoundStarted(round);
                break;
            case Fact.BlockCertified { Block: var block, State: var state }:
                workload.OnAdopted(state.Round, state.Time, block.Payset.Select(entry => entry.Transaction));
                break;
            case ValueDecided decided:
                workload.OnDecided(decided);
                break;
            case Fact.TransactionRefused { Transaction: var refused }:
                workload.OnRefused(refused.Id);
                break;
        }
    }

    private void Drive(
        World world, RunRecorder recorder, InvariantSuite checks, OpenRoundWeight weight,
        IProgress<RunProgress>? progress, CancellationToken cancellation)
    {
        var rounds = new Round(_settings.Run.Rounds);
        var slice = TimeSpan.FromMilliseconds(_settings.Protocol.SmallLambdaMs);
        var limit = TimeLimit();
        while (recorder.LeastTip < rounds && world.Now < limit && !cancellation.IsCancellationRequested)
        {
            // The clock moves on even if nothing is due before that time.
            world.Simulation.RunUntil(() => recorder.LeastTip >= rounds, slice);
            progress?.Report(new RunProgress(
                Math.Min(recorder.LeastTip.Number, rounds.Number), Math.Min(recorder.GreatestTip.Number, rounds.Number),
                rounds.Number, world.Now.TotalSeconds));
        }

        if (recorder.LeastTip < rounds && !cancellation.IsCancellationRequested && !IsUntilStuck)
            checks.Report(
                "I9", recorder.LeastTip.Number + 1,
                $"Only {recorder.LeastTip} of {rounds} rounds were decided by all nodes within "
                + $"{limit.TotalSeconds:0} s. {weight.Describe(world)}".TrimEnd());
    }

    /// <summary>
    /// Far beyond what the paper expects of rounds with malicious leaders, (12/p_h + 8)λ + Λ at p_h = 1/2, after the
    /// last fault, unless the run is to end while it lasts.
    /// </summary>
    private TimeSpan TimeLimit()
    {
        var parameters = _settings.Protocol;
        var round = TimeSpan.FromMilliseconds((32 * parameters.SmallLambdaMs) + parameters.BigLambdaMs);
        return (IsUntilStuck ? TimeSpan.Zero : _network.LastFaultEnd) + (round * (_settings.Run.Rounds + 20L));
    }

    private RunOutcome Conclude(
        World world, RunRecorder recorder, Workload workload, InvariantSuite checks, ResourceUse use, double startUp)
    {
        var whole = recorder.MainChain();
        var chain = whole.Where(b => b.Archived.Round.Number <= _settings.Run.Rounds).ToImmutableArray();
        var blocks = new ArchivedChain(world.Archive, [.. chain.Select(b => b.Archived)]);
        var rounds = RoundsOf(recorder, chain, blocks, isLongest: whole.Length == chain.Length);
        var letters = world.Simulation.Letters;
        var result = new RunResult
        {
            Profile = _settings.Profile,
            Seed = (ulong)_settings.Run.Seed,
            Participants = _settings.Population.Participants,
            Nodes = world.Nodes,
            Crypto = NameOf(_settings.Run.Crypto),
            IsInsecure = _settings.Run.Crypto == CryptoMode.Model,
            ReplayCommand = _replayCommand,
            SmallLambdaSeconds = _settings.Protocol.SmallLambdaMs / 1000.0,
            BigLambdaSeconds = (_settings.Protocol.BigLambdaMs + _settings.Protocol.LeaderEvaluationMs) / 1000.0,
            Rounds = rounds,
            Faults = [.. _network.Faults.Select(WindowOf)],
            Sides = recorder.Sides,
            Reach = CombinedCuts.Of(_network.Faults, world.Nodes, (ulong)_settings.Run.Seed, world.Now),
            Regions = _network.Model.Regions,
            Tracks = recorder.TracksOf(chain),
            Committees = recorder.CommitteesOf(rounds),
            ReviewsSubmitted = workload.Submitted,
            Rejections = recorder.Refusals.ToImmutableSortedDictionary(StringComparer.Ordinal),
            Refused = recorder.Refused,
            Evidence = recorder.Evidence,
            Deliveries = letters.Delivered,
            Arrivals = world.Arrivals.Sum(static node => node.Messages),
            CertificateArrivals = world.Arrivals.Sum(static node => node.Certificates),
            // A check that ends after its committee's round sends a result to an actor that has stopped; such a dead
            // letter is expected.
            Drops = letters.Dropped.Where(d => d.Key != DropCause.Stopped).ToImmutableSortedDictionary(
                d => d.Key.ToString(), d => d.Value, StringComparer.Ordinal),
            HonestWaitRounds = workload.HonestWaitRounds,
            Forks = checks.Forks,
            Admission = recorder.Admission,
            Stake = recorder.Stake(),
            CertifiedBad = recorder.CertifiedBad,
            HonestShare = chain.IsEmpty ? 1 : chain[^1].HonestShare,
            TraceHash = world.Simulation.TraceHash,
            InvariantsChecked = checks.Checked,
            Violations = [.. checks.Violations],
            Warnings = [.. _network.Warnings, .. EngineWarning, .. Engine.WarningsOf(world)],
            CpuSeconds = use.CpuSeconds,
            StartUpCpuSeconds = startUp,
            WallSeconds = use.WallSeconds,
            PeakMemoryBytes = ResourceUse.PeakMemoryBytes,
            VirtualSeconds = world.Now.TotalSeconds,
        };
        result = AdversaryResults.With(result, world, recorder, chain, blocks);
        return new RunOutcome(result, world.Population.Genesis, blocks, recorder.Metrics);
    }

    private ImmutableArray<RoundResult> RoundsOf(
        RunRecorder recorder, ImmutableArray<DecidedBlock> chain, ArchivedChain blocks, bool isLongest)
    {
        var rounds = ImmutableArray.CreateBuilder<RoundResult>();
        for (var i = 0; i < chain.Length; i++)
        {
            var round = chain[i].Archived.Round;
            rounds.Add(recorder.RecordOf(round).ToResult(
                blocks[i], chain[i], isCommitted: i + 1 < chain.Length || !isLongest, TrafficAfter(round)));
        }

        var values = recorder.Values.MainChain();
        for (var i = 0; i < values.Length && values[i].Round.Number <= _settings.Run.Rounds; i++)
        {
            var round = values[i].Round;
            rounds.Add(recorder.RecordOf(round).ToResult(
                values[i], isCommitted: i + 1 < values.Length, TrafficAfter(round)));
        }

        return rounds.ToImmutable();

        ImmutableArray<KindTraffic> TrafficAfter(Round round) =>
            recorder.RecordOf(round.Next).TrafficBefore is { IsEmpty: false } next ? next : _network.Model.Traffic;
    }

    private ImmutableArray<string> EngineWarning => Engine is PoREngine
        ? []
        : [$"The peers speak {Engine.Name}: bounds, weights and reputations of Proof of Review say nothing of it."];

    private RunResult CancelledOf(RunResult result) => result with
    {
        Cancelled = new CancelledResult(result.Rounds.Length, _settings.Run.Rounds, result.VirtualSeconds),
    };

    private FaultWindow WindowOf(Fault fault) =>
        new(fault.Text, fault.Start.TotalSeconds, fault.End.TotalSeconds)
        {
            Drawn = fault.Found ?? (fault is Cut cut
                ? new PlacedCut(cut, _settings.Population.Nodes, (ulong)_settings.Run.Seed).Drawn
                : null),
        };

    /// <summary>As <c>--crypto</c> takes it.</summary>
    private static string NameOf(CryptoMode mode) => mode switch
    {
        CryptoMode.Shared => "shared",
        CryptoMode.Each => "each",
        CryptoMode.Model => "model",
        _ => throw new UnreachableException($"No name for {mode}."),
    };
}
