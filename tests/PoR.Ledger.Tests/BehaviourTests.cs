using PoR.Core.Parameters;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Ledger.Blocks;
using PoR.Ledger.Transactions;

namespace PoR.Ledger.Tests;

public sealed class BehaviourTests
{
    // One account of twenty is 5 % of the weight: just the cap of the hardened set.
    private static Scenario Chain(BehaviourParameters? behaviour = null, long reputation = 10) => new(
        ProtocolParameters.Paper with { Behaviour = behaviour ?? new() },
        Enumerable.Range(1, 20).Select(i => TestData.Account(i, reputation)));

    [Theory(DisplayName = "PoR §8.1: reviews closer together than a human writes blacklist their author")]
    [InlineData(1, BehaviourFlags.ShortInterval)]
    [InlineData(4_999, BehaviourFlags.ShortInterval)]
    [InlineData(5_000, BehaviourFlags.None)]
    public void Short_interval(long gapMs, BehaviourFlags expected)
    {
        var chain = Chain();
        var time = chain.NextTime.Milliseconds;
        var block = chain.Commit(chain.Review(1, writtenAt: time - gapMs), chain.Review(1, writtenAt: time));

        Assert.Equal([BehaviourFlags.None, expected], FlagsOf(block));
        var isFlagged = expected != BehaviourFlags.None;
        Assert.Equal(isFlagged ? 12 : 14, chain.Reputation(1)); // The second adjustment is withheld.
        Assert.Equal(isFlagged ? 501 : 0, chain.Account(1).BehaviourBlacklistedUntil.Number);
        Assert.Equal(isFlagged, chain.FaultOf(chain.Review(1)) is TransactionFault.BlacklistedReviewer);
        Assert.Equal(isFlagged ? 19 : 20, chain.NextTable.Considered);
    }

    [Fact]
    public void Blocks_far_apart_excuse_a_short_interval()
    {
        var chain = Chain();
        var time = chain.NextTime.Milliseconds;
        chain.Commit(chain.Review(1, writtenAt: time));

        Assert.Equal([BehaviourFlags.None], FlagsOf(chain.Commit(chain.Review(1, writtenAt: time + 1))));
    }

    [Fact(DisplayName = "PoR §8.3: the 100th review back may not lie in a block less than 10 minutes ago")]
    public void Too_frequent()
    {
        var chain = Chain(reputation: 10_000);
        var first = chain.NextTime.Milliseconds;
        foreach (var block in Enumerable.Range(0, 100).Chunk(10)) // Ten a block of 10 s, with invented times.
            chain.Commit([.. block.Select(i => chain.Review(1, writtenAt: first + (i * 6_000)))]);
        Assert.Equal(100, chain.Account(1).History.BlockTimes.Length);
        Assert.Equal(Round.Genesis, chain.Account(1).BlacklistedUntil);

        var flagged = chain.Commit(chain.Review(1, writtenAt: first + 600_000));

        Assert.Equal([BehaviourFlags.TooFrequent], FlagsOf(flagged));
        Assert.Equal(511, chain.Account(1).BlacklistedUntil.Number);
        Assert.Equal((101, 100), (chain.Account(1).History.Reviews, chain.Account(1).History.BlockTimes.Length));
    }

    [Fact(DisplayName = "PoR §8.3: a hundred reviews over a longer time are welcome")]
    public void Steady_writers_are_not_flagged()
    {
        var chain = Chain();
        for (var i = 0; i < 130; i++)
            Assert.Equal([BehaviourFlags.None], FlagsOf(chain.Commit(chain.Review(1, stars: i % 2 == 0 ? 4 : 3))));
    }

    [Fact(DisplayName = "D24: behaviour blacklists at most its share of the weight")]
    public void Blacklisted_weight_is_capped()
    {
        var chain = Chain(new BehaviourParameters { BlacklistedWeightMax = new Ratio(1, 10) });
        var time = chain.NextTime.Milliseconds;
        var block = chain.Commit([.. new[] { 5, 2, 9 }.SelectMany(author => new[]
        {
            chain.Review(author, writtenAt: time), chain.Review(author, writtenAt: time + 1),
        })]);

        Assert.Equal(3, FlagsOf(block).Count(f => f == BehaviourFlags.ShortInterval));
        Assert.All([5, 2], author => Assert.True(chain.Account(author).IsBlacklistedIn(chain.State.Round.Next)));
        Assert.False(chain.Account(9).IsBlacklistedIn(chain.State.Round.Next)); // 15 % would be above 10 %.

        var again = chain.NextTime.Milliseconds;
        chain.Commit(chain.Review(3, writtenAt: again), chain.Review(3, writtenAt: again + 1));
        Assert.False(chain.Account(3).IsBlacklistedIn(chain.State.Round.Next));
        chain.Commit(chain.Review(77, writtenAt: again), chain.Review(77, writtenAt: again + 1));
        Assert.True(chain.Account(77).IsBlacklistedIn(chain.State.Round.Next)); // Weighs nothing.
    }

