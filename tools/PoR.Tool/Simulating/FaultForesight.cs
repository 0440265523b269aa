using System.Collections.Immutable;
using System.Globalization;
using PoR.Configuration.Profiles;
using PoR.Core.Faults;

namespace PoR.Tool.Simulating;

/// <summary>Says before a run which faults it will not meet, and which cuts outlast it.</summary>
/// <remarks>
/// How long a run lasts shows only in the end. A round takes 2λ at least, in which the leader is chosen, and with all
/// nodes connected and an honest leader at most 4λ + Λ' (PoR §6.5). What comes between the two is a warning.
/// </remarks>
internal static class FaultForesight
{
    /// <summary>What is certain to be no use, as one sentence with what would be right; null when nothing is.</summary>
    /// <param name="settings">Of the run.</param>
    public static string? Refusal(SimulationSettings settings)
    {
        foreach (var fault in settings.Run.Faults.Where(static fault => !fault.IsOpen))
        {
            var (need, _, most) = NeedOf(settings, fault);
            var (start, end) = (fault.Start.TotalSeconds, fault.End.TotalSeconds);
            if (start >= most)
                return Said($"{NameOf(fault)} begins at {start:N0} s; {need}. It would never come: ")
                    + "let it begin earlier, run more rounds, or ask for it with --until-stuck.";
            if (fault is Cut && end > most)
                return Said($"{NameOf(fault)} ends at {end:N0} s; {need}. Not all can decide while it ")
                    + "lasts: shorten the cut, run more rounds, or ask for it with --until-stuck.";
        }

        return null;
    }

    /// <summary>One sentence for each fault that may come too late, in their order.</summary>
    /// <param name="settings">Of the run.</param>
    public static ImmutableArray<string> Warnings(SimulationSettings settings) =>
    [
        .. settings.Run.Faults.Where(static fault => !fault.IsOpen)
            .Select(fault => Warning(settings, fault)).OfType<string>(),
    ];

    private static string? Warning(SimulationSettings settings, Fault fault)
    {
        var (need, least, most) = NeedOf(settings, fault);
        var start = fault.Start.TotalSeconds;
        return start >= least && start < most
            ? Said($"{NameOf(fault)} begins at {start:N0} s, which may be after the end of the run: {need}.")
            : null;
    }

    private static (string Sentence, double Least, double Most) NeedOf(SimulationSettings settings, Fault fault)
    {
        var (protocol, rounds) = (settings.Protocol, settings.Run.Rounds);
        // In seconds, as the user reads them: a hundred million rounds of a day each fit no TimeSpan.
        var least = 2.0 * protocol.SmallLambdaMs / 1000 * rounds;
        var each = ((4.0 * protocol.SmallLambdaMs) + protocol.BigLambdaMs + protocol.LeaderEvaluationMs) / 1000;
        var most = (each * rounds)
            + settings.Run.Faults.Where(other => other.Start < fault.Start).Sum(other => other.Length.TotalSeconds);
        return (Said($"{Count.Of(rounds, "round")} need {least:N0} to {most:N0} s of virtual time"), least, most);
    }

    private static string NameOf(Fault fault) => $"the {(fault is Cut ? "cut" : "fault")} {fault.Text}";

    private static string Said(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
