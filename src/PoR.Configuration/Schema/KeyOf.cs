using System.Globalization;

namespace PoR.Configuration.Schema;

/// <summary>Short forms of the keys that protocol parameters need.</summary>
internal static class KeyOf
{
    /// <summary>The word that leaves a value to the parameter set.</summary>
    public const string FromSet = "from-set";

    /// <summary>A whole number within a range.</summary>
    public static SettingKey Whole(
        string path, string unit, long standard, long min, long max, string effect) =>
        new(path, SettingKind.WholeNumber, unit, Show(standard), effect)
        {
            Min = Show(min),
            Max = Show(max),
        };

    /// <summary>A time in whole milliseconds: genesis stores no finer one.</summary>
    public static SettingKey Time(string path, string standard, string min, string effect) =>
        new(path, SettingKind.Duration, "time", standard, effect)
        {
            Min = min,
            Max = "24 h",
            Quantum = TimeSpan.FromMilliseconds(1),
        };

    /// <summary>A share from 0 to 1.</summary>
    public static SettingKey Share(string path, string unit, string standard, string effect) =>
        new(path, SettingKind.Ratio, unit, standard, effect) { Min = "0", Max = "1" };

    private static string Show(long number) => number.ToString(CultureInfo.InvariantCulture);
}
