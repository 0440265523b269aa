using PoR.Configuration.Files;
using PoR.Configuration.Hocon;
using PoR.Configuration.Profiles;
using PoR.Simulation.Faults;
using PoR.Simulation.Networks;
using PoR.Simulation.Runs;
using PoR.Simulation.Worlds;

namespace PoR.Tool.Simulating;

/// <summary>A run that can begin: everything that the user has said is checked.</summary>
/// <param name="Settings">Of the run.</param>
/// <param name="Network">What letters meet.</param>
/// <param name="Reviews">A review file; null for made-up reviews.</param>
/// <param name="Out">Where to write; null for nowhere.</param>
/// <param name="Replay">The command that repeats it.</param>
internal sealed record RunPlan(
    SimulationSettings Settings, SimulatedNetwork Network, ReviewInput? Reviews, OutputFolder? Out, string Replay)
{
    /// <summary>
    /// A thousand regions, the most there may be, with eight characters for each pair, and as much again.
    /// </summary>
    internal const int LatencyBytesMax = 1 << 24;

    /// <summary>Threads for pure work.</summary>
    public int Threads => Settings.Run.Threads ?? Environment.ProcessorCount;

    /// <summary>Whether a fault is aimed at what only a rehearsal shows.</summary>
    public bool NeedsRehearsal => Settings.Run.Faults.Any(static fault => fault.IsOpen);

    /// <summary>The plan with all aimed faults placed.</summary>
    /// <param name="arguments">What the user has said.</param>
    /// <param name="files">Opens the files that are named there.</param>
    /// <param name="stop">Ends the rehearsals.</param>
    /// <returns>The plan, or one sentence that says why it cannot be.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public Parsed<RunPlan> Rehearse(SimulateArguments arguments, InputFiles files, CancellationToken stop)
    {
        if (Reviews is { WithRating: null })
            return Parsed<RunPlan>.Wrong(
                "--reviews: an aimed fault needs a rehearsal, and a pipe can be read only once; name a file.");
        var placed = AimedFaults.Place(
            Settings, file => files.ReadText(file, LatencyBytesMax),
            _ => arguments.Reviews is { } reviews
                ? ReviewInput.Rehearsed(reviews, files)
                : DraftSource.Generated((ulong)Settings.Run.Seed),
            stop);
        if (!placed.IsOk)
            return Parsed<RunPlan>.Wrong(placed.Error);
        var network = Of(placed.Value, arguments, files);
        return network.IsOk
            ? Parsed<RunPlan>.Ok(this with { Settings = placed.Value, Network = network.Value })
            : Parsed<RunPlan>.Wrong(network.Error);
    }

    /// <summary>Checks settings, cuts, files and folder, in this order.</summary>
    /// <param name="arguments">What the user has said.</param>
    /// <param name="files">Opens the files that are named there.</param>
    /// <returns>The plan, or the first mistake as one sentence.</returns>
    /// <exception cref="OperationCanceledException">A stop came while a file was read.</exception>
    public static Parsed<RunPlan> Of(SimulateArguments arguments, InputFiles files)
    {
        if (arguments.Profile.Length == 0)
            return Parsed<RunPlan>.Wrong(
                "--profile: no profile is named; write demo, local, safety, large, unit or a file.");
        if (arguments is { IsTraced: true, Out: null })
            return Parsed<RunPlan>.Wrong("--trace: events go to the folder of --out; name one.");
        var loaded = ProfileLoader.Load(
            arguments.Profile, new FileHoconSource(new BuiltInHoconSource(), files),
            Environment.GetEnvironmentVariable, arguments.Overrides);
        if (!loaded.IsValid)
            return Parsed<RunPlan>.Wrong(ProfileFaults.SentenceOf(loaded.Faults));
        var settings = loaded.Settings;
        var network = Of(settings, arguments, files);
        if (!network.IsOk)
            return Parsed<RunPlan>.Wrong(network.Error);
        var folder = arguments.Out is { } directory ? OutputFolder.Prepare(directory) : default;
        if (folder.Error is not null)
            return Parsed<RunPlan>.Wrong(folder.Error);
        var reviews = arguments.Reviews is { } file ? ReviewInput.Open(file, files) : default;
        return reviews.Error is not null
            ? Parsed<RunPlan>.Wrong(reviews.Error)
            : Parsed<RunPlan>.Ok(new RunPlan(
                settings, network.Value, reviews.Value, folder.Value,
                ReplayCommand.Of(arguments, settings.Run.Seed)));
    }

    private static Parsed<SimulatedNetwork> Of(
        SimulationSettings settings, SimulateArguments arguments, InputFiles files) =>
        !arguments.IsUntilStuck && FaultForesight.Refusal(settings) is { } inVain
            ? Parsed<SimulatedNetwork>.Wrong(inVain)
            : NetworkFactory.Create(settings, file => files.ReadText(file, LatencyBytesMax));
}
