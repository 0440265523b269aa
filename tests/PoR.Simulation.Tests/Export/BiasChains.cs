using System.Collections.Immutable;
using PoR.Core.Parameters;
using PoR.Core.Transactions;
using PoR.Evaluation.Behaviour;
using static PoR.Core.Transactions.BehaviourFlags;

namespace PoR.Simulation.Tests.Export;

/// <summary>Authors that are biased against one category, and nearly so (PoR §8.1; D46).</summary>
internal static class BiasChains
{
    private const int Toys = 12;
    private static readonly Rating _best = new(5, 1, 5);
    private static readonly Rating _worst = new(1, 1, 5);

    // The last two would stand the other way round in UTF-16.
    private static readonly string[] _kinds = ["a", "b", "c", "d", "e", "f", "\uFFFD", "😀"];

    /// <summary>
    /// Ten outliers in a row; nine and another review; other sides; categories that are left out, wrong or never
    /// settled; a ninth category.
    /// </summary>
    public static ComposedChain Biased()
    {
        var hardened = ProtocolParameters.Hardened;
        var chain = new ComposedChain(new Cast([.. Enumerable.Repeat(100L, 24)], hardened with
        {
            MinimumStakeQuantile = new Ratio(0, 1), WeightCapInMedians = null, StakeLookBackRounds = 30,
            Behaviour = hardened.Behaviour with { OutlierReviewsMin = 0, GainMax = 0 },
        }));
        Reviewed(chain);
        chain.Say(100_000, Course(12, Toys, i => Against(12, i, i >= 9)));
        chain.Say(100_000, Course(13, Toys, i => i == 9 ? For(13, i) : Against(13, i, i == 11)));
        OtherSides(chain);
        chain.Say(100_000, Course(15, Toys, i => Against(15, i, i >= 9) with { Category = "" }));
        chain.Say(100_000, Course(16, Toys, i => i == 9
            ? For(16, i) with { Category = "book", Flags = WrongSubject } // Takes nothing off.
            : Against(16, i, i >= 10)));
        NinthCategory(chain);
        chain.Say(100_000, Course(18, Toys, i => Against(18, i, false) with
        {
            Subject = $"thing {i % 3}", Category = "",
        }));
        Assert.Empty(BiasesOf(chain, 18));
        chain.Empty();
        return chain;
    }

    /// <summary>Each subject has ten reviews: toys, some of all kinds, things of no kind, and one bad toy.</summary>
    private static void Reviewed(ComposedChain chain)
    {
        (string Subject, string Category)[] subjects =
        [
            .. Range(Toys).Select(i => ($"toy {i}", "toy")), .. _kinds.Select(kind => ($"one of {kind}", kind)),
            .. Range(3).Select(i => ($"thing {i}", "")),
        ];
        for (var first = 2; first <= 7; first += 5)
        {
            chain.Say(200_000, Enumerable.Range(first, 5).SelectMany(who => Course(
                who, subjects.Length, i => new Saying(who)
                {
                    Subject = subjects[i].Subject, Category = subjects[i].Category,
                })));
            chain.Say(200_000, Enumerable.Range(first, 5).Select(who => Against(who, 0, false) with
            {
                Subject = "bad toy",
            }));
        }
    }

    /// <summary>An outlier above the mean takes one off those below it; the first of all begins its side.</summary>
    private static void OtherSides(ComposedChain chain)
    {
        chain.Say(100_000, Course(14, Toys, i => i == 9
            ? For(14, i) with { Subject = "bad toy" }
            : Against(14, i, i == 11)));
        Assert.Equal([new CategoryBias("toy", false, 10)], BiasesOf(chain, 14));
        chain.Say(100_000, For(19, 0) with { Subject = "bad toy" });
        Assert.Equal([new CategoryBias("toy", true, 1)], BiasesOf(chain, 19));
        chain.Say(100_000, For(19, 0)); // Not an outlier: nothing is left.
        Assert.Empty(BiasesOf(chain, 19));
    }

    /// <summary>Of eight kinds that count the same the first goes; toys, which count more, stay.</summary>
    private static void NinthCategory(ComposedChain chain)
    {
        chain.Say(100_000, Course(17, 9, i => Against(17, i, false)));
        chain.Say(100_000, Course(17, _kinds.Length, i => Against(17, 0, false) with
        {
            Subject = $"one of {_kinds[^(i + 1)]}", Category = _kinds[^(i + 1)],
        }));
        // From the last to the first; the ninth category is "a", and of those with one "b" is the first.
        Assert.Equal(
            ["a", .. _kinds[2..6], "toy", .. _kinds[6..]], BiasesOf(chain, 17).Select(static b => b.Category));
        chain.Say(100_000, Against(17, 9, true));
    }

    private static ImmutableArray<CategoryBias> BiasesOf(ComposedChain chain, int who) =>
        chain.Account(who).History.Biases.All;

    private static Saying Against(int who, int toy, bool isBiased) => new(
        who, isBiased ? BehaviourFlags.Biased : None)
    {
        Subject = $"toy {toy}", Category = "toy", Rate = _worst, IsAngry = true,
    };

    private static Saying For(int who, int toy) => new(who)
    {
        Subject = $"toy {toy}", Category = "toy", Rate = _best,
    };

    private static IEnumerable<Saying> Course(int who, int length, Func<int, Saying> saying) =>
        Range(length).Select(i => saying(i) with { OffsetMs = (i - length + 1) * 6_000L });

    private static IEnumerable<int> Range(int count) => Enumerable.Range(0, count);
}
