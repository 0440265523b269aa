using PoR.Core.Bytes;
using PoR.Core.Parameters;
using PoR.Core.Transactions;
using static PoR.Core.Transactions.BehaviourFlags;

namespace PoR.Simulation.Tests.Export;

/// <summary>Chains in which each behaviour is flagged at least five times, and nearly so beside it.</summary>
internal static class BehaviourChains
{
    private static readonly Rating One = new(1, 1, 5);

    /// <summary>All flags but those with a chain of their own; the paper's set.</summary>
    public static ComposedChain Flags()
    {
        var chain = new ComposedChain(new Cast([.. Enumerable.Repeat(100L, 24)], ProtocolParameters.Paper));
        ShortIntervals(chain);
        SaidBefore(chain);
        OneSidedAuthors(chain);
        Bursts(chain);
        Outliers(chain);
        chain.Empty();
        return chain;
    }

    /// <summary>Five authors of 101 reviews in less than ten minutes, one in exactly ten; the hardened set.</summary>
    public static ComposedChain Frequent()
    {
        var chain = new ComposedChain(new Cast(20, ProtocolParameters.Hardened));
        for (var block = 0; block < 10; block++)
            chain.Say(60_000, Range(0, 6).SelectMany(who => Course(who, 10)));
        chain.Say(59_999, Range(0, 5).Select(who => new Saying(who, TooFrequent)));
        Assert.Equal([true, false, false, false, false], Range(0, 5).Select(who => IsBanned(chain, who)));
        chain.Say(1, new Saying(5));
        chain.Empty(11);
        Assert.False(chain.IsMember(0));
        return chain;
    }

    /// <summary>Few texts are remembered, bans are short, and a banned author writes again after its term.</summary>
    public static ComposedChain Terms()
    {
        var hardened = ProtocolParameters.Hardened;
        var chain = new ComposedChain(new Cast(20, hardened with
        {
            BlacklistRounds = 5, LookBackRounds = 2, StakeLookBackRounds = 2,
            Behaviour = hardened.Behaviour with { DuplicateRounds = 3 },
        }));
        chain.Say(10_000, Twice(1, ShortInterval).Append(
            new Saying(2) { Text = "80 the same, good words", Subject = "said" }));
        chain.Empty(2);
        chain.Say(10_000, new Saying(3, DuplicateText)
        {
            Text = "80 The SAME good words!", Subject = "said",
        });
        chain.Say(10_000, Twice(4, ShortInterval)); // One of twenty is banned: no room in a twentieth.
        Assert.Equal((true, false), (IsBanned(chain, 1), IsBanned(chain, 4)));
        chain.Say(10_000, Twice(5, ShortInterval)); // Round 6: the first ban ends with this round.
        Assert.Equal((false, true), (IsBanned(chain, 1), IsBanned(chain, 5)));
        chain.Say(10_000, new Saying(1));
        chain.Say(10_000, new Saying(6) // Forgotten.
        {
            Text = "80 the same good words", Subject = "said", OffsetMs = -3_600_000,
        });
        chain.Empty(5);
        Assert.True(chain.IsMember(5));
        return chain;
    }

    /// <summary>
    /// Two accounts are exactly a tenth of the weight. One of twenty is banned by evidence for the last time when the
    /// next two would be a tenth of all.
    /// </summary>
    public static ComposedChain Caps()
    {
        var chain = new ComposedChain(new Cast(20, ProtocolParameters.Paper with
        {
            StakeKind = StakeKind.Tokens, BlacklistRounds = 5, LookBackRounds = 2, StakeLookBackRounds = 2,
        }));
        int[] authors = [5, 2, 9];
        chain.Say(10_000, authors.SelectMany(who => Twice(who, ShortInterval)));
        Assert.Equal([true, true, false], authors.Select(who => IsBanned(chain, who)));
        chain.Add(10_000, [LedgerChains.Contradiction(chain, 19, round: 1)]);
        chain.Empty(4);
        chain.Say(10_000, Twice(6, ShortInterval).Concat(Twice(8, ShortInterval)));
        Assert.Equal((true, false), (IsBanned(chain, 6), IsBanned(chain, 8)));
        chain.Empty();
        return chain;
    }

    /// <summary>
    /// An author that gains all that a window allows, at its end again, and one that loses in between: losses are not
    /// taken off.
    /// </summary>
    public static ComposedChain Gains()
    {
        var hardened = ProtocolParameters.Hardened;
        var chain = new ComposedChain(new Cast(4, hardened with
        {
            Behaviour = hardened.Behaviour with { GainMax = 5, GainWindowMs = 60_000 },
        }));
        Expect(10_000, [2, 2, 1, 0], Course(1, 4));
        Expect(10_000, [2, -6, 2, 1, 0], Course(2, 5, i => new Saying(2) { IsAngry = i == 1 }));
        Expect(49_999, [0, 2], new Saying(1) { OffsetMs = -10_000 }, new Saying(3));
        Expect(1, [0, 2], new Saying(2), new Saying(1));
        Expect(10_000, [2, 2], Course(2, 2));
        return chain;

        void Expect(long afterMs, long[] adjustments, params IEnumerable<Saying> sayings)
        {
            chain.Say(afterMs, sayings);
            Assert.Equal(adjustments, chain.Blocks[^1].Block.Payset.Select(e => e.Evaluation!.RepAdjust));
        }
    }

