namespace PoR.Mutate.Tests;

public sealed class MutantListTests
{
    private static readonly string[] Block =
    [
        "# Stake", "", "minimum-stake", "  rule    A stake of the minimum suffices.", "  file    ExactFraction.cs",
        "  text    a <= b", "  change  a < b", "  tests   MinimumStakeTests, BranchTests",
    ];

    [Fact]
    public void A_list_is_read_as_it_is_written()
    {
        var mutant = Assert.Single(MutantList.Read("stake.txt", Block));

        Assert.Equal(("minimum-stake", "Stake"), (mutant.Name, mutant.Subject));
        Assert.Equal(("A stake of the minimum suffices.", "ExactFraction.cs"), (mutant.Rule, mutant.File));
        Assert.Equal([new Edit("a <= b", "a < b")], mutant.Edits);
        Assert.Equal(["MinimumStakeTests", "BranchTests"], mutant.Tests);
        Assert.Null(mutant.Equivalent);
    }

    [Fact]
    public void A_change_may_be_empty()
    {
        var mutant = Assert.Single(MutantList.Read("stake.txt", [.. Block[..6], "  change", Block[7]]));
        Assert.Equal("", Assert.Single(mutant.Edits).Change);
    }

    [Fact]
    public void Two_places_of_a_file_may_change()
    {
        var mutant = Assert.Single(MutantList.Read(
            "stake.txt", [.. Block[..7], "  text    c == d", "  change  c != d", Block[7]]));

        Assert.Equal([new Edit("a <= b", "a < b"), new Edit("c == d", "c != d")], mutant.Edits);
        Assert.Equal("a < b && c != d", mutant.Apply("a <= b && c == d"));
        Assert.Null(mutant.Apply("a <= b && c != d"));
        Assert.Null(mutant.Apply("a <= b && c == d && c == d"));
    }

    [Theory]
    [InlineData(2, "two words", "stake.txt, line 3: a mutant's name is expected, in one word.")]
    [InlineData(4, "  file", "stake.txt, line 5: a value for one of ")]
    [InlineData(5, "  texts   a", "stake.txt, line 6: a value for one of ")]
    [InlineData(4, "  rule    Again.", "stake.txt, line 5: a value for one of ")]
    [InlineData(7, "", "stake.txt, line 7: minimum-stake has no `tests`.")]
    [InlineData(6, "  tests   A", "stake.txt, line 7: a value for one of ")]
    [InlineData(7, "  change  b < a", "stake.txt, line 8: a value for one of ")]
    [InlineData(7, "  file    Stake.cs", "stake.txt, line 8: a value for one of ")]
    public void A_wrong_line_is_named(int index, string line, string expected)
    {
        string[] lines = [.. Block];
        lines[index] = line;

        var fault = Assert.Throws<FormatException>(() => MutantList.Read("stake.txt", lines));
        Assert.StartsWith(expected, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_is_found_across_a_line_break_and_only_once()
    {
        var mutant = MutantList.Read("stake.txt", Block)[0];

        Assert.Equal("if (a < b)", mutant.Apply("if (a\n    <= b)"));
        Assert.Null(mutant.Apply("if (a <= b && a <= b)"));
        Assert.Null(mutant.Apply("if (a < b)"));
    }

    [Fact]
    public void A_survivor_and_a_wrong_argument_are_bad_verdicts()
    {
        var mutant = MutantList.Read("stake.txt", Block)[0];
        var equivalent = mutant with { Equivalent = "It changes nothing." };

        Assert.True(new Verdict(mutant, "MinimumStakeTests.At_the_bound", null).IsGood);
        Assert.False(new Verdict(mutant, null, null).IsGood);
        Assert.False(new Verdict(mutant, null, "it does not compile").IsGood);
        Assert.True(new Verdict(equivalent, null, null).IsGood);
        Assert.False(new Verdict(equivalent, "MinimumStakeTests.At_the_bound", null).IsGood);
    }
}
