using Places;

namespace PoR.Mutate.Tests;

/// <summary>The list as it stands: a mutant whose text is gone would let a rule lose its test unseen.</summary>
public sealed class RepositoryTests
{
    private static readonly IReadOnlyList<Mutant> All =
        MutantList.ReadAll(Path.Combine(Repository.Root, "tools", "mutants"));

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

    [Fact]
    public void The_list_covers_the_core() => Assert.InRange(All.Count, 400, int.MaxValue);
}
