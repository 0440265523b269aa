using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace PoR.Architecture.Tests.Repository;

/// <summary>A C# file, parsed by the compiler that builds it.</summary>
public sealed class SourceFile
{
    private static readonly CSharpParseOptions Options =
        new(LanguageVersion.Latest, DocumentationMode.None);

    /// <summary>Parses a text.</summary>
    /// <param name="path">From the repository's root, with forward slashes.</param>
    /// <param name="text">The whole file.</param>
    public SourceFile(string path, string text)
    {
        Path = path;
        Text = SourceText.From(text);
        Tree = CSharpSyntaxTree.ParseText(Text, Options, path);
        Root = Tree.GetCompilationUnitRoot();
    }

    /// <summary>From the repository's root, with forward slashes.</summary>
    public string Path { get; }

    /// <summary>The file's text and lines.</summary>
    public SourceText Text { get; }

    /// <summary>The file's syntax tree.</summary>
    public SyntaxTree Tree { get; }

    /// <summary>The root of the tree.</summary>
    public CompilationUnitSyntax Root { get; }

    /// <summary>The file's name without folder and extension.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>The project's folder, the second part of the path: <c>PoR.Core</c>.</summary>
    public string Project => Path.Split('/')[1];

    /// <summary>
    /// Whether the file belongs to the library that knows nothing of PoR, or to its tests and examples.
    /// </summary>
    public bool IsOfLibrary =>
        Project == "AkkaSimulation" || Project.StartsWith("AkkaSimulation.", StringComparison.Ordinal);

    /// <summary>Types that no other type encloses.</summary>
    public IEnumerable<MemberDeclarationSyntax> TopLevelTypes =>
        Root.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
            .OfType<MemberDeclarationSyntax>()
            .Where(node => node is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax);

    /// <summary>A violation at a node or token.</summary>
    public Violation At(SyntaxNodeOrToken place, string rule) => AtPosition(place.Span.Start, rule);

    /// <summary>A violation at a character of the text.</summary>
    public Violation AtPosition(int position, string rule) =>
        new(Path, Text.Lines.GetLineFromPosition(position).LineNumber + 1, rule);

    /// <summary>How many lines a node takes, attributes and documentation not counted.</summary>
    public int LinesOf(SyntaxNode node)
    {
        var first = node.ChildNodesAndTokens().First(child => !child.IsKind(SyntaxKind.AttributeList));
        var lines = Text.Lines;
        return lines.GetLineFromPosition(node.Span.End).LineNumber
            - lines.GetLineFromPosition(first.Span.Start).LineNumber + 1;
    }
}
