using System.Text.RegularExpressions;
using PoR.Architecture.Tests.Repository;

namespace PoR.Architecture.Tests.Rules;

/// <summary>What documents say about files.</summary>
public static class DocumentRules
{
    private static readonly Regex Link = new(@"\]\((?<path>[^)\s#]+)(#[^)]*)?\)");

    private static readonly Regex RootedPath = new(
        @"(?<![\w./$>-])(\./)?(?<path>(src|tests|tools|docs|hocon|docker|\.ci)/[\w./*<>…-]*)");

    private static readonly Regex CodeFileName = new(
        @"`(?<path>[\w.-]+\.(cs|csproj|sln|props|targets|conf|md))`");

    /// <summary>A document links to and names no file that is missing.</summary>
    /// <param name="path">The document, from the root.</param>
    /// <param name="text">The document.</param>
    /// <param name="files">All files of the repository, from the root.</param>
    public static IEnumerable<Violation> NameNoMissingFile(
        string path, string text, IReadOnlyCollection<string> files)
    {
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            foreach (var name in MissingIn(path, lines[i], files).Distinct())
                yield return new(path, i + 1, $"A document names no missing file: {name}.");
        }
    }

    private static IEnumerable<string> MissingIn(
        string document, string line, IReadOnlyCollection<string> files)
    {
        var folder = document.Contains('/', StringComparison.Ordinal)
            ? document[..document.LastIndexOf('/')] : "";
        var links = Link.Matches(line).Select(match => match.Groups["path"].Value)
            .Where(name => !name.Contains(':', StringComparison.Ordinal) && !Exists(Join(folder, name), files));
        var paths = RootedPath.Matches(line).Select(match => match.Groups["path"].Value.TrimEnd('.', '-'))
            .Where(name => !IsPattern(name) && !Exists(name, files) && !Exists(Join(folder, name), files));
        var names = CodeFileName.Matches(line).Select(match => match.Groups["path"].Value)
            .Where(name => !files.Any(file => file == name || file.EndsWith("/" + name, StringComparison.Ordinal)));
        return links.Concat(paths).Concat(names);
    }

    private static bool IsPattern(string name) => name.AsSpan().ContainsAny("*<>…");

    private static bool Exists(string? path, IReadOnlyCollection<string> files)
    {
        var name = path?.TrimEnd('/');
        // A path that leaves the repository is none of ours.
        return name is null || name.Length == 0
            || files.Any(file => file == name || file.StartsWith(name + "/", StringComparison.Ordinal));
    }

    private static string? Join(string folder, string name)
    {
        var parts = new List<string>(folder.Split('/', StringSplitOptions.RemoveEmptyEntries));
        foreach (var part in name.Split('/'))
        {
            if (part == ".." && parts.Count == 0)
                return null;
            if (part == "..")
                parts.RemoveAt(parts.Count - 1);
            else if (part is not ("." or ""))
                parts.Add(part);
        }
        return string.Join('/', parts);
    }
}
