namespace PoR.Mutate;

/// <summary>Reads the lists under tools/mutants.</summary>
/// <remarks>
/// A list is a heading (<c># Subject</c>) and blocks: a line with a mutant's name, then indented lines of a key and
/// its value. A text and its change may be there several times, in pairs.
/// </remarks>
internal static class MutantList
{
    private static readonly string[] Keys = ["rule", "file", "text", "change", "tests", "equivalent"];

    /// <summary>All mutants of the lists in a folder, in the order of the files' names.</summary>
    /// <exception cref="FormatException">
    /// A line is not in the form of a list, a key is missing, or a name occurs twice.
    /// </exception>
    public static IReadOnlyList<Mutant> ReadAll(string folder)
    {
        var mutants = Directory.GetFiles(folder, "*.txt")
            .Order(StringComparer.Ordinal)
            .SelectMany(path => Read(Path.GetFileName(path), File.ReadAllLines(path)))
            .ToList();
        return mutants.GroupBy(m => m.Name).FirstOrDefault(g => g.Count() > 1) is { } twice
            ? throw new FormatException($"Two mutants are called {twice.Key}.")
            : mutants;
    }

    /// <summary>The mutants of one list.</summary>
    /// <inheritdoc cref="ReadAll" path="/exception"/>
    public static IReadOnlyList<Mutant> Read(string name, IReadOnlyList<string> lines)
    {
        var mutants = new List<Mutant>();
        var subject = Path.GetFileNameWithoutExtension(name);
        var values = new List<(string Key, string Value)>();
        string? current = null;
        for (var i = 0; i <= lines.Count; i++)
        {
            var line = i < lines.Count ? lines[i].TrimEnd() : "";
            if (line.StartsWith("  ", StringComparison.Ordinal) && current is not null)
            {
                var (key, value) = Split(line.Trim());
                if (!Keys.Contains(key) || (value.Length == 0 && key != "change") || !IsNext(key, values))
                    throw new FormatException(
                        $"{name}, line {i + 1}: a value for one of {string.Join(", ", Keys)} is expected, each once; "
                        + "only a text with its change may follow another one.");
                values.Add((key, value));
                continue;
            }

            if (current is not null)
                mutants.Add(Of(current, subject, values, $"{name}, line {i}"));
            current = null;
            values.Clear();
            if (line.StartsWith("# ", StringComparison.Ordinal))
                subject = line[2..];
            else if (line.Length > 0)
                current = !line.Contains(' ', StringComparison.Ordinal)
                    ? line
                    : throw new FormatException($"{name}, line {i + 1}: a mutant's name is expected, in one word.");
        }

        return mutants;
    }

    /// <summary>A change stands behind its text; any other key stands there once.</summary>
    private static bool IsNext(string key, List<(string Key, string Value)> values) => key == "change"
        ? values is [.., ("text", _)]
        : values is not [.., ("text", _)] && (key == "text" || values.TrueForAll(v => v.Key != key));

    private static Mutant Of(string name, string subject, List<(string Key, string Value)> values, string place)
    {
        string[] Values(string key) => [.. values.Where(v => v.Key == key).Select(static v => v.Value)];
        string Value(string key, int index = 0) => Values(key) is var all && index < all.Length
            ? all[index]
            : throw new FormatException($"{place}: {name} has no `{key}`.");
        _ = Value("text");
        return new Mutant(
            name, subject, Value("rule"), Value("file"),
            [.. Values("text").Select((text, i) => new Edit(text, Value("change", i)))],
            Value("tests").Split(", ", StringSplitOptions.RemoveEmptyEntries),
            Values("equivalent").FirstOrDefault());
    }

    private static (string Key, string Value) Split(string line)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        return space < 0 ? (line, "") : (line[..space], line[space..].Trim());
    }
}
