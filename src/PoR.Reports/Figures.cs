using System.Globalization;
using System.Text.Json;

namespace PoR.Reports;

/// <summary>How numbers are written: the same on every machine and in every culture.</summary>
internal static class Figures
{
    // A microsecond of virtual time; more would be the noise of a division.
    private const int DecimalsMax = 6;

    /// <summary>At most six decimals, a point, no thousands separator, no exponent.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not finite.</exception>
    internal static string Text(double value) =>
        Rounded(value).ToString("0.######", CultureInfo.InvariantCulture);

    /// <summary>As <see cref="Text(double)"/>; empty for null.</summary>
    internal static string Text(double? value) => value is { } known ? Text(known) : "";

    /// <summary>Digits, and a sign below zero.</summary>
    internal static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary><c>true</c> or <c>false</c>.</summary>
    internal static string Text(bool value) => value ? "true" : "false";

    /// <summary>Writes a JSON number of at most six decimals, or null.</summary>
    internal static void Write(Utf8JsonWriter json, double? value)
    {
        if (value is { } known)
            json.WriteNumberValue(Rounded(known));
        else
            json.WriteNullValue();
    }

    /// <summary>Writes a property with a JSON number of at most six decimals, or null.</summary>
    internal static void Write(Utf8JsonWriter json, string name, double? value)
    {
        json.WritePropertyName(name);
        Write(json, value);
    }

    /// <summary>Writes a property with an object of counts, in their order.</summary>
    internal static void Write(Utf8JsonWriter json, string name, IEnumerable<KeyValuePair<string, long>> counts)
    {
        json.WriteStartObject(name);
        foreach (var (key, count) in counts)
            json.WriteNumber(key, count);
        json.WriteEndObject();
    }

    private static double Rounded(double value)
    {
        if (!double.IsFinite(value))
            throw new ArgumentOutOfRangeException(nameof(value), value, "A figure of a report is finite.");
        // Adding zero turns a negative zero into zero.
        return Math.Round(value, DecimalsMax) + 0.0;
    }
}
