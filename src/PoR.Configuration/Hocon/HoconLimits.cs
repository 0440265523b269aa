namespace PoR.Configuration.Hocon;

/// <summary>Bounds of what the reader takes, so that no file can exhaust memory or the stack.</summary>
internal static class HoconLimits
{
    /// <summary>Longest text of one file: 1 Mi characters.</summary>
    public const int FileCharactersMax = 1 << 20;

    /// <summary>Longest file, whatever its encoding: 4 MiB.</summary>
    public const int FileBytesMax = 4 * FileCharactersMax;

    /// <summary>Most files that one configuration includes, counted with repetition.</summary>
    public const int IncludesMax = 64;

    /// <summary>Deepest nesting of objects and lists.</summary>
    public const int DepthMax = 64;

    /// <summary>Longest text after substitution: 64 Ki characters.</summary>
    public const int TextCharactersMax = 1 << 16;

    /// <summary>Most values after substitution, counted with repetition.</summary>
    public const int ValuesMax = 100_000;
}
