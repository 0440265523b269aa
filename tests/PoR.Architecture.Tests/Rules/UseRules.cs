using Microsoft.CodeAnalysis;
using PoR.Architecture.Tests.Repository;

namespace PoR.Architecture.Tests.Rules;

/// <summary>Nothing of ours is dead: what only tests use is code that nobody needs.</summary>
public static class UseRules
{
    /// <summary>
    /// No public type and no public member of <c>src/PoR.*</c> without a use in <c>src</c> or <c>tools</c>. What is
    /// internal is the business of a project and its tests.
    /// </summary>
    /// <param name="meaning">Of these two.</param>
    /// <param name="kept">
    /// What stays all the same, by its full name: what a configuration names, and what is there for users.
    /// </param>
    public static IEnumerable<Violation> OnlyTestsUse(Meaning meaning, IReadOnlySet<string> kept) =>
        from declared in meaning.Declared
        let symbol = declared.Symbol
        where IsOurs(declared.File) && IsPublic(symbol) && !meaning.IsUsed(symbol) && !IsCalledByOthers(meaning, symbol)
            && !kept.Contains(symbol.ToDisplayString())
        select declared.File.At(
            declared.Node, $"What nothing outside the tests uses is deleted: {symbol.ToDisplayString()}.");

    /// <summary>No case of a closed union that nobody makes.</summary>
    /// <param name="meaning">Of <c>src</c> and <c>tools</c>.</param>
    public static IEnumerable<Violation> NobodyMakes(Meaning meaning) =>
        from declared in meaning.Declared
        where IsOurs(declared.File)
            && declared.Symbol is INamedTypeSymbol { IsAbstract: false, BaseType: { IsAbstract: true } union } type
            && SymbolEqualityComparer.Default.Equals(type.ContainingType, union.OriginalDefinition)
            && !meaning.IsMade(type)
        select declared.File.At(
            declared.Node, $"A case that nobody makes is deleted: {declared.Symbol.ToDisplayString()}.");

    /// <summary>All names in <paramref name="kept"/> that would be no violation, or name nothing.</summary>
    public static IEnumerable<string> KeptWithoutNeed(Meaning meaning, IReadOnlySet<string> kept)
    {
        var needed = OnlyTestsUse(meaning, new HashSet<string>()).Select(static v => v.Rule.Split(": ")[1]).ToHashSet();
        return kept.Where(name => !needed.Contains(name + "."));
    }

    private static bool IsOurs(SourceFile file) => file.Path.StartsWith("src/PoR.", StringComparison.Ordinal);

    private static bool IsPublic(ISymbol? symbol) =>
        symbol is null or INamespaceSymbol
        || (symbol.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected
            && IsPublic(symbol.ContainingSymbol));

    private static bool IsCalledByOthers(Meaning meaning, ISymbol symbol) => symbol switch
    {
        INamedTypeSymbol { BaseType: { } parent } => !meaning.IsOurs(parent) && parent.SpecialType == SpecialType.None,
        IMethodSymbol { MethodKind: not MethodKind.Ordinary } => true,
        _ => symbol.IsOverride || Implements(symbol),
    };

    private static bool Implements(ISymbol symbol) =>
        symbol.ContainingType is { } type
        && type.AllInterfaces.SelectMany(static i => i.GetMembers()).Any(member =>
            SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(member), symbol));
}