    [Fact(DisplayName = "D24: the cap counts all that is banned at the moment; one account always may be")]
    public void The_hardened_cap_is_a_twentieth()
    {
        var chain = Chain();
        Spam(chain, 5, 2); // One account of twenty is the cap.
        Assert.Equal([5], BlacklistedOf(chain, 5, 2));
        Spam(chain, 9);
        Assert.Equal([5], BlacklistedOf(chain, 5, 2, 9));
        Assert.Equal(new Ratio(1, 10), ProtocolParameters.Paper.Behaviour.BlacklistedWeightMax);

        var four = new Scenario(
            ProtocolParameters.Hardened with { MinimumStakeQuantile = new Ratio(0, 1) },
            Enumerable.Range(0, 4).Select(i => TestData.Account(i, 10)));
        Spam(four, 1, 2);
        Assert.Equal([1], BlacklistedOf(four, 1, 2));
    }

    [Fact(DisplayName = "D24: the cap is a share of those whom no evidence bans in this round")]
    public void The_cap_leaves_out_who_is_banned_by_evidence()
    {
        var chain = new Scenario(
            ProtocolParameters.Paper with { Behaviour = new() { BlacklistedWeightMax = new Ratio(1, 10) } },
            Enumerable.Range(1, 20).Select(i => TestData.Account(i, 10, blacklistedUntil: i == 20 ? 1 : 0)));
        Spam(chain, 5, 2); // 20 of 190, since the twentieth account is banned for the last time.
        Assert.Equal([5], BlacklistedOf(chain, 5, 2));
    }

    [Fact(DisplayName = "D24: whoever is free again in the next round counts no more against the cap")]
    public void The_cap_counts_who_stays_banned()
    {
        var chain = new Scenario(
            ProtocolParameters.Paper with { BlacklistRounds = 5, Behaviour = new() },
            Enumerable.Range(1, 20).Select(i => TestData.Account(i, 10)));
        Spam(chain, 5); // Block 1: until round 6.
        chain.SkipEmpty(3);
        Spam(chain, 2); // Block 5.
        Assert.Equal([5], BlacklistedOf(chain, 5, 2));
        Spam(chain, 9); // Block 6.
        Assert.Equal([9], BlacklistedOf(chain, 5, 2, 9));
    }

    [Fact(DisplayName = "D5, D24: the cap is a share of the round's own stake, not of the last block's")]
    public void The_cap_looks_back()
    {
        var genesis = Chain(new BehaviourParameters { BlacklistedWeightMax = new Ratio(1, 10) }).State;
        var chain = new Scenario(genesis);
        foreach (var author in new[] { 5, 2, 9 })
            chain.Commit(chain.Review(author, "0", 5)); // Halved: 15 % of the weight have become 7.5 %.
        var time = chain.NextTime.Milliseconds;
        SignedTransaction[] spam =
        [
            .. new[] { 5, 2, 9 }.SelectMany(a => new[]
            {
                chain.Review(a, writtenAt: time + 60_000), chain.Review(a, writtenAt: time + 60_001),
            }),
        ];

        var next = new BlockBuilder(
            chain.State, Scenario.Leader, Scenario.SeedAfter(chain.State), new Timestamp(time + 60_001), spam, [],
            new FakeScores(), genesis).Try(int.MaxValue).Seal().Next;
        var round = next.Round.Next;
        Assert.Equal(2, new[] { 5, 2, 9 }.Count(a => next.FindAccount(TestData.Key(a))!.IsBlacklistedIn(round)));
    }

    [Fact(DisplayName = "PoR §8.3 spamming: a text that was said before on a subject earns nothing, whoever says it")]
    public void Duplicate_text()
    {
        var chain = Chain(new BehaviourParameters { DuplicateRounds = 3 });
        var block = chain.Commit(Said(1, "80 Same, text"), Said(2, "80 same TEXT!"));
        Assert.Equal([BehaviourFlags.None, BehaviourFlags.DuplicateText], FlagsOf(block));
        Assert.Equal((12, 10), (chain.Reputation(1), chain.Reputation(2)));

        chain.SkipEmpty(2);
        Assert.Equal([BehaviourFlags.DuplicateText], FlagsOf(chain.Commit(Said(3, "80 same text"))));
        chain.SkipEmpty(3); // Said in round 4, forgotten after round 7.
        Assert.Equal(0, chain.State.Texts.Count);
        Assert.Equal([BehaviourFlags.None], FlagsOf(chain.Commit(Said(4, "80 same text"))));

        SignedTransaction Said(int author, string text) => chain.Review(author, subject: "novel", text: text);
    }

