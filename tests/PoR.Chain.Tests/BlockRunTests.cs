using PoR.Consensus.Votes;
using PoR.Core.Parameters;
using PoR.Core.Transactions;
using PoR.Evaluation;
using PoR.Ledger.Blocks;
using PoR.Ledger.State;

namespace PoR.Chain.Tests;

/// <summary>A block is run again on a branch of twenty accounts of equal reputation.</summary>
public sealed class BlockRunTests
{
    private static readonly Spoken _scores = new();

    private static readonly Cast _cast = new(20, ProtocolParameters.Paper with
    {
        CommitteeSize = null,
        ExpectedProposers = null,
        Behaviour = new() { BlacklistedWeightMax = new Ratio(1, 10) },
    })
    {
        Scores = _scores,
    };

    private static readonly CryptographyChecks _checks = new(_cast.Cryptography);

    [Fact(DisplayName = "PoR §12.3: the seed after an empty block follows from the seed before")]
    public void An_empty_block_leaves_its_own_seed()
    {
        var (block, next) = BlockExecutor.EmptyBlock(_cast.Root.State);
        Assert.Equal(next.Seed, BlockRun.NextSeed(_cast.Root, block.Header, _checks));
        Assert.NotEqual(_cast.Root.State.Seed, next.Seed);
    }

    [Fact(DisplayName = "D5, D24: what behaviour may blacklist is a share of the stake at the look-back")]
    public void The_share_of_behaviour_looks_back()
    {
        int[] authors = [1, 2, 3];
        var bad = _cast.Build(0, _cast.Root, authors.Select(a => Review(a, 1, 60_000, "0", 5)), afterMs: 60_000);
        var branch = _cast.Root.With(bad.Next); // Halved: 15 % have become 8 %.
        SignedTransaction[] spam =
        [
            .. authors.SelectMany(a => new[] { Review(a, 2, 120_000, "80", 4), Review(a, 3, 120_001, "80", 4) }),
        ];
        BuiltBlock Built(LedgerState stake) => new BlockBuilder(
            branch.State, _cast.ProposerOn(branch, 0), _cast.SeedAfter(branch, 0), new(120_000), spam, [], _scores,
            stake).Try(int.MaxValue).Seal();

        var own = Built(branch.StakeState);
        Assert.NotEqual(own.Next.Root, Built(branch.State).Next.Root);
        var signatures = _cast.Services().Checks;
        var run = BlockRun.Execute(branch, own.Block, signatures, _checks, _scores);
        Assert.Equal(own.Next.Root, Assert.IsType<BlockOutcome.Valid>(run).Next.Root);
    }

    private static SignedTransaction Review(int author, ulong sequence, long writtenAt, string score, int stars) =>
        _cast.Review(
            author, sequence, $"{score} by {author}, number {sequence}", stars: stars,
            subject: $"subject {author} {sequence}", writtenAt: writtenAt);

    /// <summary>A text begins with its score.</summary>
    private sealed class Spoken : ITextScores
    {
        public TextScore Of(ReviewNote note) =>
            new(byte.Parse($"{note}".Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture), true);
    }
}
