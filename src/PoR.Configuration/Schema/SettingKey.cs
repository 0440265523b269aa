using System.Collections.Immutable;

namespace PoR.Configuration.Schema;

/// <summary>One key of the configuration: what it takes, and what it does.</summary>
/// <param name="Path">The dotted path.</param>
/// <param name="Kind">What it takes.</param>
/// <param name="Unit">The unit in words, such as <c>rounds</c>.</param>
/// <param name="Default">The default as a file would write it.</param>
/// <param name="Effect">What it does: one or two sentences.</param>
internal sealed record SettingKey(
    string Path, SettingKind Kind, string Unit, string Default, string Effect)
{
    /// <summary>The least value, inclusive, as a file would write it; null for none.</summary>
    public string? Min { get; init; }

    /// <summary>The greatest value, inclusive, as a file would write it; null for none.</summary>
    public string? Max { get; init; }

    /// <summary>Words that stand instead of a value; of a choice, all that it takes.</summary>
    public ImmutableArray<string> Words { get; init; } = [];

    /// <summary>A duration must be a whole multiple of this; null for none.</summary>
    public TimeSpan? Quantum { get; init; }

    /// <summary>The range in words: <c>1 to 64</c>, <c>at least 1 ms</c>, or the words.</summary>
    public string Range
    {
        get
        {
            var span = (Min, Max) switch
            {
                (null, null) => "",
                ({ } least, null) => $"at least {least}",
                (null, { } most) => $"at most {most}",
                ({ } least, { } most) => $"{least} to {most}",
            };
            return string.Join(" or ", Words.Prepend(span).Where(part => part.Length > 0));
        }
    }
}
