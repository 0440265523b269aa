using PoR.Core.Agreement;
using PoR.Core.Canonical;
using PoR.Core.Hashing;
using PoR.Core.Identities;
using PoR.Core.Parameters;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Ledger.Blocks;

namespace PoR.Ledger.Tests;

public sealed class BlockExecutorTests
{
    private static Scenario Chain(ProtocolParameters? parameters = null)
    {
        var chain = new Scenario(
            parameters ?? ProtocolParameters.Paper, TestData.Account(1, 9), TestData.Account(2, 9, 50));
        chain.Commit(chain.Review(1), chain.Payment(2, 1, 5));
        return chain;
    }

    private static Block NextBlock(Scenario chain) =>
        chain.Build([chain.Review(1), chain.Payment(2, 3, 7), chain.Review(2, "60", 1)]).Block;

    [Theory(DisplayName = "PoR §5.2 step 3: RepAdjust must be exact, with or without a look at the texts")]
    [InlineData(0, 1)]
    [InlineData(0, -1)]
    [InlineData(2, 1)]
    public void An_adjustment_off_by_one_is_invalid(int entry, long by)
    {
        var chain = Chain();
        var forged = Forge.WithEvaluation(NextBlock(chain), entry, e => e with { RepAdjust = e.RepAdjust + by });

        AssertInvalid(chain, forged, typeof(BlockFault.AdjustmentDiffers), entry, alsoWithoutScores: true);
    }

    [Fact(DisplayName = "PoR §5.2 step 3: a score that differs from one's own rejects the block")]
    public void A_different_score_is_invalid()
    {
        var chain = Chain();
        var forged = Forge.WithEvaluation(NextBlock(chain), 0, e => e with { Score = 79 });

        AssertInvalid(chain, forged, typeof(BlockFault.ScoreDiffers), 0);
        // Nothing of the state hangs on one point, so that a certified block would stand.
        var root = Assert.IsType<BlockOutcome.Valid>(
            Scenario.Executor.Execute(chain.State, forged, Scenario.SeedAfter(chain.State), null)).Next.Root;
        Assert.Equal(forged.Header.StateRoot, root);
    }

    [Fact]
    public void A_verdict_that_cannot_follow_from_its_score_is_invalid_for_everybody()
    {
        var chain = Chain();
        CongruenceVerdict[] wrong =
            [CongruenceVerdict.Incongruent, CongruenceVerdict.MostlyCongruent, (CongruenceVerdict)9];
        foreach (var verdict in wrong)
        {
            var forged = Forge.WithEvaluation(NextBlock(chain), 0, e => e with { Verdict = verdict });
            AssertInvalid(chain, forged, typeof(BlockFault.ImpossibleEvaluation), 0, alsoWithoutScores: true);
        }

        var off = Forge.WithEvaluation(NextBlock(chain), 0, e => e with { Score = 101 });
        AssertInvalid(chain, off, typeof(BlockFault.ImpossibleEvaluation), 0, alsoWithoutScores: true);
    }

    [Fact]
    public void A_denied_evidence_is_a_different_verdict()
    {
        var chain = Chain();
        var forged = Forge.WithEvaluation(
            NextBlock(chain), 0, e => e with { Verdict = CongruenceVerdict.NoEvidence, RepAdjust = 0 });

        AssertInvalid(chain, forged, typeof(BlockFault.VerdictDiffers), 0);
    }

    [Fact(DisplayName = "PoR Figure 2: fewer divergent evaluations than the parameter says are tolerated")]
    public void Few_divergent_evaluations_can_be_tolerated()
    {
        var chain = Chain(ProtocolParameters.Paper with { FaultsToReject = 2 });
        var one = Forge.WithEvaluation(NextBlock(chain), 0, e => e with { Score = 79 });
        var two = Forge.WithEvaluation(one, 2, e => e with { Score = 61 });

        var tolerated = Assert.IsType<BlockOutcome.Valid>(chain.Execute(one)).Tolerated;
        Assert.IsType<BlockFault.ScoreDiffers>(Assert.Single(tolerated));
        Assert.Equal(2, Assert.IsType<BlockOutcome.Invalid>(chain.Execute(two)).Faults.Length);
    }

