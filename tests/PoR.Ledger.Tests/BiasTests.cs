using PoR.Core.Canonical;
using PoR.Core.Parameters;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Ledger.State;

namespace PoR.Ledger.Tests;

/// <summary>PoR §8.1: always bad reviews for one kind of things, whatever they are worth (D46).</summary>
public sealed class BiasTests
{
    private static readonly Rating Worst = new(0, 0, 5);

    [Theory(DisplayName = "D46: whoever is honest in 30 reviews and biased in 12 gains by all 42, or by 39")]
    [InlineData(0, 12)]
    [InlineData(10, 9)]
    [InlineData(11, 10)]
    public void Honest_elsewhere(int biasReviewsMin, int gaining)
    {
        var chain = Chain(new BehaviourParameters { BiasReviewsMin = biasReviewsMin });
        for (var block = 0; block < 3; block++)
            chain.Commit([.. Enumerable.Range(0, 10).Select(_ => chain.Review(1, category: "book"))]);
        Assert.Equal(70, chain.Reputation(1));

        var said = Enumerable.Range(0, 12).Select(i => Says(chain, i)).ToList();

        Assert.Equal(Enumerable.Repeat(2L, gaining), said.Take(gaining).Select(e => e.RepAdjust));
        Assert.All(said.Take(gaining), e => Assert.Equal(BehaviourFlags.None, e.Flags));
        Assert.All(said.Skip(gaining), e => Assert.Equal((BehaviourFlags.Biased, 0), (e.Flags, e.RepAdjust)));
        Assert.Equal(Round.Genesis, chain.Account(1).BlacklistedUntil);
        Assert.Equal(70 + (2 * gaining), chain.Reputation(1));
        Assert.Equal(2, Says(chain, 5, new Rating(5, 0, 5)).RepAdjust);

        var account = chain.Account(1);
        Assert.Equal(account, CanonicalBytes.Decode<Account>(CanonicalBytes.Of(account), out _));
    }

    [Theory(DisplayName = "D46: one honest review after each nine excuses none; as many honest ones as biased ones do")]
    [InlineData(10, 8)] // Nine outliers and a good review, over and over: the eleventh outlier is bias.
    [InlineData(2, 0)]
    public void In_turns(int period, int withheld)
    {
        var chain = Chain(new BehaviourParameters { OutlierReviewsMin = 0 });

        var said = Enumerable.Range(0, 20).Select(
            i => Says(chain, i % 10, i % period == period - 1 ? new Rating(5, 0, 5) : Worst)).ToList();

        Assert.Equal(withheld, said.Count(e => e.Flags == BehaviourFlags.Biased));
    }

    [Fact(DisplayName = "D46: an author chooses its own scale, so what lies beside its end counts like the end")]
    public void Own_scales()
    {
        var chain = Chain(new BehaviourParameters());

        var said = Enumerable.Range(0, 10).Select(i => Says(chain, i, new Rating(1, 0, 1_000))).ToList();

        Assert.Equal(BehaviourFlags.Biased | BehaviourFlags.Outlier, said[^1].Flags);
    }

    [Theory(DisplayName = "D46: what the subjects are settled as counts, whatever the author calls them, or does not")]
    [InlineData("")]
    [InlineData("book")]
    public void Other_names(string category)
    {
        var chain = Chain(new BehaviourParameters { OutlierReviewsMin = 0 });

        var said = Enumerable.Range(0, 10).Select(i => Says(chain, i, category: category)).ToList();

        var rest = category.Length == 0 ? BehaviourFlags.None : BehaviourFlags.WrongSubject;
        Assert.All(said[..9], e => Assert.Equal(rest, e.Flags));
        Assert.Equal(rest | BehaviourFlags.Biased, said[9].Flags);
        Assert.Equal("toy", Assert.Single(chain.Account(1).History.Biases.All).Category);
    }

    /// <summary>Ten toys, each of ten good reviews.</summary>
    private static Scenario Chain(BehaviourParameters behaviour)
    {
        var chain = new Scenario(
            ProtocolParameters.Paper with { Behaviour = behaviour with { GainMax = 0 } },
            Enumerable.Range(1, 20).Select(i => TestData.Account(i, 10)));
        for (var author = 2; author < 12; author++)
            chain.Commit([.. Enumerable.Range(0, 10).Select(i => chain.Review(author, "95", 5, Toy(i), "toy"))]);
        return chain;
    }

    private static ReviewEvaluation Says(Scenario chain, int toy, Rating? rate = null, string category = "toy")
    {
        var rating = rate ?? Worst;
        return chain.Commit(chain.Review(
            1, rating.Value > 1 ? "95" : "5", subject: Toy(toy % 10), category: category, rate: rating))
            .Payset[0].Evaluation!;
    }

    private static string Toy(int number) => $"toy {number}";
}
