using System.Collections.Immutable;
using PoR.Configuration.Hocon;

namespace PoR.Configuration.Schema;

/// <summary>All keys that there are; reads a tree against them.</summary>
internal static class SettingSchema
{
    /// <summary>Longest path that is compared with known keys, in characters.</summary>
    private const int ComparedCharactersMax = 200;

    /// <summary>All keys, in the order of the reference.</summary>
    public static ImmutableArray<SettingKey> Keys { get; } =
        [
            .. KeysOfRun.All, .. KeysOfSelection.All, .. KeysOfReviews.All, .. KeysOfNetwork.All,
        ];

    private static readonly ImmutableSortedDictionary<string, SettingKey> ByPath =
        Keys.ToImmutableSortedDictionary(key => key.Path, key => key, StringComparer.Ordinal);

    private static readonly ImmutableSortedDictionary<string, (SettingValue, SourcePosition?)>
        Defaults = Keys.ToImmutableSortedDictionary(
            key => key.Path, key => (DefaultOf(key), (SourcePosition?)null), StringComparer.Ordinal);

    /// <summary>Reads a tree, then the overrides over it.</summary>
    /// <param name="root">The tree; null for none.</param>
    /// <param name="overrides">Options of a command line; a later one wins.</param>
    /// <returns>All values, or every fault that was found; one of the two is empty.</returns>
    public static (SettingValues? Values, ImmutableArray<HoconFault> Faults) Read(
        HoconValue.Object? root, IEnumerable<SettingOverride> overrides)
    {
        ArgumentNullException.ThrowIfNull(overrides);
        var faults = ImmutableArray.CreateBuilder<HoconFault>();
        var values = Defaults.ToBuilder();
        var written = root is null ? [] : HoconFlattening.Flatten(root);
        var above = overrides.Select(o => (o.Path, Value: (HoconValue)new HoconValue.Text(
            new SourcePosition(o.Source, 0), o.Text)));
        foreach (var (path, value) in written.Concat(above))
        {
            var (read, error) = ReadOne(path, value);
            if (error is not null) faults.Add(new HoconFault(value.Position, path, error));
            else if (read is not null) values[path] = (read, value.Position);
        }

        return faults.Count == 0
            ? (new SettingValues(values.ToImmutable()), [])
            : (null, faults.ToImmutable());
    }

    /// <summary>The default of a key as a value.</summary>
    /// <param name="key">A key of the schema.</param>
    /// <returns>The value.</returns>
    /// <exception cref="InvalidOperationException">The schema is wrong: our mistake.</exception>
    public static SettingValue DefaultOf(SettingKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.Kind == SettingKind.TextList && key.Default == "[]")
            return new SettingValue.TextList([]);
        var (value, error) = SettingParser.Parse(key, key.Default);
        return value ?? throw new InvalidOperationException($"Default of {key.Path}: {error}");
    }

    private static (SettingValue? Value, string? Error) ReadOne(string path, HoconValue value)
    {
        if (!ByPath.TryGetValue(path, out var key)) return (null, Unknown(path, value));
        return value switch
        {
            HoconValue.Null => (DefaultOf(key), null),
            HoconValue.Text text => SettingParser.Parse(key, text.Value),
            HoconValue.List list when key.Kind == SettingKind.TextList => ReadList(list),
            HoconValue.List => (null, "takes one value, not a list"),
            _ => (null, "takes a value, not an object"),
        };
    }

    private static (SettingValue? Value, string? Error) ReadList(HoconValue.List list)
    {
        var texts = list.Items.OfType<HoconValue.Text>().Select(item => item.Value).ToArray();
        return texts.Length == list.Items.Length
            ? (new SettingValue.TextList([.. texts]), null)
            : (null, "takes a list of texts only");
    }

    private static string? Unknown(string path, HoconValue value)
    {
        var isSection = Keys.Any(key => key.Path.StartsWith(path + ".", StringComparison.Ordinal));
        if (isSection && value is HoconValue.Object) return null; // An empty section says nothing.
        if (isSection) return "is a section: write its keys in braces";
        if (path.Length > ComparedCharactersMax) return "is no key";
        return $"is no key; did you mean {Nearest(path)}?";
    }

    private static string Nearest(string path) =>
        ByPath.Keys.MinBy(known => EditDistance.Between(path, known))!;
}
