using System.Globalization;
using PoR.Reports.Results;

namespace PoR.Tool.Reporting;

/// <summary>What was done to a network, and when, as <c>--fault</c> of <c>por report</c> takes it.</summary>
internal static class FaultTime
{
    /// <summary>The form, for messages.</summary>
    public const string Form = "LABEL@START+LENGTH, such as kill@30s+25s or kill@2026-01-31T12:00:00Z+25s";

    /// <summary>Parses one; null where it is not of the form.</summary>
    /// <param name="text">
    /// Its start is seconds since the first fact, or a moment of the calendar with its offset from UTC.
    /// </param>
    /// <param name="begun">When the first fact was seen.</param>
    public static FaultWindow? Parse(string text, DateTimeOffset begun)
    {
        var (at, plus) = (text.LastIndexOf('@'), text.LastIndexOf('+'));
        if (at <= 0 || plus < at || Seconds(text[(plus + 1)..]) is not { } length)
            return null;
        var start = text[(at + 1)..plus];
        if (Seconds(start) is { } seconds)
            return new FaultWindow(text[..at], seconds, seconds + length);
        if (!DateTimeOffset.TryParse(
                start, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
            return null;
        var since = (moment - begun).TotalSeconds;
        return new FaultWindow(text[..at], since, since + length);
    }

    private static double? Seconds(string text) => text.EndsWith('s') && double.TryParse(
        text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
        ? seconds
        : null;
}