    /// <summary>One of four is more than a twentieth, and is banned all the same.</summary>
    /// <param name="sensitive">What a review carries.</param>
    public static ComposedChain OfFour(Bytes32 sensitive)
    {
        var chain = new ComposedChain(new Cast(4, ProtocolParameters.Hardened));
        chain.Say(10_000, Twice(1, ShortInterval).Concat(Twice(2, ShortInterval)));
        Assert.Equal((true, false), (IsBanned(chain, 1), IsBanned(chain, 2)));
        chain.Empty();
        chain.Say(10_000, new Saying(0) { Sensitive = sensitive }, new Saying(3));
        chain.Empty();
        return chain;
    }

    private static void ShortIntervals(ComposedChain chain)
    {
        chain.Say(60_000, Range(0, 5).SelectMany(who => Twice(who, ShortInterval)).Concat(
            Range(5, 3).SelectMany(who => new[] { new Saying(who) { OffsetMs = -5_000 }, new Saying(who) })));
        Assert.Equal([true, true, false, false, false], Range(0, 5).Select(who => IsBanned(chain, who)));
        chain.Say(10_000, new Saying(8));
        chain.Say(5_000, new Saying(8) { OffsetMs = 1 - 5_000 }); // Blocks far enough apart excuse it.
        chain.Say(4_999, new Saying(8, ShortInterval) { OffsetMs = 2 - 9_999 });
    }

    private static void SaidBefore(ComposedChain chain)
    {
        const string text = "Twice the same! It is a wonderful thing.";
        const string folded = "  TWICE, the same: it is a Wonderful thing";
        chain.Say(10_000, new Saying(9) { Text = text, Subject = "said" });
        chain.Say(10_000, Range(10, 5)
            .Select(who => new Saying(who, DuplicateText) { Text = who % 2 == 0 ? text : folded, Subject = "said" })
            .Append(new Saying(15) { Text = text + " 1", Subject = "said" }));
    }

    /// <summary>Ten reviews with five stars, of which four blame the subject: the tenth is flagged.</summary>
    private static void OneSidedAuthors(ComposedChain chain)
    {
        chain.Say(100_000, Range(16, 5).SelectMany(who => Course(who, 10, i => new Saying(who, i == 9 ? OneSided : None)
        {
            IsAngry = i % 3 == 0,
        })));
        chain.Say(100_000, Course(21, 10, i => new Saying(21) { IsAngry = i is 0 or 3 }).Concat(
            Course(22, 10, i => new Saying(22)
            {
                IsAngry = i is 0 or 1 or 2 or 3 or 6, Rate = i is 1 or 2 ? One : new Rating(5, 1, 5),
            })));
        chain.Say(100_000, Course(23, 16, i => new Saying(23, i is >= 9 and <= 14 ? OneSided : None)
        {
            IsAngry = i is 0 or 3 or 6, // Three of fifteen are a fifth, three of sixteen less.
        }));
        chain.Say(10_000, new Saying(16) { Rate = new Rating(3, 1, 5) }); // The middle is on no side.
    }

    private static void Bursts(ComposedChain chain)
    {
        chain.Say(20_000, Range(2, 14).Select(who => new Saying(who, who >= 11 ? Burst : None) { Subject = "shop" }));
        chain.Say(9_999, new Saying(22, Burst) { Subject = "shop" });
        chain.Say(1, new Saying(21) { Subject = "shop" });
    }

    /// <summary>
    /// Fourteen subjects of ten good reviews and one of nine. From the fifth outlier on an author is flagged, at 60
    /// points from the mean and not at 59.9, where outliers are half of what it writes.
    /// </summary>
    private static void Outliers(ComposedChain chain)
    {
        for (var first = 2; first <= 7; first += 5)
        {
            chain.Say(100_000, Range(first, 5).SelectMany(who => Course(
                who, who == 11 ? 14 : 15, i => new Saying(who) { Subject = i < 5 ? $"fair {i}" : $"good {i - 5}" })));
        }

        chain.Say(100_000, Course(15, 10, i => new Saying(15, i is >= 4 and <= 8 ? Outlier : None)
        {
            Subject = $"good {i}", Rate = new Rating(4, 0, 10),
        }));
        chain.Say(100_000, Course(14, 5, i => new Saying(14) { Subject = $"fair {i}", Rate = new Rating(401, 0, 1000) })
            .Concat(Course(13, 15, i => i < 10
                ? new Saying(13)
                : new Saying(13) { Subject = $"good {i - 10}", Rate = new Rating(0, 0, 10) })));
        chain.Say(10_000, new Saying(2) { Text = "qwxz 12 vbnk" }); // Says nothing that can be scored.
    }

    private static IEnumerable<Saying> Twice(int who, BehaviourFlags flags) =>
        [new Saying(who) { OffsetMs = -4_999 }, new Saying(who, flags)];

    private static IEnumerable<Saying> Course(int who, int length, Func<int, Saying>? saying = null) =>
        Range(0, length).Select(i => (saying?.Invoke(i) ?? new Saying(who)) with
        {
            OffsetMs = (i - length + 1) * 6_000L,
        });

    private static IEnumerable<int> Range(int first, int count) => Enumerable.Range(first, count);

    private static bool IsBanned(ComposedChain chain, int who) =>
        chain.Account(who).BehaviourBlacklistedUntil >= chain.Branch.View.Round;
}
