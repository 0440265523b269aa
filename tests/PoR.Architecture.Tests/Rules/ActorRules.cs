using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PoR.Architecture.Tests.Repository;

namespace PoR.Architecture.Tests.Rules;

/// <summary>The actors are Akka.NET's, without a contract of our own between.</summary>
public static class ActorRules
{
    private const string Suffix = "Actor";

    private static readonly string[] Bases = ["ReceiveActor", "ReceivePersistentActor"];

    private static readonly string[] OtherBases =
        ["ActorBase", "UntypedActor", "UntypedPersistentActor", "PersistentActor", "Eventsourced"];

    private static readonly string[] Contract =
    [
        "IActor", "IContext", "IEvent", "IEventSourced", "IHost", "IJob", "IJournal", "IMessage", "ISnapshot",
        "ITimers", "IVirtualTime",
    ];

    /// <summary>A class is called …Actor if, and only if, it derives directly from one of two of Akka's.</summary>
    public static IEnumerable<Violation> DeriveFromAkka(SourceFile file) =>
        from type in InActors(file).OfType<ClassDeclarationSyntax>()
        let derived = type.BaseList?.Types.Select(one => one.Type.ToString()).FirstOrDefault()
        let isActor = Bases.Contains(derived)
        where OtherBases.Contains(derived)
            || type.Identifier.Text.EndsWith(Suffix, StringComparison.Ordinal) != isActor
        select file.At(type.Identifier, isActor
            ? $"An actor's class is called …{Suffix}: {type.Identifier.Text} is not."
            : $"An actor derives from {string.Join(" or ", Bases)}: {type.Identifier.Text} does not.");

    /// <summary>No type looks like part of an actor contract.</summary>
    public static IEnumerable<Violation> NoOwnContract(SourceFile file) =>
        from type in InActors(file).OfType<BaseTypeDeclarationSyntax>()
        where Contract.Contains(type.Identifier.Text)
        select file.At(type.Identifier, $"What Akka.NET has is not made again: {type.Identifier.Text}.");

    private static IEnumerable<SyntaxNode> InActors(SourceFile file) =>
        file.Path.StartsWith("src/PoR.Actors/", StringComparison.Ordinal) ? file.Root.DescendantNodes() : [];
}
