using System.Collections.Immutable;
using PoR.Configuration.Hocon;
using PoR.Configuration.Profiles;
using PoR.Core.Faults;

namespace PoR.Configuration.Schema;

/// <summary>All keys that there are; reads a tree against them.</summary>
internal static class SettingSchema
{
    /// <summary>Longest path that is compared with known keys, in characters.</summary>
    private const int ComparedCharactersMax = 200;

    /// <summary>All keys, in the order of the reference.</summary>
    public static ImmutableArray<SettingKey> Keys { get; } =
        [
            .. KeysOfRun.All, .. KeysOfSelection.All, .. KeysOfReviews.All, .. KeysOfNetwork.All, .. KeysOfNode.All,
            .. KeysOfLinks.All, .. KeysOfScenario.All,
        ];

    private static readonly ImmutableSortedDictionary<string, SettingKey> ByPath =
        Keys.ToImmutableSortedDictionary(key => key.Path, key => key, StringComparer.Ordinal);

    private static readonly ImmutableSortedDictionary<string, (SettingValue, SourcePosition?)>
        Defaults = Keys.ToImmutableSortedDictionary(
            key => key.Path, key => (DefaultOf(key), (SourcePosition?)null), StringComparer.Ordinal);

    /// <summary>Reads a tree without its block <c>akka</c>, then the overrides over it.</summary>
    /// <param name="root">The tree; null for none.</param>
    /// <param name="overrides">Options of a command line; a later one wins.</param>
    /// <returns>All values, or every fault that was found; one of the two is empty.</returns>
    public static (SettingValues? Values, ImmutableArray<HoconFault> Faults) Read(
        HoconValue.Object? root, IEnumerable<SettingOverride> overrides)
    {
        ArgumentNullException.ThrowIfNull(overrides);
        var faults = ImmutableArray.CreateBuilder<HoconFault>();
        var values = Defaults.ToBuilder();
        var written = root is null
            ? []
            : HoconFlattening.Flatten(root).Where(entry => !AkkaBlock.Holds(entry.Path));
        foreach (var (path, value) in written.Concat(Above(overrides)))
        {
            var (read, error, position) = ReadOne(path, value);
            if (error is not null) faults.Add(new HoconFault(position ?? value.Position, path, error));
            else if (read is not null) values[path] = (read, value.Position);
        }

        return faults.Count == 0
            ? (new SettingValues(values.ToImmutable()), [])
            : (null, faults.ToImmutable());
    }

    /// <summary>
    /// Values from the environment: <c>persistence.connection-string</c> is <c>POR_PERSISTENCE__CONNECTION_STRING</c>.
    /// Items of a list are separated by <c>;</c>. Options win, so keys that they set are left out.
    /// </summary>
    /// <param name="environment">The value of a variable, or null; an empty one counts as unset.</param>
    /// <param name="options">Of the command line.</param>
    public static IEnumerable<SettingOverride> OfEnvironment(
        Func<string, string?> environment, IEnumerable<SettingOverride> options) =>
        from key in Keys.ExceptBy(options.Select(option => option.Path), key => key.Path)
        let name = VariableOf(key.Path)
        let value = environment(name)
        where !string.IsNullOrEmpty(value)
        from item in IsList(key) ? value.Split(';') : [value]
        select new SettingOverride(key.Path, item, name);

    private static string VariableOf(string path) =>
        "POR_" + path.ToUpperInvariant().Replace(".", "__", StringComparison.Ordinal).Replace('-', '_');

    /// <summary>The default of a key as a value.</summary>
    /// <param name="key">A key of the schema.</param>
    /// <returns>The value.</returns>
    /// <exception cref="InvalidOperationException">The schema is wrong: our mistake.</exception>
    public static SettingValue DefaultOf(SettingKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (IsList(key) && key.Default == "[]")
        {
            return key.Kind switch
            {
                SettingKind.CutList => new SettingValue.CutList([]),
                SettingKind.FaultList => new SettingValue.FaultList([]),
                SettingKind.AdversaryList => new SettingValue.AdversaryList([]),
                SettingKind.AddressList => new SettingValue.AddressList([]),
                SettingKind.PeerList => new SettingValue.PeerList([]),
                _ => new SettingValue.TextList([]),
            };
        }

        var (value, error) = SettingParser.Parse(key, key.Default);
        return value ?? throw new InvalidOperationException($"Default of {key.Path}: {error}");
    }

