using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PoR.Architecture.Tests.Repository;

namespace PoR.Architecture.Tests.Rules;

/// <summary>Namespaces: where a file stands, and whom it names.</summary>
public static class NamespaceRules
{
    /// <summary>The namespace is file-scoped and equals the folder's path.</summary>
    /// <remarks>
    /// A library has its public types in its root namespace, so that a user needs one using; and what AkkaSimulation
    /// shares with its abstractions has one root namespace.
    /// </remarks>
    public static IEnumerable<Violation> FollowsFolder(SourceFile file)
    {
        var folders = file.Path.Split('/')[1..^1];
        var expected = string.Join('.', folders);
        var roots = file.IsOfLibrary ? LibraryRoots(file) : [];
        foreach (var block in file.Root.DescendantNodes().OfType<NamespaceDeclarationSyntax>())
            yield return file.At(block.NamespaceKeyword, "A namespace is file-scoped.");
        foreach (var declared in file.Root.Members.OfType<BaseNamespaceDeclarationSyntax>())
        {
            if (declared.Name.ToString() is var name && name != expected && !roots.Contains(name))
                yield return file.At(declared.Name,
                    $"A namespace is its folder's path: {expected}, not {declared.Name}.");
        }
        foreach (var type in file.TopLevelTypes.Where(type => type.Parent is CompilationUnitSyntax))
            yield return file.At(type, $"A type has a namespace: {expected}.");
    }

    /// <summary>A file of <c>src</c> names no namespace that its project may not refer to.</summary>
    public static IEnumerable<Violation> PointInwards(SourceFile file)
    {
        if (!file.Path.StartsWith("src/", StringComparison.Ordinal) || Rings.RingOf(file.Project) is null)
            yield break;
        foreach (var name in file.Root.DescendantNodes().Where(IsWholeName))
        {
            var project = Rings.ProjectOf(name.ToString().Replace("global::", "", StringComparison.Ordinal));
            if (project is not null && !Rings.MayRefer(file.Project, project))
                yield return file.At(name,
                    $"Arrows point inwards: {file.Project} may not use the namespace {name}.");
        }
    }

    /// <summary>The library names nothing of PoR.</summary>
    public static IEnumerable<Violation> LibraryKnowsNoPoR(SourceFile file) =>
        from identifier in file.IsOfLibrary
            ? file.Root.DescendantTokens(static _ => true, descendIntoTrivia: false)
            : []
        where identifier.IsKind(SyntaxKind.IdentifierToken) && identifier.ValueText == "PoR"
        select file.At(identifier, "The library knows nothing of PoR.");

    /// <summary>Only the first part of a namespace is Akka: inside X.Akka the name Akka.Actor is another one.</summary>
    public static IEnumerable<Violation> OnlyTheFirstPartIsAkka(SourceFile file) =>
        from declared in file.Root.DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>()
        where declared.Name.ToString().Split('.').Skip(1).Contains("Akka")
        select file.At(declared.Name, $"Only the first part of a namespace is Akka, not one of {declared.Name}.");

    private static string[] LibraryRoots(SourceFile file) =>
        [file.Project, file.Project.Replace(".Abstractions", "", StringComparison.Ordinal)];

    private static bool IsWholeName(SyntaxNode node) =>
        node is QualifiedNameSyntax or MemberAccessExpressionSyntax
        && node.Parent is not (QualifiedNameSyntax or MemberAccessExpressionSyntax);
}
