using System.Globalization;
using PoR.Core.Faults;

namespace PoR.Configuration.Schema;

/// <summary>A fault of machines as a user writes it: KIND[:AMOUNT][ of NODES]@START+LENGTH.</summary>
/// <remarks>
/// Kinds: <c>crash</c> (started again at the end, from its disk); <c>lose-tail:3</c> (a crash, after which the last 3
/// events of each journal are gone); <c>wipe</c> (a crash, after which the disk is empty); <c>pause</c>;
/// <c>busy:1ms</c> (for each message); <c>skew:-2s</c> (of the wall clock); <c>drift:200ppm</c> (of clocks and timers,
/// -500000 to 1000000); <c>disk:fails</c>; <c>disk:full</c>; <c>disk:8ms</c> (until a write is confirmed). Nodes:
/// <c>nodes:3,4,5</c>, or <c>20%</c> from number 0 on; <c>leader</c> or <c>first</c>, as of cuts; without them all. It
/// may begin at a moment, as a cut may.
/// </remarks>
internal static class NodeFaultGrammar
{
    private const string Form = "KIND@START+LENGTH, for example 'crash of 20%@40s+60s'";
    private const string Known = "crash, lose-tail:3, wipe, pause, busy:1ms, skew:-2s, drift:200ppm, disk:fails, "
        + "disk:full and disk:8ms";
    private const int DriftLeast = -500_000;
    private const int DriftMost = 1_000_000;

    /// <summary>Reads a fault.</summary>
    /// <param name="text">For example <c>pause of nodes:3@30s+60s</c>.</param>
    /// <returns>The fault, or what is wrong with it; one of the two is null.</returns>
    public static (NodeFault? Fault, string? Error) Parse(string text)
    {
        var (written, fault) = FaultText.Read(text, Form);
        if (written is null)
            return Wrong(text, fault!);
        if (written.Flapping is not null || !written.Options.IsEmpty)
            return Wrong(text, "a fault of machines has no options");
        var (nodes, nodesFault) = written.Nodes();
        if (nodes is null)
            return Wrong(text, nodesFault!);
        var (kind, amount) = written.Effect;
        return EffectOf(kind, amount) is { } effect
            ? (new NodeFault(effect, nodes, written.Start, written.Length) { Text = text, Aim = written.Aim }, null)
            : Wrong(text, $"'{written.Head}' is no fault; known are {Known}");
    }

    /// <summary>Whether a text begins as a fault of these kinds does, right or wrong.</summary>
    public static bool IsMeant(string kind) =>
        kind is "crash" or "lose-tail" or "wipe" or "pause" or "busy" or "skew" or "drift" or "disk";

    private static NodeEffect? EffectOf(string kind, string amount) => (kind, amount) switch
    {
        ("crash", "") => new NodeEffect.Crash(),
        ("wipe", "") => new NodeEffect.Wipe(),
        ("lose-tail", _) when FaultText.TryReadNumber(amount, out var events) && events >= 1 =>
            new NodeEffect.LostTail(events),
        ("pause", "") => new NodeEffect.Pause(),
        ("busy", _) when FaultText.SpanOf(amount) is { } each => new NodeEffect.Busy(each),
        ("skew", ['-', .. var back]) when FaultText.SpanOf(back) is { } by => new NodeEffect.Skew(-by),
        ("skew", _) when FaultText.SpanOf(amount) is { } by => new NodeEffect.Skew(by),
        ("drift", _) when amount.EndsWith("ppm", StringComparison.Ordinal)
            && int.TryParse(
                amount[..^3], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var rate)
            && rate is >= DriftLeast and <= DriftMost and not 0 => new NodeEffect.Drift(rate),
        ("disk", "full") => new NodeEffect.FullDisk(),
        ("disk", "fails") => new NodeEffect.FailingDisk(),
        ("disk", _) when FaultText.SpanOf(amount) is { } latency => new NodeEffect.SlowDisk(latency),
        _ => null,
    };

    private static (NodeFault? Fault, string? Error) Wrong(string text, string what) =>
        (null, $"the fault '{text}' is not understood: {what}");
}
