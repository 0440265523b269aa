using Microsoft.CodeAnalysis.CSharp.Syntax;
using PoR.Architecture.Tests.Repository;

namespace PoR.Architecture.Tests.Rules;

/// <summary>Keys that somebody keeps secret never meet variable-time code; keys of a simulation may.</summary>
public static class SecretRules
{
    private const string Cryptography = "src/PoR.Cryptography/";
    private const string Seed = "SimulatedSeed";
    private const string Secret = "SimulatedEcvrfSecret";
    private const string VariableTime = "PublicMultiplication.Multiples";

    private static readonly string[] MayMakeSimulatedKeys = ["src/PoR.Simulation/", "tools/PoR.Bench/", "tests/"];

    private static readonly string[] Friends = ["PoR.Cryptography.Tests", "PoR.Simulation", "PoR.Bench"];

    private static readonly string[] InternalRooms =
        ["PoR.Cryptography.Curves", "PoR.Cryptography.Sodium", "PoR.Cryptography.Vrf"];

    /// <summary>Only a simulation, benchmarks and tests derive keys from the seed of a run.</summary>
    public static IEnumerable<Violation> SimulatedKeysAreOfSimulations(SourceFile file) =>
        from name in Named(file, Seed)
        where !file.Path.StartsWith(Cryptography, StringComparison.Ordinal)
            && !MayMakeSimulatedKeys.Any(start => file.Path.StartsWith(start, StringComparison.Ordinal))
        select file.At(name,
            $"Only a simulation makes keys that everybody knows: {Seed} is not for {file.Project}.");

    /// <summary>Variable-time multiplication is for the key of a simulated seed, and for no other.</summary>
    public static IEnumerable<Violation> VariableTimeIsForSimulatedKeys(SourceFile file)
    {
        if (!file.Path.StartsWith("src/", StringComparison.Ordinal))
            yield break;
        foreach (var name in Named(file, Secret).Where(_ => file.Name is not (Seed or Secret)))
            yield return file.At(name, $"{Secret} is made in {Seed} only.");
        foreach (var call in file.Root.DescendantNodes().OfType<MemberAccessExpressionSyntax>()
            .Where(access => access.ToString() == VariableTime && file.Name != Secret))
            yield return file.At(call, $"A scalar that may be secret is multiplied by libsodium, not by {call}.");
    }

    /// <summary>Few projects see the insides of the cryptography.</summary>
    public static IEnumerable<Violation> CryptographyKeepsToItself(ProjectFile project) =>
        from friend in project.Friends
        where project.Name == "PoR.Cryptography" && !Friends.Contains(friend.Name)
        select new Violation(project.Path, friend.Line, $"{friend.Name} may not see the insides of {project.Name}.");

    /// <summary>No file of <c>src</c> outside of the cryptography names its inner rooms.</summary>
    public static IEnumerable<Violation> InnerRoomsAreClosed(SourceFile file) =>
        from name in file.Root.DescendantNodes().OfType<QualifiedNameSyntax>()
        where file.Path.StartsWith("src/", StringComparison.Ordinal)
            && !file.Path.StartsWith(Cryptography, StringComparison.Ordinal)
            && InternalRooms.Contains(name.ToString())
        select file.At(name, $"{name} is for PoR.Cryptography alone.");

    private static IEnumerable<IdentifierNameSyntax> Named(SourceFile file, string name) =>
        file.Root.DescendantNodes().OfType<IdentifierNameSyntax>().Where(node => node.Identifier.Text == name);
}
