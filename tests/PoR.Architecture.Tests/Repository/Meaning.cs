using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PoR.Architecture.Tests.Repository;

/// <summary>What sources of several projects declare, and what of it they use.</summary>
/// <remarks>
/// What the compiler cannot bind, because it knows no generated code here, counts with all its candidates.
/// </remarks>
public sealed class Meaning
{
    private readonly CSharpCompilation _compilation;
    private readonly HashSet<ISymbol> _used = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _made = new(SymbolEqualityComparer.Default);
    private readonly List<(ISymbol Symbol, SourceFile File, SyntaxNode Node)> _declared = [];

    /// <summary>Binds all names of some sources.</summary>
    /// <param name="sources">Of any number of projects.</param>
    public Meaning(IReadOnlyList<SourceFile> sources)
    {
        _compilation = Compiler.Compile(sources);
        foreach (var file in sources)
        {
            var model = _compilation.GetSemanticModel(file.Tree);
            foreach (var node in file.Root.DescendantNodes())
                Read(model, file, node);
        }
    }

    /// <summary>Types, and what they declare: methods, properties, fields, events, members of enums.</summary>
    public IEnumerable<(ISymbol Symbol, SourceFile File, SyntaxNode Node)> Declared => _declared;

    /// <summary>Whether a source names the symbol, apart from its declaration.</summary>
    public bool IsUsed(ISymbol symbol) => _used.Contains(symbol.OriginalDefinition);

    /// <summary>Whether a source makes an object of the type.</summary>
    public bool IsMade(INamedTypeSymbol type) => _made.Contains(type.OriginalDefinition);

    /// <summary>Whether the type comes from one of the sources, and not from a package.</summary>
    public bool IsOurs(ITypeSymbol type) =>
        SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, _compilation.Assembly);

    private void Read(SemanticModel model, SourceFile file, SyntaxNode node)
    {
        if (node is MemberDeclarationSyntax or VariableDeclaratorSyntax { Parent.Parent: BaseFieldDeclarationSyntax }
            && model.GetDeclaredSymbol(node) is { } declared and not INamespaceSymbol)
        {
            _declared.Add((declared, file, node));
        }
        if (node is RecursivePatternSyntax { PositionalPatternClause: not null }
            && model.GetTypeInfo(node).ConvertedType is INamedTypeSymbol deconstructed)
        {
            _used.UnionWith(deconstructed.GetMembers().OfType<IPropertySymbol>());
        }
        if (node is BaseObjectCreationExpressionSyntax or WithExpressionSyntax
            && model.GetTypeInfo(node).Type is { } made)
        {
            _made.Add(made.OriginalDefinition);
        }
        var info = model.GetSymbolInfo(node);
        if (info.Symbol is { } symbol)
            Use(symbol);
        foreach (var candidate in info.CandidateSymbols)
            Use(candidate);
    }

    private void Use(ISymbol symbol)
    {
        var used = (symbol is IMethodSymbol { ReducedFrom: { } extension } ? extension : symbol).OriginalDefinition;
        _used.Add(used);
        if (used is IMethodSymbol { AssociatedSymbol: { } property })
            _used.Add(property);
        if (used is not INamedTypeSymbol)
        {
            for (var type = used.ContainingType; type is not null; type = type.ContainingType)
                _used.Add(type);
        }
        if (used is IMethodSymbol { MethodKind: MethodKind.Constructor })
            _made.Add(used.ContainingType);
    }
}
