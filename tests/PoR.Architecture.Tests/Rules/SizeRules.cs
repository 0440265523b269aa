using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PoR.Architecture.Tests.Repository;

namespace PoR.Architecture.Tests.Rules;

/// <summary>How long files, methods and lines may be.</summary>
public static class SizeRules
{
    /// <summary>The longest file, in lines.</summary>
    public const int FileLinesMax = 400;

    /// <summary>The longest method, in lines from its signature to its last brace.</summary>
    public const int MethodLinesMax = 70;

    /// <summary>The longest line, in characters.</summary>
    public const int LineCharactersMax = 120;

    /// <summary>No file is longer than <see cref="FileLinesMax"/>.</summary>
    public static IEnumerable<Violation> Files(SourceFile file)
    {
        var lines = file.Text.Lines;
        var count = lines.Count - (lines[^1].Span.IsEmpty ? 1 : 0);
        if (count > FileLinesMax)
            yield return new(file.Path, FileLinesMax + 1,
                $"A file has at most {FileLinesMax} lines: this one has {count}.");
    }

    /// <summary>No method is longer than <see cref="MethodLinesMax"/>.</summary>
    public static IEnumerable<Violation> Methods(SourceFile file)
    {
        var methods = file.Root.DescendantNodes()
            .Where(node => node is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax
                or PropertyDeclarationSyntax { ExpressionBody: not null });
        foreach (var method in methods)
        {
            var lines = file.LinesOf(method);
            if (lines > MethodLinesMax)
                yield return file.At(method, $"A method has at most {MethodLinesMax} lines: this one has {lines}.");
        }
        var statements = file.Root.Members.OfType<GlobalStatementSyntax>()
            .Where(statement => statement.Statement is not LocalFunctionStatementSyntax)
            .Sum(file.LinesOf);
        if (statements > MethodLinesMax)
            yield return new(file.Path, 1,
                $"A main has at most {MethodLinesMax} lines: this one has {statements}.");
    }

    /// <summary>No line is longer than <see cref="LineCharactersMax"/>.</summary>
    public static IEnumerable<Violation> Lines(SourceFile file) =>
        from line in file.Text.Lines
        where line.Span.Length > LineCharactersMax
        select file.AtPosition(line.Start,
            $"A line has at most {LineCharactersMax} characters: this one has {line.Span.Length}.");
}