    /// <summary>The overrides as values: those of one list are its items.</summary>
    private static IEnumerable<(string Path, HoconValue Value)> Above(IEnumerable<SettingOverride> overrides)
    {
        var lists = new List<(string Path, HoconValue.List List)>();
        foreach (var (path, written, source) in overrides)
        {
            var text = new HoconValue.Text(new SourcePosition(source, 0), written);
            if (!ByPath.TryGetValue(path, out var key) || !IsList(key))
            {
                yield return (path, text);
                continue;
            }

            var known = lists.FindIndex(l => l.Path == path);
            if (known < 0)
                lists.Add((path, new HoconValue.List(text.Position, [text])));
            else
                lists[known] = (path, lists[known].List with { Items = lists[known].List.Items.Add(text) });
        }

        foreach (var list in lists)
            yield return list;
    }

    private static bool IsList(SettingKey key) =>
        key.Kind is SettingKind.TextList or SettingKind.CutList or SettingKind.FaultList
            or SettingKind.AdversaryList or SettingKind.AddressList or SettingKind.PeerList;

    private static (SettingValue? Value, string? Error, SourcePosition? Position) ReadOne(
        string path, HoconValue value)
    {
        if (!ByPath.TryGetValue(path, out var key)) return (null, Unknown(path, value), null);
        if (value is HoconValue.List list && IsList(key)) return ReadList(key, list);
        var (read, error) = value switch
        {
            HoconValue.Null => (DefaultOf(key), null),
            HoconValue.Text text => SettingParser.Parse(key, text.Value),
            HoconValue.List => (null, "takes one value, not a list"),
            _ => (null, "takes a value, not an object"),
        };
        return (read, error, null);
    }

    /// <summary>A list, or the first of its items that is wrong, with its place.</summary>
    private static (SettingValue? Value, string? Error, SourcePosition? Position) ReadList(
        SettingKey key, HoconValue.List list)
    {
        if (key.Kind == SettingKind.PeerList)
            return PeerListReader.Read(list);
        HoconValue.Text[] texts = [.. list.Items.OfType<HoconValue.Text>()];
        if (texts.Length < list.Items.Length)
            return (null, "takes a list of texts only", null);
        if (key.Kind == SettingKind.TextList)
            return (new SettingValue.TextList([.. texts.Select(text => text.Value)]), null, null);
        return key.Kind switch
        {
            SettingKind.AddressList =>
                ReadEach<EndPointText>(texts, AddressOf, static items => new SettingValue.AddressList(items)),
            SettingKind.AdversaryList => ReadEach<AdversarySettings>(
                texts, AdversaryGrammar.Parse,
                items => new SettingValue.AdversaryList(
                    [.. items.Zip(texts, static (one, text) => one with { Position = text.Position })])),
            SettingKind.CutList =>
                ReadEach<Cut>(texts, CutGrammar.Parse, static items => new SettingValue.CutList(items)),
            _ => ReadEach<Fault>(texts, FaultGrammar.Parse, static items => new SettingValue.FaultList(items)),
        };
    }

    private static (EndPointText? Address, string? Error) AddressOf(string text) =>
        EndPointText.Parse(text) is { } address ? (address, null) : (null, $"'{text}' is no address: write host:port");

    private static (SettingValue? Value, string? Error, SourcePosition? Position) ReadEach<T>(
        HoconValue.Text[] texts,
        Func<string, (T? Item, string? Error)> read,
        Func<ImmutableArray<T>, SettingValue> listOf)
        where T : class
    {
        var items = ImmutableArray.CreateBuilder<T>();
        foreach (var text in texts)
        {
            var (item, error) = read(text.Value);
            if (item is null)
                return (null, error, text.Position);
            items.Add(item);
        }

        return (listOf(items.ToImmutable()), null, null);
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
