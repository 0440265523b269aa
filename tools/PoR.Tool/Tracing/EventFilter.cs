using System.Globalization;
using PoR.Reports.Events;
using PoR.Simulation.Networks;
using PoR.Simulation.Runs;

namespace PoR.Tool.Tracing;

/// <summary>Which events a user wants to see.</summary>
/// <param name="Kinds">Of these kinds; none: of all.</param>
/// <param name="Nodes">At these nodes; none: at all, and those of the network.</param>
/// <param name="Rounds">Of these rounds; null: of all, and those that belong to none.</param>
/// <param name="From">Not earlier.</param>
/// <param name="To">Not later.</param>
internal sealed record EventFilter(
    IReadOnlySet<string> Kinds, IReadOnlySet<int> Nodes, (long From, long To)? Rounds, TimeSpan From, TimeSpan To)
{
    private const decimal SecondsMost = 10_000_000_000;

    /// <summary>Whether an event is among them.</summary>
    public bool Takes(RunEvent happened) =>
        happened.Time >= From
        && (Kinds.Count == 0 || Kinds.Contains(happened.Kind))
        && (Nodes.Count == 0 || (happened.Node is { } node && Nodes.Contains(node)))
        && (Rounds is not var (from, to) || (happened.Round is { } round && round >= from && round <= to));

    /// <summary>Reads it.</summary>
    /// <param name="kinds">As they were given.</param>
    /// <param name="nodes">As they were given.</param>
    /// <param name="rounds">As it was given; null: it was not.</param>
    /// <param name="from">As it was given; null: it was not.</param>
    /// <param name="to">As it was given; null: it was not.</param>
    /// <returns>The filter, or one sentence that says what is wrong.</returns>
    public static Parsed<EventFilter> Read(string[] kinds, string[] nodes, string? rounds, string? from, string? to)
    {
        foreach (var kind in kinds.Except(RunEvents.Kinds, StringComparer.Ordinal))
            return Parsed<EventFilter>.Wrong(
                $"--kind: '{kind}' is no kind of event; known are {string.Join(", ", RunEvents.Kinds)}.");
        var numbers = new HashSet<int>();
        foreach (var node in nodes)
        {
            if (!int.TryParse(node, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return Parsed<EventFilter>.Wrong($"--node: '{node}' is no node; a number, 0 and up, is right.");
            numbers.Add(number);
        }

        (long, long)? range = null;
        if (rounds is not null)
        {
            if (NumberRange.Of(rounds) is not { } read)
                return Parsed<EventFilter>.Wrong($"--round: '{rounds}' is none; 7, or 7..9, is right.");
            range = read;
        }

        if (from is not null && Seconds(from) is null)
            return NoTime("--from", from);
        if (to is not null && Seconds(to) is null)
            return NoTime("--to", to);
        return Parsed<EventFilter>.Ok(new EventFilter(
            kinds.ToHashSet(StringComparer.Ordinal), numbers, range,
            from is null ? TimeSpan.Zero : Seconds(from)!.Value, to is null ? TimeSpan.MaxValue : Seconds(to)!.Value));
    }

    private static Parsed<EventFilter> NoTime(string option, string text) => Parsed<EventFilter>.Wrong(
        $"{option}: '{text}' is no time; seconds since the start of the run, such as 12.5, are right.");

    private static TimeSpan? Seconds(string text) => decimal.TryParse(
        text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds <= SecondsMost
        ? TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond))
        : null;
}
