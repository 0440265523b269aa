using System.Diagnostics;
using PoR.Actors.Peers;
using PoR.Reports.Results;
using PoR.Simulation.Scenarios;

namespace PoR.Simulation.Swarms;

/// <summary>What came of one seed of a swarm.</summary>
/// <param name="Seed">Of the run.</param>
/// <param name="Rounds">Rounds of the main chain.</param>
/// <param name="VirtualSeconds">How long it took.</param>
/// <param name="Forks">Rounds of which a block and the empty block were both certified.</param>
/// <param name="Checks">How many checks of invariants were made.</param>
/// <param name="RecoverySeconds">From the end of the faults to the first block; null when none followed.</param>
/// <param name="TraceHash">Of the run; empty when it broke off.</param>
/// <param name="Violation">The first one; null when there was none.</param>
/// <param name="Outgrown">
/// The greatest share of the eligible weight that the adversary had in a round, 0..1, where the others were no quorum
/// any more: accounts gain and lose in a run, and then nobody promises that rounds end (I9). Null: the others were a
/// quorum in each round.
/// </param>
public sealed record SwarmRun(
    long Seed, int Rounds, double VirtualSeconds, int Forks, long Checks, double? RecoverySeconds, string TraceHash,
    Violation? Violation, double? Outgrown = null)
{
    private const string Liveness = "I9";

    /// <summary>The name of a violation that stands for a run that broke off.</summary>
    public const string BrokenOff = "broken off";

    /// <summary>Runs it on one thread.</summary>
    /// <param name="draw">What is run.</param>
    /// <param name="stop">Ends it early.</param>
    /// <param name="adapt">Gives a node another setup than the honest one; null: all are honest.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static SwarmRun Of(SwarmDraw draw, CancellationToken stop, Func<PeerSetup, PeerSetup>? adapt = null)
    {
        ArgumentNullException.ThrowIfNull(draw);
        var settings = draw.Settings();
        try
        {
            var run = ScenarioRun.Of(
                settings, draw.Seed, _ => throw new IOException("A swarm reads no latency file."), "", stop, adapt)
                .Value ?? throw new UnreachableException("A swarm aims no fault.");
            var result = run.Result;
            var violation = result.Violations.FirstOrDefault() ?? (run.Recovery is null
                ? new Violation(
                    Liveness, draw.Rounds, result.VirtualSeconds,
                    "No block followed the faults: every round was empty.")
                : null);
            var ratio = settings.Protocol.CertificateRatio;
            var outgrown = result.Adversaries.SelectMany(static one => one.Shares).Max() is { } share
                && (1 - share) * ratio.Denominator < ratio.Numerator
                ? share
                : (double?)null;
            return new SwarmRun(
                draw.Seed, result.Rounds.Length, result.VirtualSeconds, result.Forks, result.InvariantsChecked,
                run.Recovery, result.TraceHash,
                violation?.Invariant == Liveness && outgrown is not null ? null : violation, outgrown);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // A mistake of ours that ends the run is what a swarm looks for; the other seeds go on.
            return new SwarmRun(
                draw.Seed, 0, 0, 0, 0, null, "", new Violation(BrokenOff, 0, 0, fault.Message));
        }
    }
}
