using System.Globalization;
using PoR.Reports.Events;

namespace PoR.Tool.Tracing;

/// <summary>An event as a line for people.</summary>
internal static class EventLine
{
    /// <summary>Time, node, round, kind and text, in columns.</summary>
    public static string Of(RunEvent happened)
    {
        var node = happened.Node is { } number ? Said($"node {number}") : "";
        var round = happened.Round is { } r ? Said($"round {r}") : "";
        var line = Said($"{happened.Time.TotalSeconds,12:0.000000} s  {node,-8}  {round,-9}  {happened.Kind,-16}  ");
        return Terminal.OnOneLine(line + happened.Text).TrimEnd();
    }

    private static string Said(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
