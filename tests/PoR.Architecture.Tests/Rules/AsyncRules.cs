using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PoR.Architecture.Tests.Repository;

namespace PoR.Architecture.Tests.Rules;

/// <summary>How tasks are used.</summary>
public static class AsyncRules
{
    // They drive virtual time until a task has ended, and only then take its result.
    private static readonly string[] TakeResultsOfEndedTasks =
    [
        "src/AkkaSimulation/Running/Simulation.cs",
        "src/AkkaSimulation.TestKit/Finished.cs",
    ];

    /// <summary>No <c>async void</c>: nobody could see it fail.</summary>
    public static IEnumerable<Violation> AsyncVoid(SourceFile file) =>
        from node in file.Root.DescendantNodes()
        let signature = node switch
        {
            MethodDeclarationSyntax method => (method.Modifiers, method.ReturnType),
            LocalFunctionStatementSyntax local => (local.Modifiers, local.ReturnType),
            _ => default,
        }
        where signature.ReturnType is PredefinedTypeSyntax type && type.Keyword.IsKind(SyntaxKind.VoidKeyword)
        where signature.Modifiers.Any(SyntaxKind.AsyncKeyword)
        select file.At(signature.ReturnType, "An async method returns a task, never void.");

    /// <summary>
    /// No <c>.Result</c>, <c>.Wait()</c> or <c>GetResult()</c> on a task, but where the method has seen it
    /// completed.
    /// </summary>
    /// <remarks>
    /// The compiler says what is a task: a record may well have a property Result. What it cannot resolve is no task.
    /// </remarks>
    public static IEnumerable<Violation> BlockingWaits(IReadOnlyCollection<SourceFile> files)
    {
        var compilation = Compiler.Compile(files);
        foreach (var file in files.Where(static file => !TakeResultsOfEndedTasks.Contains(file.Path)))
        {
            var suspects = file.Root.DescendantNodes().OfType<MemberAccessExpressionSyntax>()
                .Where(access => access.Name.Identifier.Text is "Result" or "Wait" or "GetResult").ToList();
            if (suspects.Count == 0)
                continue;
            var model = compilation.GetSemanticModel(file.Tree);
            foreach (var access in suspects.Where(
                access => IsOfTask(model.GetSymbolInfo(access)) && !IsSeenCompleted(access)))
                yield return file.At(access.Name,
                    $"A task is awaited: no .{access.Name.Identifier.Text}, which blocks a thread.");
        }
    }

    private static bool IsSeenCompleted(MemberAccessExpressionSyntax access) =>
        access.FirstAncestorOrSelf<MethodDeclarationSyntax>()?.DescendantNodes()
            .OfType<MemberAccessExpressionSyntax>()
            .Any(other => other.Name.Identifier.Text == "IsCompleted") == true;

    private static bool IsOfTask(SymbolInfo found)
    {
        var symbol = found.Symbol ?? found.CandidateSymbols.FirstOrDefault();
        return symbol?.ContainingType?.ContainingNamespace?.ToDisplayString()
                is "System.Threading.Tasks" or "System.Runtime.CompilerServices"
            && symbol.ContainingType.Name.Contains("Task", StringComparison.Ordinal);
    }
}
