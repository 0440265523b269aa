using System.Text.RegularExpressions;

namespace PoR.Examples.Tests;

/// <summary>What docs/own-protocol.md shows is what is compiled and run.</summary>
public sealed partial class DocumentTests
{
    private static readonly string s_root = Places.Repository.Root;

    [Fact(DisplayName = "Each block of C# in docs/own-protocol.md is a piece of a file of the examples")]
    public void Code_is_taken_from_compiled_files()
    {
        var text = Read("docs/own-protocol.md");
        var found = Block().Matches(text);

        Assert.Equal(Regex.Count(text, "^```csharp", RegexOptions.Multiline), found.Count);
        Assert.True(found.Count >= 4);
        Assert.All(found, static block => Assert.Equal(
            SnippetOf(block.Groups["file"].Value, block.Groups["name"].Value), block.Groups["code"].Value));
    }

    [Fact(DisplayName = "The toy is as short as docs/own-protocol.md says, and has fewer than 150 lines")]
    public void The_toy_is_short()
    {
        var lines = Read("examples/PoR.Examples/LoudVote.cs").Split('\n').Length - 1;

        Assert.True(lines < 150);
        Assert.Contains($"a toy of {lines} lines", Read("docs/own-protocol.md"));
    }

    [Fact(DisplayName = "The violation that docs/own-protocol.md shows is what the run of the toy says")]
    public void The_violation_is_real()
    {
        var first = ToyRun.Of(seed: 1, "halves@20s+30s").Result.Violations[0];

        Assert.Contains(
            $"I1 in round {first.Round}: {Digest().Replace(first.Description, "$1…")}\n", Read("docs/own-protocol.md"));
    }

    [GeneratedRegex("([0-9a-f]{8})[0-9a-f]{56}")]
    private static partial Regex Digest();

    [GeneratedRegex(
        @"<!-- snippet: (?<file>\S+)#(?<name>\w+) -->\n```csharp\n(?<code>.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Block();

    private static string Read(string file) =>
        File.ReadAllText(Path.Combine(s_root, file)).ReplaceLineEndings("\n");

    /// <summary>The lines between "snippet: name" and "end", moved to the left.</summary>
    private static string SnippetOf(string file, string name)
    {
        var lines = Read($"examples/PoR.Examples/{file}").Split('\n')
            .SkipWhile(line => line.Trim() != "// snippet: " + name).Skip(1)
            .TakeWhile(static line => line.Trim() != "// end").ToArray();
        Assert.True(lines.Length > 0, $"{file} has no snippet {name}.");
        var indent = lines.Where(static line => line.Trim().Length > 0)
            .Min(static line => line.Length - line.TrimStart().Length);
        return string.Join('\n', lines.Select(line => line.Length < indent ? string.Empty : line[indent..]));
    }
}
