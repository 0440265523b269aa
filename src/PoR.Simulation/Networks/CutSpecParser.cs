using System.Collections.Immutable;
using System.Globalization;

namespace PoR.Simulation.Networks;

/// <summary>Reads <see cref="CutSpec"/>.</summary>
internal static class CutSpecParser
{
    private const string Form = "SHAPE@START+LENGTH, for example halves@30s+60s";
    private const string TheRest = "the rest";
    private const decimal SecondsMax = 100_000_000;

    public static Parsed<CutSpec> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var plus = text.IndexOf('+', StringComparison.Ordinal);
        if (at <= 0 || plus < at)
            return Wrong(text, $"it is not of the form {Form}");
        var shape = text[..at].Trim();
        var tail = text[(plus + 1)..].Split(',', StringSplitOptions.TrimEntries);
        if (!TryReadTime(text[(at + 1)..plus], out var start))
            return Wrong(text, $"'{text[(at + 1)..plus]}' is no start; write 500ms, 30s, 2m or 1h");
        if (!TryReadTime(tail[0], out var length) || length == TimeSpan.Zero)
            return Wrong(text, $"'{tail[0]}' is no length above zero; write 500ms, 30s, 2m or 1h");
        if (OptionsFault(tail.AsSpan(1)) is { } fault)
            return Wrong(text, fault);
        if (ReadShape(shape, out var percents, out var nodes) is { } wrongShape)
            return Wrong(text, wrongShape);
        var isThirds = shape == "thirds";
        if (tail.Contains("oneway") && (isThirds || percents.Length > 2))
            return Wrong(text, "oneway needs exactly two groups, such as halves, 80% or nodes:3,4");
        return Parsed<CutSpec>.Ok(new CutSpec
        {
            Text = text,
            Start = start,
            Length = length,
            IsOneWay = tail.Contains("oneway"),
            IsDelayed = tail.Contains("delayed"),
            Percents = percents,
            NodeList = nodes,
            IsThirds = isThirds,
        });
    }

    private static string? OptionsFault(ReadOnlySpan<string> options)
    {
        foreach (var option in options)
        {
            if (option is not ("oneway" or "delayed" or "dropped"))
                return $"'{option}' is no option; known are oneway, delayed and dropped";
        }

        return options.Contains("delayed") && options.Contains("dropped")
            ? "letters are either delayed or dropped, not both"
            : null;
    }

    private static string? ReadShape(
        string shape, out ImmutableArray<int> percents, out ImmutableArray<int> nodes)
    {
        (percents, nodes) = ([], []);
        if (shape == "thirds")
            return null;
        if (shape.StartsWith("nodes:", StringComparison.Ordinal))
            return ReadNodes(shape["nodes:".Length..], out nodes);
        string[] shares = shape == "halves" ? ["50", "50"]
            : shape.EndsWith('%') ? [shape[..^1], TheRest]
            : shape.Split('/');
        return shares.Length < 2
            ? $"'{shape}' is no shape; known are halves, thirds, 80%, 34/33/33 and nodes:3,4,5"
            : ReadShares(shape, shares, out percents);
    }

    private static string? ReadShares(
        string shape, string[] shares, out ImmutableArray<int> percents)
    {
        percents = [];
        var upper = 0;
        foreach (var share in shares)
        {
            var percent = 100 - upper;
            if (share != TheRest && (!TryReadNumber(share, out percent) || percent > 100))
                return $"'{share}' is no whole number of per cent from 0 to 100";
            upper += percent;
            if (upper > 100)
                break;
            percents = percents.Add(upper);
        }

        return upper == 100 ? null : $"the shares of '{shape}' are {upper} per cent, not 100";
    }

    private static string? ReadNodes(string list, out ImmutableArray<int> nodes)
    {
        nodes = [];
        foreach (var item in list.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!TryReadNumber(item, out var node))
                return $"'{item}' is no node number; write nodes:3,4,5";
            if (!nodes.Contains(node))
                nodes = nodes.Add(node);
        }

        return null;
    }

    private static bool TryReadNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static bool TryReadTime(string text, out TimeSpan time)
    {
        time = default;
        text = text.Trim();
        var (unit, seconds) = text.EndsWith("ms", StringComparison.Ordinal) ? (2, 0.001m)
            : text.EndsWith('s') ? (1, 1m)
            : text.EndsWith('m') ? (1, 60m)
            : text.EndsWith('h') ? (1, 3600m)
            : (0, 0m);
        if (unit == 0
            || !decimal.TryParse(
                text[..^unit],
                NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out var number)
            || number > SecondsMax / seconds)
            return false;
        time = TimeSpan.FromTicks((long)(number * seconds * TimeSpan.TicksPerSecond));
        return true;
    }

    private static Parsed<CutSpec> Wrong(string text, string what) =>
        Parsed<CutSpec>.Wrong($"The cut '{text}' is not understood: {what}.");
}
