using System.Collections.Immutable;
using System.Globalization;
using PoR.Core.Cuts;

namespace PoR.Configuration.Schema;

/// <summary>
/// A cut of the network as a user writes it: SHAPE@START+LENGTH, then options after commas.
/// </summary>
/// <remarks>
/// Shapes: <c>halves</c>; <c>thirds</c>; <c>80%</c> (of the nodes, from number 0 on, against the
/// rest); <c>34/33/33</c> (per cent, together 100); <c>nodes:3,4,5</c> (those against the rest).
/// Times: a number with the unit ms, s, m or h. Options: <c>dropped</c> or <c>delayed</c> (letters wait until the cut
/// heals), else as <c>run.cut-messages</c> says; <c>oneway</c> (two groups only: the first group hears the other, the
/// other does not hear the first).
/// </remarks>
public static class CutGrammar
{
    private const string Form = "SHAPE@START+LENGTH, for example halves@30s+60s";
    private const string TheRest = "the rest";
    private const decimal SecondsMax = 100_000_000;

    /// <summary>Reads a cut.</summary>
    /// <param name="text">For example <c>halves@30s+60s</c>.</param>
    /// <returns>The cut, or what is wrong with it; one of the two is null.</returns>
    public static (Cut? Cut, string? Error) Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var plus = text.IndexOf('+', StringComparison.Ordinal);
        if (at <= 0 || plus < at)
            return Wrong(text, $"it is not of the form {Form}");
        var tail = text[(plus + 1)..].Split(',', StringSplitOptions.TrimEntries);
        if (!TryReadTime(text[(at + 1)..plus], out var start))
            return Wrong(text, $"'{text[(at + 1)..plus]}' is no start; write 500ms, 30s, 2m or 1h");
        if (!TryReadTime(tail[0], out var length) || length == TimeSpan.Zero)
            return Wrong(text, $"'{tail[0]}' is no length above zero; write 500ms, 30s, 2m or 1h");
        if (OptionsFault(tail.AsSpan(1)) is { } fault)
            return Wrong(text, fault);
        var (shape, shapeFault) = ReadShape(text[..at].Trim());
        if (shape is null)
            return Wrong(text, shapeFault!);
        var isOneWay = tail.Contains("oneway");
        if (isOneWay && shape.Groups > 2)
            return Wrong(text, "oneway needs exactly two groups, such as halves, 80% or nodes:3,4");
        var cut = new Cut(shape, start, length)
        {
            Text = text,
            IsOneWay = isOneWay,
            IsDelayed = tail.Contains("delayed") ? true : tail.Contains("dropped") ? false : null,
        };
        return (cut, null);
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

    private static (CutShape? Shape, string? Fault) ReadShape(string shape)
    {
        if (shape == "thirds")
            return (new CutShape.Thirds(), null);
        if (shape.StartsWith("nodes:", StringComparison.Ordinal))
            return ReadNodes(shape["nodes:".Length..]);
        string[] shares = shape == "halves" ? ["50", "50"]
            : shape.EndsWith('%') ? [shape[..^1], TheRest]
            : shape.Split('/');
        return shares.Length < 2
            ? (null, $"'{shape}' is no shape; known are halves, thirds, 80%, 34/33/33 and nodes:3,4,5")
            : ReadShares(shape, shares);
    }

    private static (CutShape? Shape, string? Fault) ReadShares(string shape, string[] shares)
    {
        var percents = ImmutableArray.CreateBuilder<int>();
        var sum = 0;
        foreach (var share in shares)
        {
            var percent = 100 - sum;
            if (share != TheRest && (!TryReadNumber(share, out percent) || percent > 100))
                return (null, $"'{share}' is no whole number of per cent from 0 to 100");
            sum += percent;
            if (sum > 100)
                break;
            percents.Add(percent);
        }

        return sum == 100
            ? (new CutShape.Shares(percents.ToImmutable()), null)
            : (null, $"the shares of '{shape}' are {sum} per cent, not 100");
    }

    private static (CutShape? Shape, string? Fault) ReadNodes(string list)
    {
        var nodes = ImmutableArray.CreateBuilder<int>();
        foreach (var item in list.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!TryReadNumber(item, out var node))
                return (null, $"'{item}' is no node number; write nodes:3,4,5");
            if (!nodes.Contains(node))
                nodes.Add(node);
        }

        return (new CutShape.Nodes(nodes.ToImmutable()), null);
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

    private static (Cut? Cut, string? Error) Wrong(string text, string what) =>
        (null, $"the cut '{text}' is not understood: {what}");
}