    [Theory(DisplayName = "D43: by its own clock a farmer writes 99 reviews in ten minutes, and gains 24, not 198")]
    [InlineData(0, 198)] // As the paper has it.
    [InlineData(24, 24)]
    [InlineData(25, 25)]
    public void Farming(int gainMax, long gained)
    {
        var chain = Chain(new BehaviourParameters { GainMax = gainMax });
        for (var block = 0; block < 11; block++)
            chain.Commit([.. Enumerable.Range(0, 9).Select(_ => chain.Review(1))]);

        Assert.Equal(10 + gained, chain.Reputation(1));
        Assert.Equal(Round.Genesis, chain.Account(1).BlacklistedUntil);
        Assert.True(chain.State.Time.Milliseconds - TestData.Start.Milliseconds < 600_000);
    }

    [Fact(DisplayName = "PoR §8.1 biased: one-sided ratings count only together with incongruence")]
    public void One_sided()
    {
        var chain = Chain();
        for (var i = 0; i < 15; i++)
            Assert.Equal([BehaviourFlags.None], FlagsOf(chain.Commit(chain.Review(1, "100", 5))));
        var flags = new List<BehaviourFlags>();
        for (var i = 0; i < 10; i++)
            flags.AddRange(FlagsOf(chain.Commit(chain.Review(2, i % 3 == 0 ? "0" : "100", 5))));

        Assert.Equal(9, flags.Count(f => f == BehaviourFlags.None));
        Assert.Equal(BehaviourFlags.OneSided, flags[^1]);
        Assert.Equal([BehaviourFlags.None], FlagsOf(chain.Commit(chain.Review(2, "0", 0)))); // The other side.
    }

    [Fact(DisplayName = "PoR §8.3 ballot-stuffing: from the tenth account at once on, a subject earns nothing")]
    public void Burst()
    {
        var chain = Chain();
        var block = chain.Commit([.. Enumerable.Range(1, 12).Select(i => chain.Review(i, subject: "shop"))]);
        Assert.Equal(9, FlagsOf(block).Count(f => f == BehaviourFlags.None));
        Assert.Equal(3, FlagsOf(block).Count(f => f == BehaviourFlags.Burst));
        Assert.All(Enumerable.Range(1, 12), i => Assert.Equal(Round.Genesis, chain.Account(i).BlacklistedUntil));
        Assert.Equal(9, chain.State.FindSubject("shop")!.Statistics.Reviews);
        Assert.Equal(10, chain.State.FindSubject("shop")!.Statistics.Recent.Length);

        Assert.Equal([BehaviourFlags.None], FlagsOf(chain.Commit(chain.Review(13, subject: "shop")))); // 10 s later.
    }

    [Fact(DisplayName = "PoR §8.1 outlier: one is no proof, the fifth of an author that is mostly one earns nothing")]
    public void Frequent_outliers()
    {
        var chain = Chain();
        foreach (var subject in Enumerable.Range(0, 6))
        {
            for (var i = 2; i < 12; i++)
                chain.Commit(chain.Review(i, "90", i % 2 == 0 ? 4 : 5, $"good {subject}"));
        }

        var flags = Enumerable.Range(0, 5)
            .SelectMany(s => FlagsOf(chain.Commit(chain.Review(1, s < 4 ? "30" : "40", 1, $"good {s}")))).ToList();

        Assert.Equal([.. Enumerable.Repeat(BehaviourFlags.None, 4), BehaviourFlags.Outlier], flags);
        Assert.Equal(5, chain.Account(1).History.Outliers);
        Assert.Equal([BehaviourFlags.None], FlagsOf(chain.Commit(chain.Review(1, "80", 4, "good 5"))));
    }

    [Fact(DisplayName = "PoR §8.1 irrelevant: a category against the settled one earns nothing")]
    public void Wrong_subject()
    {
        var chain = Chain();
        for (var i = 1; i <= 4; i++)
            chain.Commit(chain.Review(i, subject: "novel", category: "book"));
        Assert.Equal([BehaviourFlags.None], FlagsOf(chain.Commit(chain.Review(5, subject: "novel", category: "toy"))));
        chain.Commit(chain.Review(6, subject: "novel", category: "book"));

        Assert.Equal(
            [BehaviourFlags.WrongSubject, BehaviourFlags.None, BehaviourFlags.None],
            FlagsOf(chain.Commit(
                chain.Review(7, subject: "novel", category: "toy"),
                chain.Review(8, subject: "novel"),
                chain.Review(9, subject: "novel", category: "book"))));
    }

