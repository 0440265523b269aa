using System.Globalization;

namespace PoR.Tool;

/// <summary>Numbers as <c>--seeds</c> and <c>--round</c> take them.</summary>
internal static class NumberRange
{
    /// <summary>So many seeds at most.</summary>
    private const long SeedsMost = 100_000;

    /// <summary>Reads <c>A..B</c> with 0 &lt;= A &lt;= B, or one number; null where it is none.</summary>
    public static (long From, long To)? Of(string text)
    {
        var parts = text.Split("..");
        return parts.Length <= 2 && Number(parts[0]) is { } from && Number(parts[^1]) is { } to && from <= to
            ? (from, to)
            : null;
    }

    /// <summary>Reads a number, 0 and up; null where it is none.</summary>
    public static long? Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Reads <c>--seeds</c>.</summary>
    /// <param name="text">As it was given.</param>
    /// <param name="fault">What is wrong with it, as a sentence; null: nothing.</param>
    public static (long From, long To) Seeds(string text, out string? fault)
    {
        var range = Of(text);
        fault = range is var (from, to) && to - from < SeedsMost
            ? null
            : $"--seeds: '{text}' is none: A..B with 0 <= A <= B, at most {SeedsMost:N0} of them, is right.";
        return range ?? default;
    }
}
