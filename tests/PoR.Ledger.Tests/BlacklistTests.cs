using PoR.Core.Agreement;
using PoR.Core.Parameters;
using PoR.Ledger.Blocks;
using PoR.Ledger.Stake;
using PoR.Ledger.Transactions;

namespace PoR.Ledger.Tests;

public sealed class BlacklistTests
{
    private static Scenario Chain() => new(
        ProtocolParameters.Paper, TestData.Account(1, 5), TestData.Account(2, 5), TestData.Account(3, 5));

    [Fact(DisplayName = "PoR §6.5.1 case 3: blacklisting lasts for 500 rounds, from the round after the block")]
    public void Blacklisting_lasts_500_rounds()
    {
        var chain = Chain();
        chain.SkipEmpty(4);
        Assert.Equal(3, chain.NextTable.Eligible.Length);
        chain.Accuse(TestData.NoConfidence(1, 4)); // Block 5.

        Assert.Equal(2, chain.NextTable.Eligible.Length); // Round 6.
        chain.SkipEmpty(499);
        Assert.Equal(505, chain.State.Round.Next.Number);
        Assert.Equal(2, chain.NextTable.Eligible.Length);
        chain.SkipEmpty(1);
        Assert.Equal(3, chain.NextTable.Eligible.Length); // Round 506.
        Assert.Equal(5, chain.Reputation(1));
    }

    [Fact(DisplayName = "PoR §6.5.1: a signed wrong credential bans as a leader's bad block does, and for as long")]
    public void A_wrong_credential_bans()
    {
        var chain = Chain();
        chain.SkipEmpty(4);
        chain.Accuse(TestData.WrongCredential(1, 4)); // Block 5.

        Assert.Equal((2, 505), (chain.NextTable.Eligible.Length, chain.Account(1).BlacklistedUntil.Number));
        chain.SkipEmpty(499);
        Assert.Equal(2, chain.NextTable.Eligible.Length);
        chain.SkipEmpty(1);
        Assert.Equal(3, chain.NextTable.Eligible.Length); // Round 506.
    }

    [Fact(DisplayName = "D13, D15: of an account and round each kind of evidence counts once, whichever vote it shows")]
    public void Each_kind_counts_once()
    {
        var chain = Chain();
        chain.SkipEmpty(1);
        var (one, other) = (TestData.WrongCredential(1, 1), TestData.WrongCredential(1, 1, step: 3));
        var block = chain.Accuse(TestData.NoConfidence(1, 1), one);
        Assert.Equal([1, 3], chain.State.Evidence.Select(applied => (int)applied.Kind));
        Assert.Equal([1, 3], block.Evidence.Select(piece => (int)piece.Kind));
        Assert.Empty(chain.Build([], [one, other]).Block.Evidence);

        var outcome = chain.Execute(Forge.WithEvidence(chain.Build([], []).Block, [other]));
        Assert.Equal(
            new BlockFault.EvidenceRefused(0, EvidenceRefusal.Repeated),
            Assert.Single(Assert.IsType<BlockOutcome.Invalid>(outcome).Faults));
    }

    [Fact(DisplayName = "PoR §6.5.2: a blacklisted author's reviews are invalid, its payments are not")]
    public void A_blacklisted_author_cannot_review()
    {
        var chain = new Scenario(ProtocolParameters.Paper, TestData.Account(1, 5, 9, blacklistedUntil: 2));
        var review = chain.Review(1);
        Assert.IsType<TransactionFault.BlacklistedReviewer>(chain.FaultOf(review));
        chain.Commit(chain.Payment(1, 2, 1));
        chain.SkipEmpty(1);

        Assert.Null(chain.FaultOf(chain.Review(1)));
    }

    [Fact(DisplayName = "D13: the accused's review in the same block still stands")]
    public void Blacklisting_starts_with_the_round_after()
    {
        var chain = Chain();
        chain.SkipEmpty(1);
        var built = chain.Build([chain.Review(1)], [TestData.NoConfidence(1, 1)]);

        Assert.Single(built.Block.Payset);
        chain.Advance(built);
        Assert.Equal((7, 502), (chain.Reputation(1), chain.Account(1).BlacklistedUntil.Number));
    }

    [Fact(DisplayName = "D13: a repeat extends to the later end, never to an earlier one")]
    public void A_repeat_extends()
    {
        var chain = new Scenario(ProtocolParameters.Paper, TestData.Account(1), TestData.Account(2, 1, 0, 9_000));
        chain.SkipEmpty(2);
        chain.Accuse(TestData.NoConfidence(1, 1), TestData.NoConfidence(2, 1));
        Assert.Equal((503, 9_000), Ends(chain));
        chain.Accuse(TestData.NoConfidence(1, 2));
        Assert.Equal((504, 9_000), Ends(chain));
    }