    [Theory(DisplayName = "D24: five free accounts settle a popular subject's category by number, and not by weight")]
    [InlineData(5)]
    [InlineData(50)]
    public void Category_squatting(int squatters)
    {
        var chain = Chain();
        foreach (var five in Enumerable.Range(0, squatters).Chunk(5))
            chain.Commit([.. five.Select(i => chain.Review(100 + i, subject: "novel", category: "toy"))]);
        var honest = chain.Commit(
            [.. Enumerable.Range(1, 5).Select(i => chain.Review(i, subject: "novel", category: "book"))]);

        // By number, as the rule was, each review of the five is in the wrong category.
        Assert.Equal("toy", SettledByNumber(chain, "novel", 5));
        Assert.DoesNotContain(FlagsOf(honest), flags => flags.HasFlag(BehaviourFlags.WrongSubject));
        Assert.Equal("book", chain.State.FindSubject("novel")!.Statistics.SettledCategory(5));
    }

    [Fact(DisplayName = "D24: an account has one voice on a category, however often it writes")]
    public void One_voice()
    {
        var chain = Chain();
        for (var i = 0; i < 6; i++)
            chain.Commit(chain.Review(1, subject: "novel", category: "toy"));

        var statistics = chain.State.FindSubject("novel")!.Statistics;
        Assert.Equal(TestData.Key(1), Assert.Single(statistics.Voices).Author);
        Assert.Null(statistics.SettledCategory(2));
    }

    /// <summary>What more than half of all reviews before the last block name, and so many at least.</summary>
    private static string? SettledByNumber(Scenario chain, string subject, int reviewsMin)
    {
        var named = chain.Blocks.SkipLast(1).SelectMany(b => b.Block.Payset)
            .Select(e => e.Transaction.Body).OfType<Transaction.Review>().Where(r => r.Subject == subject).ToArray();
        return named.GroupBy(r => r.Category)
            .FirstOrDefault(c => c.Count() >= reviewsMin && 2 * c.Count() > named.Length)?.Key;
    }

    [Fact]
    public void Rules_that_are_switched_off_flag_nothing()
    {
        var chain = Chain(new BehaviourParameters
        {
            ReviewIntervalMs = 0, WindowMs = 0, DuplicateRounds = 0, OneSidedReviewsMin = 0, BurstWindowMs = 0,
            OutlierReviewsMin = 0, CategoryReviewsMin = 0, BiasReviewsMin = 0,
        });
        var time = chain.NextTime.Milliseconds;
        var block = chain.Commit([.. Enumerable.Range(0, 120).Select(i => chain.Review(
            (i % 12) + 1, "0", 5, "shop", i < 60 ? "a" : "b", "0 same", time + i))]);

        Assert.All(FlagsOf(block), flags => Assert.Equal(BehaviourFlags.None, flags));
        Assert.Equal(0, chain.State.Texts.Count);
    }

    [Theory(DisplayName = "D22: verifiers require exactly the flags that the rules give")]
    [InlineData(1, BehaviourFlags.None)] // The leader overlooks one,
    [InlineData(0, BehaviourFlags.Burst)] // invents one,
    [InlineData(1, BehaviourFlags.ShortInterval | BehaviourFlags.Outlier)] // adds one,
    [InlineData(1, BehaviourFlags.TooFrequent)] // or exchanges it.
    public void Missing_or_added_flags_make_a_block_invalid(int entry, BehaviourFlags flags)
    {
        var chain = Chain();
        var time = chain.NextTime.Milliseconds;
        var built = chain.Build([chain.Review(1, writtenAt: time), chain.Review(1, writtenAt: time + 1)]);
        var forged = Forge.WithEvaluation(built.Block, entry, e => e with { Flags = flags });

        foreach (var scores in new ITextScores?[] { new FakeScores(), null })
        {
            var outcome = Scenario.Executor.Execute(chain.State, forged, Scenario.SeedAfter(chain.State), scores);
            var fault = Assert.IsType<BlockFault.FlagsDiffer>(
                Assert.Single(Assert.IsType<BlockOutcome.Invalid>(outcome).Faults));
            Assert.Equal((entry, flags), (fault.Entry, fault.Stored));
        }
    }

    private static void Spam(Scenario chain, params int[] authors)
    {
        var time = chain.NextTime.Milliseconds;
        chain.Commit([.. authors.SelectMany(author => new[]
        {
            chain.Review(author, writtenAt: time), chain.Review(author, writtenAt: time + 1),
        })]);
    }

    private static IEnumerable<int> BlacklistedOf(Scenario chain, params int[] authors) =>
        authors.Where(author => chain.Account(author).IsBlacklistedIn(chain.State.Round.Next));

    private static IEnumerable<BehaviourFlags> FlagsOf(Core.Agreement.Block block) =>
        block.Payset.Select(e => e.Evaluation!.Flags);
}
