using System.Text.RegularExpressions;

namespace AkkaSimulation.Examples.Tests;

/// <summary>What the READMEs show is what is compiled and run.</summary>
public sealed partial class ReadmeTests
{
    [Theory(DisplayName = "Each block of C# in a README is a piece of a file that is compiled")]
    [InlineData("AkkaSimulation.md", 8)]
    [InlineData("AkkaSimulation.Abstractions.md", 1)]
    public void Code_is_taken_from_compiled_files(string readme, int blocks)
    {
        var text = Read(readme);
        var found = Block().Matches(text);

        Assert.Equal(blocks, Regex.Count(text, "^```csharp", RegexOptions.Multiline));
        Assert.Equal(blocks, found.Count);
        Assert.All(found, static block => Assert.Equal(
            SnippetOf(block.Groups["file"].Value, block.Groups["name"].Value), block.Groups["code"].Value));
    }

    [Fact(DisplayName = "The failure that the README explains is what the run says, but for its numbers")]
    public void The_failure_is_real()
    {
        var shown = Output().Match(Read("AkkaSimulation.md"));
        Assert.True(shown.Success);
        Assert.Equal(WithoutNumbers(Tour.Failure()), WithoutNumbers(shown.Groups["text"].Value));
    }

    [Fact(DisplayName = "The tour runs, and repeats")]
    public void The_tour_runs()
    {
        Assert.Equal(Tour.TwoNodes(), Tour.TwoNodes());
        Assert.Equal(19, Tour.TwoNodes().Greeted);
        var letters = Tour.Faults();
        Assert.True(letters.IsBalanced);
        Assert.True(letters.Dropped[DropCause.Cut] > 0 && letters.Dropped[DropCause.NodeDown] > 0, letters.ToString());
        Assert.Null(Tour.Compare());
    }

    [GeneratedRegex(
        @"<!-- snippet: (?<file>\S+)#(?<name>\w+) -->\n```csharp\n(?<code>.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"<!-- output: failure -->\n```text\n(?<text>.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Output();

    private static string WithoutNumbers(string text) => Regex.Replace(text.ReplaceLineEndings("\n"), "[0-9]+", "#");

    private static string Read(string file) =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Documents", file)).ReplaceLineEndings("\n");

    /// <summary>The lines between "snippet: name" and "end", moved to the left.</summary>
    private static string SnippetOf(string file, string name)
    {
        var lines = Read(Path.GetFileName(file)).Split('\n')
            .SkipWhile(line => line.Trim() != "// snippet: " + name).Skip(1)
            .TakeWhile(static line => line.Trim() != "// end").ToArray();
        Assert.True(lines.Length > 0, $"{file} has no snippet {name}.");
        var indent = lines.Where(static line => line.Trim().Length > 0)
            .Min(static line => line.Length - line.TrimStart().Length);
        return string.Join('\n', lines.Select(line => line.Length < indent ? string.Empty : line[indent..]));
    }
}