    [Fact(DisplayName = "D13: the same evidence counts once")]
    public void Evidence_is_used_once()
    {
        var chain = Chain();
        chain.SkipEmpty(1);
        var evidence = TestData.NoConfidence(1, 1);
        var twice = chain.Build([], [evidence, evidence]);
        Assert.Equal([evidence], twice.Block.Evidence);
        chain.Advance(twice);

        Assert.Empty(chain.Build([], [evidence]).Block.Evidence);
        chain.SkipEmpty(60); // Forgotten by now, but too old by then.
        Assert.Empty(chain.State.Evidence);
        Assert.Empty(chain.Build([], [evidence]).Block.Evidence);
    }

    [Theory(DisplayName = "D13: evidence is of a past round, at most E back, against an account")]
    [InlineData(1, 0, EvidenceRefusal.OutOfTime)]
    [InlineData(1, 9, EvidenceRefusal.OutOfTime)]
    [InlineData(1, 10, null)]
    [InlineData(1, 59, null)]
    [InlineData(1, 60, EvidenceRefusal.OutOfTime)]
    [InlineData(1, long.MinValue, EvidenceRefusal.OutOfTime)]
    [InlineData(99, 30, EvidenceRefusal.AgainstNobody)]
    public void Evidence_has_its_time(int accused, long round, EvidenceRefusal? expected)
    {
        var chain = Chain();
        chain.SkipEmpty(59); // The next round is 60.
        var evidence = TestData.NoConfidence(accused, round);
        var built = chain.Build([], [evidence]);
        Assert.Equal(expected is null ? 1 : 0, built.Block.Evidence.Length);

        var outcome = chain.Execute(Forge.WithEvidence(built.Block, [evidence]));
        var fault = outcome is BlockOutcome.Invalid invalid ? Assert.Single(invalid.Faults) : null;
        Assert.Equal(expected is { } refusal ? new BlockFault.EvidenceRefused(0, refusal) : null, fault);
    }

    [Fact(DisplayName = "D5, D13: a ban silences up to its last round")]
    public void A_ban_silences_until_its_last_round()
    {
        var chain = new Scenario(
            ProtocolParameters.Paper with { BlacklistRounds = 3 },
            TestData.Account(1, 5), TestData.Account(2, 5), TestData.Account(3, 5));
        var genesis = chain.State;
        int Speaking() => CommitteeViews.Of(genesis, chain.State).Members.Length;
        chain.SkipEmpty(1);
        chain.Accuse(TestData.NoConfidence(1, 1)); // Block 2: until round 5.

        Assert.Equal(2, Speaking());
        chain.SkipEmpty(2);
        Assert.Equal((5, 2), (chain.State.Round.Next.Number, Speaking()));
        chain.SkipEmpty(1);
        Assert.Equal(3, Speaking());
    }

    [Fact(DisplayName = "D13: nobody voted in round 0, so that no evidence is of it")]
    public void Nothing_accuses_in_the_round_of_genesis()
    {
        var chain = Chain();
        Assert.Empty(chain.Build([], [TestData.NoConfidence(1, 0)]).Block.Evidence);
    }

    [Fact(DisplayName = "D13: applied evidence is remembered while it could come again, and no longer")]
    public void Evidence_is_remembered_for_E_rounds()
    {
        var chain = Chain();
        chain.SkipEmpty(1);
        chain.Accuse(TestData.NoConfidence(1, 1)); // Block 2; block 51 is the last that could carry it again.
        chain.SkipEmpty(48);
        Assert.Equal((50, 1), (chain.State.Round.Number, chain.State.Evidence.Length));

        chain.SkipEmpty(1);
        Assert.Empty(chain.State.Evidence);
    }

    [Fact]
    public void A_block_with_evidence_that_proves_nothing_is_invalid()
    {
        var chain = Chain();
        chain.SkipEmpty(1);
        var block = chain.Build([], [TestData.NoConfidence(1, 1)]).Block;
        var wrong = new EvidenceFault.TooFewSeats(3, 4);
        var executor = new BlockExecutor(new FakeSignatures(), new FakeBranchRules(wrong));

        var outcome = executor.Execute(chain.State, block, Scenario.SeedAfter(chain.State), null);
        var fault = Assert.Single(Assert.IsType<BlockOutcome.Invalid>(outcome).Faults);
        Assert.Equal(new BlockFault.EvidenceProvesNothing(0, wrong), fault);
    }

    private static (long, long) Ends(Scenario chain) =>
        (chain.Account(1).BlacklistedUntil.Number, chain.Account(2).BlacklistedUntil.Number);
}
