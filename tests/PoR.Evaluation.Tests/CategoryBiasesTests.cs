using PoR.Core.Canonical;
using PoR.Core.Parameters;
using PoR.Evaluation.Behaviour;

namespace PoR.Evaluation.Tests;

/// <summary>D46: how an author's outliers in one category are counted, to the last number.</summary>
public sealed class CategoryBiasesTests
{
    private const int Below = -1;
    private const int Above = 1;

    private static readonly BehaviourParameters Rules = new();

    [Theory(DisplayName = "D46: the tenth outlier on one side of a category is bias, and each further one")]
    [InlineData(8, false)]
    [InlineData(9, true)]
    [InlineData(10, true)]
    [InlineData(30, true)]
    public void The_tenth_outlier(int before, bool isBias)
    {
        foreach (var side in new[] { Below, Above })
        {
            var biases = Counted("toy", before, side);
            Assert.Equal(isBias, biases.IsBias(Rules, "toy", side));
            Assert.False(biases.IsBias(Rules, "toy", -side));
            Assert.False(biases.IsBias(Rules, "book", side));
            Assert.Equal([new CategoryBias("toy", side > 0, Math.Min(before, 10))], biases.All);
        }
    }

    [Fact(DisplayName = "D46: another review of the category takes one off, an outlier of the other side, too")]
    public void Other_reviews()
    {
        var biases = Counted("toy", 30);

        Assert.Equal(9, biases.After(Rules, "toy", 0, isFlagged: false).All[0].Count);
        Assert.Equal(new CategoryBias("toy", false, 9), biases.After(Rules, "toy", Above, isFlagged: false).All[0]);
        Assert.Same(biases, biases.After(Rules, "book", 0, isFlagged: false));
        Assert.Same(biases, biases.After(Rules, "", 0, isFlagged: false));
        Assert.Same(CategoryBiases.None, Counted("toy", 1).After(Rules, "toy", Above, isFlagged: false));
        Assert.Equal(1, Counted("toy", 2).After(Rules, "toy", 0, isFlagged: false).All[0].Count);
    }

    [Fact(DisplayName = "D46: a flagged review takes nothing off, a flagged outlier adds")]
    public void Flagged_reviews()
    {
        var biases = Counted("toy", 5);

        Assert.Same(biases, biases.After(Rules, "toy", 0, isFlagged: true));
        Assert.Same(biases, biases.After(Rules, "toy", Above, isFlagged: true));
        Assert.Equal(6, biases.After(Rules, "toy", Below, isFlagged: true).All[0].Count);
        Assert.Single(CategoryBiases.None.After(Rules, "toy", Below, isFlagged: true).All);
    }

    [Fact(DisplayName = "D46: without a category nothing is counted, nor where there is no outlier, nor with 0")]
    public void Nothing_is_counted()
    {
        var off = Rules with { BiasReviewsMin = 0 };

        Assert.Same(CategoryBiases.None, CategoryBiases.None.After(Rules, "", Below, isFlagged: false));
        Assert.Same(CategoryBiases.None, CategoryBiases.None.After(Rules, "toy", 0, isFlagged: false));
        Assert.Same(CategoryBiases.None, CategoryBiases.None.After(off, "toy", Below, isFlagged: false));
        Assert.False(CategoryBiases.None.IsBias(off, "toy", Below));
        Assert.False(Counted("toy", 10).IsBias(off, "toy", Below));
        Assert.True(CategoryBiases.None.IsBias(Rules with { BiasReviewsMin = 1 }, "toy", Below));
        Assert.False(CategoryBiases.None.IsBias(Rules with { BiasReviewsMin = 2 }, "toy", Below));
        Assert.False(Counted("toy", 1).IsBias(Rules with { BiasReviewsMin = int.MaxValue }, "toy", Below));
    }

    [Fact(DisplayName = "D46: the ninth category takes the place of the least count, of equals of the first by bytes")]
    public void Ninth_category()
    {
        // In UTF-16 the last two would stand the other way round.
        string[] names = ["a", "b", "c", "d", "e", "f", "\uFFFD", "😀"];
        var eight = names.Reverse().Aggregate(CategoryBiases.None, (all, name) => Counted(name, 2, from: all));
        Assert.Equal(names, Names(eight));

        Assert.Equal([.. names[1..], "😁"], Names(Counted("😁", 1, from: eight)));
        Assert.Equal(["0", .. names[1..]], Names(Counted("0", 1, from: eight)));
        var least = eight.After(Rules, "\uFFFD", 0, isFlagged: false);
        Assert.Equal(["a", "aa", .. names[1..6], "😀"], Names(Counted("aa", 1, from: least)));
        Assert.Equal(1, Counted("aa", 1, from: least).All[1].Count);
        Assert.Equal(names, Names(Counted("f", 1, from: eight)));
    }

    [Fact(DisplayName = "D46: what is counted is written in one form, and no other is read")]
    public void One_form()
    {
        var biases = Counted("b", 3, Above, from: Counted("a", 12));
        byte[] bytes = [0, 0, 0, 2, .. Entry('a', 0, 10), .. Entry('b', 1, 3)];

        Assert.Equal(bytes, CanonicalBytes.Of(biases));
        Assert.Equal(biases, CanonicalBytes.Decode<CategoryBiases>(bytes, out _));
        Assert.NotEqual(biases, Counted("b", 4, Above, from: Counted("a", 12)));
        Assert.Same(CategoryBiases.None, CanonicalBytes.Decode<CategoryBiases>([0, 0, 0, 0], out _));
        byte[][] wrong =
        [
            [0, 0, 0, 2, .. Entry('b', 1, 3), .. Entry('a', 0, 10)],
            [0, 0, 0, 2, .. Entry('a', 1, 3), .. Entry('a', 0, 10)],
            [0, 0, 0, 1, .. Entry('a', 0, 0)],
            [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1],
            [0, 0, 0, 9, .. "abcdefghi".SelectMany(name => Entry(name, 0, 1))],
        ];
        Assert.All(wrong, of =>
        {
            Assert.Null(CanonicalBytes.Decode<CategoryBiases>(of, out var fault));
            Assert.NotNull(fault);
        });

        static byte[] Entry(char name, byte isAbove, byte count) =>
            [0, 0, 0, 1, (byte)name, isAbove, 0, 0, 0, count];
    }

    private static CategoryBiases Counted(string category, int count, int side = Below, CategoryBiases? from = null) =>
        Enumerable.Range(0, count).Aggregate(
            from ?? CategoryBiases.None, (all, _) => all.After(Rules, category, side, isFlagged: false));

    private static IEnumerable<string> Names(CategoryBiases biases) => biases.All.Select(bias => bias.Category);
}
