using Places;

namespace PoR.Mutate.Tests;

/// <summary>The list as it stands: a mutant whose text is gone would let a rule lose its test unseen.</summary>
public sealed class RepositoryTests
{
    private static readonly IReadOnlyList<Mutant> All =
        MutantList.ReadAll(Path.Combine(Repository.Root, "tools", "mutants"));

    /// <summary>Its 2,000 rounds take many minutes; F36 has the same adversary, and a broken rule.</summary>
    private const string Longest = "F51";

    [Fact(DisplayName = "Every mutant of tools/mutants can be tried: its text, its file and its tests exist")]
    public void Every_mutant_applies()
    {
        var checkout = new Checkout(Repository.Root);
        Assert.Empty(All.Select(checkout.FaultOf).OfType<string>());
    }

    [Fact]
    public void Every_mutant_changes_something() =>
        Assert.All(
            All.SelectMany(static m => m.Edits),
            static e => Assert.NotEqual(string.Join(' ', e.Text.Split()), string.Join(' ', e.Change.Split())));

    [Fact(DisplayName = "Every scenario of hocon/scenarios has a broken rule; F36's stands for F51")]
    public void Every_scenario_has_a_mutant()
    {
        var scenarios = Directory.GetFiles(Path.Combine(Repository.Root, "hocon", "scenarios"), "*.conf")
            .Select(static path => "scenario:" + Path.GetFileNameWithoutExtension(path));

        Assert.Equal(["scenario:" + Longest], scenarios.Except(All.SelectMany(static m => m.Tests)));
    }

    [Fact]
    public void The_list_covers_the_core() => Assert.InRange(All.Count, 400, int.MaxValue);
}
