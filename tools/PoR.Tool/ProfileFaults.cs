using System.Collections.Immutable;
using PoR.Configuration.Hocon;

namespace PoR.Tool;

/// <summary>What is wrong with a profile, for a person.</summary>
internal static class ProfileFaults
{
    /// <summary>The first fault, which for an option names the option; further ones are counted.</summary>
    public static string SentenceOf(ImmutableArray<HoconFault> faults)
    {
        var first = faults[0];
        var isOption = first.Position.File.StartsWith("--", StringComparison.Ordinal);
        var text = isOption ? $"{first.Position.File}: {first.Message}" : first.ToString();
        var more = faults.Length > 1 ? $" (and {faults.Length - 1} more)" : "";
        var end = text.EndsWith('?') && more.Length == 0 ? "" : ".";
        return $"{text.TrimEnd('.')}{more}{end}";
    }
}
