using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PoR.Architecture.Tests.Repository;

namespace PoR.Architecture.Tests.Rules;

/// <summary>How types lie in files.</summary>
public static class TypeRules
{
    /// <summary>
    /// A file holds one notion, and has the name of its main type, or the plural where it is a family of small ones.
    /// </summary>
    /// <remarks>A partial type may be cut into <c>Type.cs</c> and <c>Type.Part.cs</c>.</remarks>
    public static IEnumerable<Violation> OneNotionPerFile(SourceFile file)
    {
        if (file.IsOfLibrary)
            yield break;
        var types = file.TopLevelTypes.ToList();
        if (types.Count > 0 && !types.Any(type => HasNameOf(file, type)) && !IsFamily(file, types))
            yield return file.At(types[0], $"A file has its main type's name: {NameOf(types[0])}.cs.");
        if (file.Root.Members.OfType<GlobalStatementSyntax>().FirstOrDefault() is { } statement
            && file.Name != "Program")
            yield return file.At(statement, "Top-level statements stand in Program.cs only.");
    }

    /// <summary>A class is sealed, static or abstract, nested ones too, or has virtual members for its heirs.</summary>
    /// <remarks>
    /// Of a partial class, one part says it for all; so the whole project is read. BenchmarkDotNet derives from the
    /// benchmarks' classes.
    /// </remarks>
    public static IEnumerable<Violation> SealedOrStatic(IEnumerable<SourceFile> files) =>
        from declaration in files.Where(file => file.Project != "PoR.Bench").SelectMany(Classes)
        group declaration by (declaration.File.Project, FullName(declaration.Class)) into parts
        where !parts.Any(part => IsClosed(part.Class))
        let first = parts.First()
        select first.File.At(first.Class.Identifier,
            $"A class is sealed, static or abstract: {first.Class.Identifier.Text} is none.");

    private static IEnumerable<(SourceFile File, TypeDeclarationSyntax Class)> Classes(SourceFile file) =>
        file.Root.DescendantNodes().OfType<TypeDeclarationSyntax>()
            .Where(type => type.IsKind(SyntaxKind.ClassDeclaration) || type.IsKind(SyntaxKind.RecordDeclaration))
            .Select(type => (file, type));

    private static bool IsClosed(TypeDeclarationSyntax type) =>
        type.Modifiers.Any(SyntaxKind.SealedKeyword)
        || type.Modifiers.Any(SyntaxKind.StaticKeyword)
        || type.Modifiers.Any(SyntaxKind.AbstractKeyword)
        || type.Members.Any(member => member.Modifiers.Any(SyntaxKind.VirtualKeyword));

    private static string FullName(TypeDeclarationSyntax type) =>
        string.Join('.', type.AncestorsAndSelf().Reverse().Select(node => node switch
        {
            BaseNamespaceDeclarationSyntax space => space.Name.ToString(),
            TypeDeclarationSyntax outer => $"{outer.Identifier.Text}`{outer.TypeParameterList?.Parameters.Count}",
            _ => "",
        }));

    private static string NameOf(MemberDeclarationSyntax type) =>
        type is DelegateDeclarationSyntax one
            ? one.Identifier.Text
            : ((BaseTypeDeclarationSyntax)type).Identifier.Text;

    private static bool IsFamily(SourceFile file, List<MemberDeclarationSyntax> types) =>
        types.Count > 1 && file.Name.EndsWith('s')
        && types.Any(type => NameOf(type).EndsWith(file.Name[..^1], StringComparison.Ordinal));

    private static bool HasNameOf(SourceFile file, MemberDeclarationSyntax type) =>
        file.Name == NameOf(type)
        || (type.Modifiers.Any(SyntaxKind.PartialKeyword)
            && file.Name.StartsWith(NameOf(type) + ".", StringComparison.Ordinal));
}
