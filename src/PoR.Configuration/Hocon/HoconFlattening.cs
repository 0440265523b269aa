namespace PoR.Configuration.Hocon;

/// <summary>A tree as a list of paths and what stands there.</summary>
internal static class HoconFlattening
{
    /// <summary>Every value that is no object, and every object without fields.</summary>
    /// <param name="root">The tree.</param>
    /// <returns>Dotted paths, in the ordinal order of their keys; quoted where no word.</returns>
    public static IEnumerable<(string Path, HoconValue Value)> Flatten(HoconValue.Object root)
    {
        ArgumentNullException.ThrowIfNull(root);
        return Below(root, "");
    }

    private static IEnumerable<(string Path, HoconValue Value)> Below(
        HoconValue.Object parent, string path) =>
        parent.Fields.SelectMany(field =>
        {
            var full = HoconSyntax.Join(path, field.Key);
            return field.Value is HoconValue.Object { Fields.Count: > 0 } inner
                ? Below(inner, full)
                : [(full, field.Value)];
        });
}
