using PoR.Architecture.Tests.Repository;
using PoR.Architecture.Tests.Rules;

namespace PoR.Architecture.Tests;

/// <summary>A check that asks a node is found.</summary>
public sealed class CheckRuleTests
{
    private const string InChecks = "src/PoR.Simulation/Checks/A.cs";

    [Theory]
    [InlineData("sealed class A(PeerChecks checks);")]
    [InlineData("sealed class A { BoundedMemo<int, int> _known; }")]
    [InlineData("sealed class A { object B(World world) => world.ChainOf(node).Tip; }")]
    [InlineData("sealed class A { object B(World world) => world.ServicesOf(node); }")]
    [InlineData("sealed class A { object B(World world) => world.Genesis; }")]
    [InlineData("sealed class A { object B(World world) => world.Cryptography; }")]
    [InlineData("using PoR.Actors.Services;")]
    [InlineData("using PoR.Actors.Ledgers;")]
    public void A_check_that_asks_a_node_is_found(string text)
    {
        Assert.NotEmpty(CheckRules.AskNoNode(new SourceFile(InChecks, text)));
        Assert.Empty(CheckRules.AskNoNode(new SourceFile("src/PoR.Simulation/Runs/A.cs", text)));
    }

    [Fact]
    public void A_check_may_know_the_facts_and_the_population() => Assert.Empty(CheckRules.AskNoNode(new SourceFile(
        InChecks,
        "using PoR.Actors.Messages;\nsealed class A { object B(World world) => world.Population.Genesis; }")));
}
