using System.Text.RegularExpressions;

namespace PoR.Mutate;

/// <summary>One rule broken, in one file.</summary>
/// <param name="Name">What the mutant is called on the command line and in the report.</param>
/// <param name="Subject">The heading it stands under.</param>
/// <param name="Rule">The rule that it breaks, in words.</param>
/// <param name="File">The source file under src: its name, with folders before it where the name occurs twice.</param>
/// <param name="Edits">What is changed: one place, or several where one alone changes nothing.</param>
/// <param name="Tests">Test classes, or whole test projects, one of which must fail.</param>
/// <param name="Equivalent">Why no test can fail, for a mutant that changes nothing; otherwise null.</param>
internal sealed record Mutant(
    string Name,
    string Subject,
    string Rule,
    string File,
    IReadOnlyList<Edit> Edits,
    IReadOnlyList<string> Tests,
    string? Equivalent)
{
    /// <summary>The mutated source, or null when a text does not occur exactly once in it.</summary>
    public string? Apply(string source)
    {
        string? mutated = source;
        foreach (var edit in Edits)
            mutated = mutated is null ? null : edit.Apply(mutated);
        return mutated;
    }
}

/// <summary>One place of a file, changed.</summary>
/// <param name="Text">What stands there now. It must occur once; any white space matches any other.</param>
/// <param name="Change">What stands there in the mutant.</param>
internal sealed record Edit(string Text, string Change)
{
    /// <summary>The changed source, or null when the text does not occur exactly once in it.</summary>
    public string? Apply(string source)
    {
        // A list that names a line as it is written would break with every new line break.
        var words = Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(Regex.Escape);
        var found = Regex.Matches(source, string.Join(@"\s+", words), RegexOptions.CultureInvariant);
        return found is [var place]
            ? string.Concat(source.AsSpan(0, place.Index), Change, source.AsSpan(place.Index + place.Length))
            : null;
    }
}
