using System.Text;
using PoR.Actors.Participants;
using PoR.Consensus.Sortition;
using PoR.Consensus.Votes;
using PoR.Core.Agreement;
using PoR.Core.Genesis;
using PoR.Core.Parameters;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Cryptography;
using PoR.Evaluation;
using PoR.Ledger.Blocks;
using PoR.Ledger.Transactions;
using PoR.Simulation.Worlds;

namespace PoR.Chain.Tests;

/// <summary>A block is run again on a branch of twenty accounts of equal reputation.</summary>
public sealed class BlockRunTests
{
    private const int Accounts = 20;

    private static readonly ModelCryptography _cryptography = new();
    private static readonly CryptographyChecks _checks = new(_cryptography);
    private static readonly Everything _everything = new();

    private readonly ParticipantKeys[] _keys =
        [.. Enumerable.Range(0, Accounts).Select(i => SimulatedKeys.Of(_cryptography, 1, i))];

    private readonly Dictionary<int, ulong> _sequences = [];

    [Fact(DisplayName = "Decision 6: the seed after an empty block follows from the seed before")]
    public void An_empty_block_leaves_its_own_seed()
    {
        var branch = Start();
        var (block, next) = BlockExecutor.EmptyBlock(branch.State);
        Assert.Equal(next.Seed, BlockRun.NextSeed(branch, block.Header, _checks));
        Assert.NotEqual(branch.State.Seed, next.Seed);
    }

    [Fact(DisplayName = "Decisions 7, 19: what behaviour may blacklist is a share of the stake at the look-back")]
    public void The_share_of_behaviour_looks_back()
    {
        var branch = Start();
        var time = branch.State.Time.Milliseconds + 60_000;
        branch = branch.With(WithBadReviews(branch, time).Next); // Halved: 15 % have become 8 %.
        time += 60_000;
        SignedTransaction[] spam =
        [
            .. new[] { 1, 2, 3 }.SelectMany(a => new[] { Review(a, time, "80", 4), Review(a, time + 1, "80", 4) }),
        ];
        var proposer = ProposerOn(branch);
        var seed = BlockRun.NextSeed(branch, HeaderOf(branch, proposer), _checks)!.Value;
        BuiltBlock Built(Ledger.State.LedgerState stake) => BlockBuilder.Build(
            branch.State, proposer, seed, new Timestamp(time), spam, [], _everything, stake);

        var own = Built(branch.StakeState);
        Assert.NotEqual(own.Next.Root, Built(branch.State).Next.Root);
        var run = BlockRun.Execute(branch, own.Block, _everything, _checks, _everything);
        Assert.Equal(own.Next.Root, Assert.IsType<BlockOutcome.Valid>(run).Next.Root);
    }

    private BuiltBlock WithBadReviews(Branch branch, long time)
    {
        var proposer = ProposerOn(branch);
        var seed = BlockRun.NextSeed(branch, HeaderOf(branch, proposer), _checks)!.Value;
        var reviews = new[] { 1, 2, 3 }.Select(a => Review(a, time, "0", 5));
        return BlockBuilder.Build(
            branch.State, proposer, seed, new Timestamp(time), reviews, [], _everything, branch.StakeState);
    }

    private static BlockHeader HeaderOf(Branch branch, Proposer proposer) =>
        BlockExecutor.EmptyBlock(branch.State).Block.Header with { Proposer = proposer };

    private Proposer ProposerOn(Branch branch) => new(
        _keys[0].PublicKey,
        _cryptography.VrfProve(_keys[0].Vrf, Credentials.SeedAlpha(_keys[0].PublicKey, branch.State.Seed)));

    private SignedTransaction Review(int author, long writtenAt, string score, int stars)
    {
        var sequence = _sequences[author] = _sequences.GetValueOrDefault(author) + 1;
        var note = ReviewNote.TryCreate(Encoding.UTF8.GetBytes($"{score} by {author}, number {sequence}"))!;
        return new SignedTransaction(
            new Transaction.Review(
                Genesis().Network, _keys[author].PublicKey, sequence, new Round(100),
                $"subject {author} {sequence}", "", note, new Rating(stars, 0, 5), new Timestamp(writtenAt), default),
            default);
    }

    private Branch Start() => Branch.Of(Genesis());

    private GenesisDocument Genesis() => new(
        "twenty",
        ProtocolParameters.Paper with
        {
            CommitteeSize = null,
            ExpectedProposers = null,
            Behaviour = new() { BlacklistedWeightMax = new Ratio(1, 10) },
        },
        default,
        isInsecureModel: true,
        new Seed(default),
        new Timestamp(0),
        [
            .. _keys.Select(k => new GenesisAccount(
                k.PublicKey, k.Vrf.PublicKey, k.OneTime.Root, 10, 0, Round.Genesis)).OrderBy(a => a.Key),
        ]);

    /// <summary>Every signature holds, and a text begins with its score.</summary>
    private sealed class Everything : ITransactionSignatures, ITextScores
    {
        public bool IsValid(SignedTransaction transaction) => true;

        public TextScore Of(ReviewNote note) =>
            new(byte.Parse($"{note}".Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture), true);
    }
}
