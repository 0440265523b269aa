using System.Collections.Immutable;
using System.Globalization;
using PoR.Configuration.Profiles;
using PoR.Core.Faults;

namespace PoR.Tool.Simulating;

/// <summary>Says before a run which cuts it will not meet, and which ones it will have to wait for.</summary>
/// <remarks>
/// How long a run lasts shows only in the end. A round takes 2λ at least, in which the leader is chosen, and with all
/// nodes connected and an honest leader at most 4λ + Λ' (PoR §6.5); so this warns and does not refuse.
/// </remarks>
internal static class CutForesight
{
    /// <summary>One sentence for each such cut, in their order.</summary>
    /// <param name="settings">Of the run.</param>
    /// <param name="cuts">Of the run.</param>
    public static ImmutableArray<string> Of(SimulationSettings settings, ImmutableArray<Cut> cuts)
    {
        var protocol = settings.Protocol;
        // In seconds, as the user reads them: a hundred million rounds of a day each fit no TimeSpan.
        var least = 2.0 * protocol.SmallLambdaMs / 1000 * settings.Run.Rounds;
        var most = ((4.0 * protocol.SmallLambdaMs) + protocol.BigLambdaMs + protocol.LeaderEvaluationMs) / 1000
            * settings.Run.Rounds;
        return [.. cuts.Select(cut => Of(cut, settings.Run.Rounds, least, most + Before(cut, cuts)))
            .OfType<string>()];
    }

    /// <summary>By how much the cuts that begin before one may hold up the run.</summary>
    private static double Before(Cut cut, ImmutableArray<Cut> cuts) =>
        cuts.Where(other => other.Start < cut.Start)
            .Sum(other => other.Length.TotalSeconds);

    private static string? Of(Cut cut, int rounds, double least, double most)
    {
        var need = string.Create(
            CultureInfo.InvariantCulture,
            $"{Count.Of(rounds, "round")} need {least:N0} to {most:N0} s of virtual time");
        if (cut.Start.TotalSeconds >= least)
            return string.Create(
                CultureInfo.InvariantCulture,
                $"the cut {cut.Text} begins at {cut.Start.TotalSeconds:N0} s, which "
                + $"{(cut.Start.TotalSeconds < most ? "may be" : "is")} after the end of the run: {need}.");
        return cut.End.TotalSeconds <= most
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"the cut {cut.Text} ends at {cut.End.TotalSeconds:N0} s and outlasts what the run needs without it: "
                + $"{need}, and the run goes on until nodes that are cut off have caught up.");
    }
}
