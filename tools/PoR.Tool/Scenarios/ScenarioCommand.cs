using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using PoR.Configuration.Files;
using PoR.Configuration.Hocon;
using PoR.Configuration.Profiles;
using PoR.Configuration.Schema;
using PoR.Simulation.Scenarios;
using PoR.Simulation.Worlds;
using PoR.Tool.Simulating;

namespace PoR.Tool.Scenarios;

/// <summary><c>por scenario</c>.</summary>
internal static class ScenarioCommand
{
    /// <summary>For the help.</summary>
    public const string Examples =
        """
        Examples:
          por scenario                     the scenarios that there are
          por scenario F2                  halves, cut for 60 s, with the seeds 1 to 5
          por scenario F4 --seeds 1..100
          por scenario all --seeds 1..20   one after the other
          por scenario F2 --profile safety with as many participants, nodes and seats as this profile has
          por scenario mine.conf

        A scenario is a profile with faults (run.cuts, run.faults) or adversaries (run.adversaries),
        and what its runs are expected to show (scenario.expects). Each seed is a run of its own.
        The table says what was expected, whether all runs did so, and what was measured.
        hocon/scenarios has those that are built in; a file of yours may begin with
        include "scenario.conf".

        Exit codes: 0 all that was expected was held; 1 something was not, or an invariant was
        violated (the first such seed is told with the command that replays it); 2 wrong use; 70 a
        mistake in por itself; 130 stopped by Ctrl-C, with the table of the seeds that had ended.
        """;

    private const string Size = "--profile";

    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var names = new Argument<string[]>("SCENARIO")
        {
            Description = "Names, such as F2, or files, or all; without any the names are listed.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var seeds = new Option<string>("--seeds")
        {
            Description = "Which seeds: A..B, or one.", HelpName = "A..B", DefaultValueFactory = _ => "1..5",
        };
        var size = new Option<string?>(Size)
        {
            Description = "Whose participants, nodes and committee it has; by default its own.", HelpName = "NAME",
        };
        var parallel = ParallelRuns.Option();
        var command = new Command("scenario", "Runs a network under faults, and holds it to what is expected of it.")
        {
            names, seeds, size, parallel,
        };
        command.SetAction((parsed, stop) => RunAllAsync(
            parsed.GetValue(names) ?? [], parsed.GetValue(seeds)!, parsed.GetValue(size), parsed.GetValue(parallel),
            terminal, stop));
        return command;
    }

    private static async Task<int> RunAllAsync(
        string[] names, string seedText, string? size, string? parallelText, Terminal terminal, CancellationToken stop)
    {
        if (names.Length == 0)
            return List(terminal);
        var (from, to) = NumberRange.Seeds(seedText, out var noSeeds);
        var parallel = ParallelRuns.Read(parallelText, out var noNumber);
        if ((noSeeds ?? noNumber) is { } fault)
            return terminal.Refuse(fault);
        var files = new InputFiles(stop, terminal.SayWaiting);
        ProfileResult Load(string profile, params IEnumerable<SettingOverride> overrides) => ProfileLoader.Load(
            profile, new FileHoconSource(new BuiltInHoconSource(), files), Environment.GetEnvironmentVariable,
            overrides);
        var sized = size is null ? null : Load(size);
        if (sized is { IsValid: false })
            return terminal.Refuse(ProfileFaults.SentenceOf(sized.Faults));
        ImmutableArray<SettingOverride> overrides =
            sized?.Settings is { } profile ? ProfileSize.Of(profile, Size) : [];
        var latencies = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        string ReadFile(string file) => latencies.GetOrAdd(file, f => files.ReadText(f, RunPlan.LatencyBytesMax));
        var scenarios = new List<(string Name, SimulationSettings Settings)>();
        foreach (var name in names is ["all"] ? [.. BuiltInHoconSource.Scenarios] : names)
        {
            // All are looked at before the first begins.
            var loaded = Load(name, overrides);
            if (!loaded.IsValid)
                return terminal.Refuse(ProfileFaults.SentenceOf(loaded.Faults));
            if (NetworkFactory.Create(loaded.Settings, ReadFile) is { IsOk: false } network)
                return terminal.Refuse(network.Error);
            scenarios.Add((name, loaded.Settings));
        }

        var code = ExitCode.Success;
        foreach (var (name, settings) in scenarios)
        {
            var command = size is null ? name : $"{name} {Size} {size}";
            code = Math.Max(
                code, await RunAsync(name, command, settings, (from, to), parallel, ReadFile, terminal, stop));
        }

        return code;
    }

    private static async Task<int> RunAsync(
        string name, string command, SimulationSettings settings, (long From, long To) seeds, int parallel,
        Func<string, string> readFile, Terminal terminal, CancellationToken stop)
    {
        var (from, to) = seeds;
        var runs = new SortedDictionary<long, ScenarioRun>();
        string? unfit = null;
        try
        {
            await Parallel.ForAsync(
                from, to + 1, new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = stop },
                (seed, ended) =>
                {
                    var run = ScenarioRun.Of(settings, seed, readFile, ReplayOf(command, seed), ended);
                    lock (runs)
                    {
                        if (run.IsOk)
                            runs.Add(seed, run.Value);
                        else
                            unfit ??= $"{name}, seed {seed}: {run.Error}";
                        terminal.Say($"{name}: {runs.Count} of {to - from + 1} seeds.");
                    }

                    return ValueTask.CompletedTask;
                });
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested && runs.Count > 0)
        {
            terminal.Output.Write($"Cancelled: {runs.Count} of {to - from + 1} seeds had ended.\n");
            ScenarioTable.Write(terminal.Output, name, settings, [.. runs.Values]);
            terminal.OutcomeOfStop = "the table has the seeds that had ended";
            throw;
        }

        return unfit is null ? Tell(terminal, name, command, settings, [.. runs.Values]) : terminal.Refuse(unfit);
    }

    private static int List(Terminal terminal)
    {
        foreach (var scenario in BuiltInHoconSource.Scenarios)
            terminal.Output.Write(
                $"{scenario,-4}  {ProfileLoader.Load(scenario).Settings?.Scenario.Title ?? "cannot be read"}\n");
        return ExitCode.Success;
    }

    private static int Tell(
        Terminal terminal, string name, string command, SimulationSettings settings, ImmutableArray<ScenarioRun> runs)
    {
        var verdicts = ScenarioTable.Write(terminal.Output, name, settings, runs);
        if (verdicts.All(static verdict => verdict.IsHeld))
            return ExitCode.Success;
        var failed = verdicts.First(static verdict => !verdict.IsHeld);
        terminal.Say($"{name} does not hold: {failed.Name}: {failed.Measured}.");
        if (failed.Failed is { } seed)
            terminal.Say(
                (runs.First(run => run.Seed == seed).Result.Violations is [var first, ..]
                    ? string.Create(
                        CultureInfo.InvariantCulture,
                        $"{first.Invariant} in round {first.Round} at {first.AtSeconds:0.###} s: {first.Description} ")
                    : "")
                + $"Replay: {ReplayOf(command, seed)}");
        return ExitCode.Violated;
    }

    private static string ReplayOf(string command, long seed) =>
        string.Create(CultureInfo.InvariantCulture, $"./tools/por scenario {command} --seeds {seed}");
}
