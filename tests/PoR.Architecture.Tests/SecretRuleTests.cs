using PoR.Architecture.Tests.Repository;
using PoR.Architecture.Tests.Rules;

namespace PoR.Architecture.Tests;

/// <summary>The rules of secret keys find what breaks them.</summary>
public sealed class SecretRuleTests
{
    [Theory]
    [InlineData("src/PoR.Actors/A.cs", true)]
    [InlineData("tools/PoR.Tool/A.cs", true)]
    [InlineData("src/PoR.Simulation/Worlds/A.cs", false)]
    [InlineData("src/PoR.Cryptography/A.cs", false)]
    [InlineData("tests/PoR.Cryptography.Tests/A.cs", false)]
    public void A_simulated_key_outside_of_a_simulation_is_found(string path, bool isBreach)
    {
        var file = new SourceFile(path, "sealed class A { object B() =>\nSimulatedSeed.Of(1, 2, default); }");

        var found = SecretRules.SimulatedKeysAreOfSimulations(file).ToList();

        Assert.Equal(isBreach ? [2] : [], found.Select(violation => violation.Line));
    }

    [Theory]
    [InlineData("src/PoR.Cryptography/Vrf/Ecvrf.cs", "PublicMultiplication.Multiples(a, b, c)", true)]
    [InlineData("src/PoR.Cryptography/Vrf/Ecvrf.cs", "PublicMultiplication.Difference(a, b, c)", false)]
    [InlineData("src/PoR.Cryptography/SodiumCryptography.cs", "new SimulatedEcvrfSecret(a, b)", true)]
    [InlineData("src/PoR.Cryptography/SimulatedSeed.cs", "new SimulatedEcvrfSecret(a, b)", false)]
    [InlineData("src/PoR.Cryptography/Vrf/SimulatedEcvrfSecret.cs", "PublicMultiplication.Multiples(a, b, c)", false)]
    public void Variable_time_for_another_key_is_found(string path, string call, bool isBreach) =>
        Assert.Equal(
            isBreach,
            SecretRules.VariableTimeIsForSimulatedKeys(
                new SourceFile(path, $"sealed class A {{ void B() => {call}; }}")).Any());

    [Theory]
    [InlineData("PoR.Cryptography", "PoR.Simulation", false)]
    [InlineData("PoR.Cryptography", "PoR.Node", true)]
    [InlineData("PoR.Consensus", "PoR.Actors.Tests", false)]
    public void A_project_that_would_see_the_insides_is_found(string project, string friend, bool isBreach)
    {
        var text = $"<Project>\n<InternalsVisibleTo Include=\"{friend}\" />\n</Project>";

        var found = SecretRules.CryptographyKeepsToItself(
            new ProjectFile($"src/{project}/{project}.csproj", text)).ToList();

        Assert.Equal(isBreach ? [2] : [], found.Select(violation => violation.Line));
    }

    [Theory]
    [InlineData("src/PoR.Simulation/Worlds/A.cs", true)]
    [InlineData("src/PoR.Cryptography/Vrf/A.cs", false)]
    public void An_inner_room_entered_from_outside_is_found(string path, bool isBreach) =>
        Assert.Equal(
            isBreach,
            SecretRules.InnerRoomsAreClosed(new SourceFile(path, "using PoR.Cryptography.Curves;")).Any());
}
