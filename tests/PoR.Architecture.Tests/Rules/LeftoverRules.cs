using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PoR.Architecture.Tests.Repository;

namespace PoR.Architecture.Tests.Rules;

/// <summary>What work in progress leaves behind.</summary>
public static class LeftoverRules
{
    // Cut in two, so that this file does not break its own rule.
    private static readonly Regex Marks = new(
        @"\b(TO" + @"DO|FIX" + @"ME|HA" + @"CK|XX" + @"X|NotImplemented" + @"Exception)\b");

    /// <summary>No mark of unfinished work, in any text file of ours.</summary>
    public static IEnumerable<Violation> UnfinishedWork(string path, string text)
    {
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (Marks.Match(lines[i]) is { Success: true } mark)
                yield return new(path, i + 1, $"Work is finished or an issue: no {mark.Value}.");
        }
    }

    /// <summary>No <c>#region</c>.</summary>
    public static IEnumerable<Violation> Regions(SourceFile file) =>
        from trivia in file.Root.DescendantTrivia(descendIntoTrivia: true)
        where trivia.IsKind(SyntaxKind.RegionDirectiveTrivia)
        select file.AtPosition(trivia.SpanStart, "A file that needs a region is cut into files.");

    /// <summary>No catch block without a statement.</summary>
    public static IEnumerable<Violation> EmptyCatches(SourceFile file) =>
        from clause in file.Root.DescendantNodes().OfType<CatchClauseSyntax>()
        where clause.Block.Statements.Count == 0
        select file.At(clause.CatchKeyword, "A caught error is answered: no empty catch.");

    /// <summary>No test that is always skipped.</summary>
    public static IEnumerable<Violation> SkippedTests(SourceFile file)
    {
        foreach (var attribute in file.Root.DescendantNodes().OfType<AttributeSyntax>())
        {
            var names = attribute.ArgumentList?.Arguments
                .Select(argument => argument.NameEquals?.Name.Identifier.Text).ToList() ?? [];
            if (names.Contains("Skip") && !names.Contains("SkipUnless") && !names.Contains("SkipWhen"))
                yield return file.At(attribute, "No test is always skipped.");
        }
        foreach (var call in file.Root.DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            if (call.Expression.ToString() == "Assert.Skip"
                && call.Parent is ExpressionStatementSyntax { Parent.Parent: MethodDeclarationSyntax })
                yield return file.At(call, "No test is always skipped: use SkipUnless or SkipWhen.");
        }
    }

    /// <summary>The compiler understands the file.</summary>
    public static IEnumerable<Violation> SyntaxErrors(SourceFile file) =>
        from fault in file.Tree.GetDiagnostics()
        where fault.Severity == DiagnosticSeverity.Error
        select file.AtPosition(fault.Location.SourceSpan.Start,
            $"A source file parses: {fault.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}.");
}
