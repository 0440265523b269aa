using Microsoft.CodeAnalysis.CSharp.Syntax;
using PoR.Architecture.Tests.Repository;

namespace PoR.Architecture.Tests.Rules;

/// <summary>The checks of a run's invariants owe nothing to the nodes that they check.</summary>
public static class CheckRules
{
    private const string Checks = "src/PoR.Simulation/Checks/";

    private static readonly string[] Rooms = ["PoR.Actors.Services", "PoR.Actors.Ledgers"];

    // What nodes remember, and the ways of a world to it.
    private static readonly HashSet<string> OfNodes =
    [
        "PeerChecks", "BoundedMemo", "SharedChain", "ModelScores", "NodeServices", "PeerWork", "CertifiedChain",
        "ServicesOf", "ChainOf",
    ];

    /// <summary>A check names nothing in which nodes keep what they have found out.</summary>
    public static IEnumerable<Violation> AskNoNode(SourceFile file)
    {
        if (!file.Path.StartsWith(Checks, StringComparison.Ordinal))
            yield break;
        foreach (var name in file.Root.DescendantNodes().OfType<SimpleNameSyntax>())
        {
            if (OfNodes.Contains(name.Identifier.Text))
                yield return file.At(name, $"A check finds out for itself: it may not ask {name.Identifier.Text}.");
        }

        foreach (var name in file.Root.DescendantNodes().OfType<NameSyntax>().Select(name => (name, name.ToString())))
        {
            if (Rooms.Contains(name.Item2))
                yield return file.At(name.name, $"A check finds out for itself: {name.Item2} is the nodes' own.");
        }

        foreach (var access in file.Root.DescendantNodes().OfType<MemberAccessExpressionSyntax>())
        {
            if (access.ToString().TrimStart('_') is "world.Genesis" or "world.Cryptography")
                yield return file.At(access, $"A check makes its own: {access} is the nodes'.");
        }
    }
}