    [Theory(DisplayName = "PoR §5.2 step 3: texts alone, looked at later, come to what the whole re-run comes to")]
    [InlineData(1, 0)]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(2, 2)]
    public void Texts_may_be_looked_at_later(int faultsToReject, int wrong)
    {
        var chain = Chain(ProtocolParameters.Paper with { FaultsToReject = faultsToReject });
        var block = NextBlock(chain);
        if (wrong >= 1)
            block = Forge.WithEvaluation(block, 0, e => e with { Score = 79 });
        if (wrong >= 2)
            block = Forge.WithEvaluation(block, 2, e => e with { Score = 61 });
        var known = Assert.IsType<BlockOutcome.Valid>(
            Scenario.Executor.Execute(chain.State, block, Scenario.SeedAfter(chain.State), null));

        var later = BlockExecutor.ReEvaluate(chain.State, block, known, new FakeScores());
        switch (chain.Execute(block))
        {
            case BlockOutcome.Valid valid:
                var alike = Assert.IsType<BlockOutcome.Valid>(later);
                Assert.Equal(valid.Next.Root, alike.Next.Root);
                Assert.Equal(valid.Tolerated, alike.Tolerated);
                break;
            case BlockOutcome.Invalid invalid:
                Assert.Equal(invalid.Faults, Assert.IsType<BlockOutcome.Invalid>(later).Faults);
                break;
        }

        Assert.Equal(wrong >= faultsToReject, later is BlockOutcome.Invalid);
    }

    [Fact(DisplayName = "D19: scores within the tolerance agree")]
    public void Tolerance_is_inclusive()
    {
        var chain = Chain(ProtocolParameters.Paper with { EvaluationTolerance = 3 });
        var block = NextBlock(chain);

        Assert.IsType<BlockOutcome.Valid>(chain.Execute(block, new FakeScores(3)));
        Assert.IsType<BlockOutcome.Invalid>(chain.Execute(block, new FakeScores(4)));
    }

    [Fact]
    public void A_wrong_header_is_invalid()
    {
        var chain = Chain();
        var block = NextBlock(chain);
        var other = TestData.Bytes("other");
        AssertHeader(chain, block, h => h with { Network = new NetworkId(other) }, typeof(BlockFault.WrongNetwork));
        AssertHeader(chain, block, h => h with { Round = new Round(3) }, typeof(BlockFault.WrongRound));
        AssertHeader(chain, block, h => h with { Parent = new BlockDigest(other) }, typeof(BlockFault.WrongParent));
        AssertHeader(chain, block, h => h with { ParentSeed = new Seed(other) }, typeof(BlockFault.WrongParentSeed));
        AssertHeader(
            chain, block, h => h with { PaysetDigest = new Digest(other) }, typeof(BlockFault.WrongPaysetDigest));
        AssertHeader(
            chain, block, h => h with { EvidenceDigest = new Digest(other) }, typeof(BlockFault.WrongEvidenceDigest));
        AssertHeader(chain, block, h => h with { StateRoot = new Digest(other) }, typeof(BlockFault.WrongStateRoot));
        AssertHeader(chain, block, h => h with { Proposer = null }, typeof(BlockFault.NotTheEmptyBlock));
    }

    [Fact(DisplayName = "PoR §12.3: the state root covers the next seed, so another leader's proof does not fit")]
    public void Another_seed_is_another_state()
    {
        var chain = Chain();
        var outcome = Scenario.Executor.Execute(chain.State, NextBlock(chain), new Seed(TestData.Bytes("x")), null);

        Assert.IsType<BlockFault.WrongStateRoot>(Assert.Single(Assert.IsType<BlockOutcome.Invalid>(outcome).Faults));
    }

    [Fact(DisplayName = "PoR §6.5.1: double spending and forged transactions inside a block are invalid")]
    public void Bad_transactions_in_a_block_are_invalid()
    {
        var chain = Chain();
        var block = NextBlock(chain);
        AssertEntry(
            chain, block, new PaysetEntry(chain.Payment(2, 3, 46), null), typeof(BlockFault.InvalidTransaction));
        AssertEntry(
            chain, block, new PaysetEntry(chain.Payment(77, 3, 1), null), typeof(BlockFault.InvalidTransaction));
        AssertEntry(chain, block, block.Payset[1], typeof(BlockFault.InvalidTransaction));
        AssertEntry(chain, block, new PaysetEntry(chain.Review(1), null), typeof(BlockFault.MisplacedEvaluation));
        AssertEntry(
            chain,
            block,
            new PaysetEntry(chain.Payment(2, 3, 1), block.Payset[0].Evaluation),
            typeof(BlockFault.MisplacedEvaluation));
        AssertEntry(
            chain,
            block,
            new PaysetEntry(new SignedTransaction(chain.Payment(2, 3, 1).Body, default), null),
            typeof(BlockFault.WrongSignature));
    }

    [Fact]
    public void A_block_has_a_size()
    {
        var chain = Chain(ProtocolParameters.Paper with { BlockBytesMax = 16 * 1024 });
        var filling = new string('x', 250);
        var reviews = Enumerable.Range(0, 60).Select(i => chain.Review(10 + i, text: $"80 {i} {filling}"));
        var built = chain.Build([.. reviews]);
        var full = chain.Advance(built);

        Assert.InRange(full.Payset.Length, 1, 59);
        Assert.InRange(CanonicalBytes.Of(full).Length, 15_500, 16 * 1024);
        Assert.Equal(CanonicalBytes.Of(full).Length, BlockSize.Of(full));

        var more = chain.Build([.. Enumerable.Range(0, 40).Select(i => chain.Review(10 + i, "?"))]).Block;
        var big = chain.Review(9, text: "80 " + new string('y', 8_000));
        var forged = Forge.WithPayset(more, more.Payset.Add(new PaysetEntry(big, more.Payset[0].Evaluation)));
        AssertInvalid(chain, forged, typeof(BlockFault.TooLarge), null, alsoWithoutScores: true);
    }

    [Fact]
    public void What_waits_for_room_is_overtaken_by_its_senders_next_and_lives()
    {
        var chain = Chain(ProtocolParameters.Paper with { BlockBytesMax = 16 * 1024 });
        var filling = new string('x', 8_000);
        var first = chain.Review(1, text: "80 a " + filling);
        var large = chain.Review(2, text: "80 b " + filling);
        var small = chain.Review(2);

        var built = chain.Build([first, large, small]);
        Assert.Equal([first.Id, small.Id], built.Block.Payset.Select(e => e.Transaction.Id));
        chain.Advance(built);
        Assert.Equal([large.Id], chain.Build([large, small]).Block.Payset.Select(e => e.Transaction.Id));
    }

    [Fact]
    public void A_block_has_a_number_of_transactions()
    {
        var chain = Chain(ProtocolParameters.Paper with { BlockTransactionsMax = 3 });
        var built = chain.Build([chain.Review(1), chain.Review(1), chain.Review(2), chain.Review(2)]);
        Assert.Equal(3, built.Block.Payset.Length);

        var extra = new PaysetEntry(chain.Payment(2, 1, 1), null);
        AssertInvalid(
            chain, Forge.WithPayset(built.Block, built.Block.Payset.Add(extra)), typeof(BlockFault.TooManyEntries),
            null);
    }

    [Fact(DisplayName = "PoR §5.1: the empty block is one and the same for everybody")]
    public void The_empty_block()
    {
        var chain = Chain();
        var (block, next) = BlockExecutor.EmptyBlock(chain.State);
        var outcome = Assert.IsType<BlockOutcome.Valid>(chain.Execute(block));

        Assert.Equal((next.Root, block.Digest), (outcome.Next.Root, outcome.Next.BlockDigest));
        Assert.Equal(BlockExecutor.EmptyBlock(chain.State).Block.Digest, block.Digest);
        Assert.NotEqual(chain.Build([]).Block.Digest, block.Digest);
        AssertHeader(
            chain,
            block,
            h => h with { Time = new Timestamp(h.Time.Milliseconds + 1) },
            typeof(BlockFault.NotTheEmptyBlock));
    }

    [Fact]
    public void A_decoded_block_executes_like_the_built_one()
    {
        var chain = Chain();
        var block = NextBlock(chain);
        var decoded = CanonicalBytes.Decode<Block>(CanonicalBytes.Of(block), out var fault);

        Assert.Null(fault);
        Assert.Equal(block.Digest, decoded!.Digest);
        Assert.IsType<BlockOutcome.Valid>(chain.Execute(decoded));
    }

    private static void AssertHeader(
        Scenario chain, Block block, Func<BlockHeader, BlockHeader> change, Type expected) =>
        AssertInvalid(
            chain,
            new Block(change(block.Header), block.Payset, block.Evidence),
            expected,
            null,
            alsoWithoutScores: true);

    private static void AssertEntry(Scenario chain, Block block, PaysetEntry entry, Type expected) =>
        AssertInvalid(chain, Forge.WithPayset(block, block.Payset.Add(entry)), expected, 3, alsoWithoutScores: true);

    private static void AssertInvalid(
        Scenario chain,
        Block block,
        Type expected,
        int? entry,
        bool alsoWithoutScores = false)
    {
        var faults = Assert.IsType<BlockOutcome.Invalid>(chain.Execute(block)).Faults;
        Assert.Equal((expected, entry), (faults[0].GetType(), EntryOf(faults[0])));
        Assert.IsType(expected, faults[^1]);
        if (!alsoWithoutScores)
            return;
        var certified = Scenario.Executor.Execute(chain.State, block, Scenario.SeedAfter(chain.State), null);
        Assert.IsType(expected, Assert.Single(Assert.IsType<BlockOutcome.Invalid>(certified).Faults));
    }

    private static int? EntryOf(BlockFault fault) => fault switch
    {
        BlockFault.InvalidTransaction f => f.Entry,
        BlockFault.WrongSignature f => f.Entry,
        BlockFault.MisplacedEvaluation f => f.Entry,
        BlockFault.ImpossibleEvaluation f => f.Entry,
        BlockFault.ScoreDiffers f => f.Entry,
        BlockFault.VerdictDiffers f => f.Entry,
        BlockFault.AdjustmentDiffers f => f.Entry,
        _ => null,
    };
}
