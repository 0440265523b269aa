using System.Collections.Immutable;
using PoR.Actors.Evaluators;
using PoR.Actors.Mempools;
using PoR.Actors.Messages;
using PoR.Actors.Participants;
using PoR.Actors.Rounds;
using PoR.Actors.Services;
using PoR.Actors.Tests.Stages;
using PoR.Chain;
using PoR.Consensus.Agreement;
using PoR.Consensus.EvidenceRules;
using PoR.Core.Agreement;
using PoR.Core.Rounds;
using PoR.Core.Transactions;

namespace PoR.Actors.Tests.Evaluators;

public sealed class EvaluatorTests
{
    private const string _me = Stage.Evaluator;

    private readonly Cast _cast = new(4);

    [Fact(DisplayName = "D13: evidence of a branch that was left stays out of a leader's block")]
    public void Leaves_out_evidence_of_another_branch()
    {
        var empty = _cast.Extend(_cast.Root, _cast.CertifyEmpty(_cast.Root).Block);
        var left = _cast.Extend(_cast.Root, _cast.Block(3, _cast.Root));
        var now = _cast.Extend(empty, _cast.CertifyEmpty(empty).Block);
        var stage = StageOf();
        stage.Tell(_me, Build(now, [Contradiction(left, 1), Contradiction(empty, 2)]));

        var block = Assert.Single(stage.Heard<ParticipantMessage.BlockBuilt>()).Block;
        Assert.Equal([_cast[2]], block.Evidence.Select(e => e.Accused));
        Assert.Equal(BlockVerdict.Good, VerdictOn(stage, now, block));
    }

    [Theory(DisplayName = "PoR §5.2 step 3: a block that differs in one evaluation is bad")]
    [InlineData(false, BlockVerdict.Good)]
    [InlineData(true, BlockVerdict.Bad)]
    public void Re_evaluates(bool isChanged, BlockVerdict expected)
    {
        var block = _cast.Block(3, _cast.Root, _cast.Review(1, 1));
        if (isChanged)
        {
            var entry = block.Payset[0];
            ImmutableArray<PaysetEntry> payset =
                [entry with { Evaluation = entry.Evaluation! with { Score = (byte)(entry.Evaluation.Score - 1) } }];
            block = new Block(block.Header with { PaysetDigest = Block.DigestOf(payset) }, payset, []);
        }

        Assert.Equal(expected, VerdictOn(StageOf(), _cast.Root, block));
    }

    [Theory(DisplayName = "D8: a block's time outside the window of one's own clock blames nobody")]
    [InlineData(0, BlockVerdict.Good)]
    [InlineData(31, BlockVerdict.Good)] // The block's time is 1 s.
    [InlineData(32, BlockVerdict.OutsideClockWindow)]
    [InlineData(-30, BlockVerdict.OutsideClockWindow)]
    public void Looks_at_its_own_clock(int offsetSeconds, BlockVerdict expected)
    {
        var stage = StageOf(TimeSpan.FromSeconds(offsetSeconds));
        Assert.Equal(expected, VerdictOn(stage, _cast.Root, _cast.Block(3, _cast.Root)));
    }

    [Fact]
    public void A_block_that_was_made_here_is_found_good_there()
    {
        var here = StageOf();
        here.Tell(_me, Build(_cast.Root, [], _cast.Review(1, 1), _cast.Review(2, 1), _cast.Payment(0, 1, 1, 5)));
        var block = Assert.Single(here.Heard<ParticipantMessage.BlockBuilt>()).Block;

        Assert.Equal(3, block.Payset.Length);
        var built = Assert.Single(here.Facts<Fact.BlockBuilt>());
        var costs = new ModelledCosts();
        Assert.Equal((block, costs.Block + (3 * costs.Transaction)), (built.Block, built.Took));
        Assert.Equal(BlockVerdict.Good, VerdictOn(StageOf(), _cast.Root, block));
    }

    [Fact(DisplayName = "D12: of 50,000 pending a leader takes what it evaluates within E_lead; then its block leaves")]
    public void Keeps_to_its_budget()
    {
        const int Pending = 50_000;
        var costs = new ModelledCosts { Transaction = TimeSpan.FromMilliseconds(1) };
        var services = _cast.Services() with { Costs = costs };
        var budget = services.BodyDelay;
        var payments = Enumerable.Range(1, Pending).Select(i => _cast.Payment(0, 1, (ulong)i, 1, 1_000)).ToArray();

        // Without the limit all that a block may hold is evaluated, and it is late in each round.
        Assert.True(costs.Transaction * _cast.Genesis.Parameters.BlockTransactionsMax >= 20 * budget);

        var stage = new Stage(Stage.Evaluator, (peer, _) => EvaluatorActor.Props(peer, services));
        stage.Tell(_me, Build(_cast.Root, [], payments));
        stage.Pass(TimeSpan.FromSeconds(10));

        var built = Assert.Single(stage.Facts<Fact.BlockBuilt>());
        Assert.Equal(budget + costs.Block, built.Took);
        Assert.Equal((int)(budget / costs.Transaction), built.Block.Payset.Length);
        Assert.Equal(payments[..built.Block.Payset.Length], built.Block.Payset.Select(e => e.Transaction));
    }

    [Theory(DisplayName = "D12: where the time is over at once, a block holds one transaction at least, if any fits")]
    [InlineData(0, 10)] // As many as are tried at once.
    [InlineData(255, 5)]
    public void One_at_least(int invalid, int expected)
    {
        var cast = new Cast(4, Cast.Everyone with { LeaderEvaluationMs = 0 });
        var services = cast.Services();
        var stage = new Stage(Stage.Evaluator, (peer, _) => EvaluatorActor.Props(peer, services));
        var candidates = Enumerable.Range(0, invalid).Select(i => cast.Payment(i % 3, 3, 1, 1_001 + (ulong)i))
            .Concat(Enumerable.Range(1, 900).Select(i => cast.Payment(3, 0, (ulong)i, 1))).ToArray();
        var made = cast.Block(0, cast.Root).Header;
        var seed = BlockRun.NextSeed(cast.Root, made, services.Checks)!.Value;
        stage.Tell(_me, new EvaluatorMessage.Build(
            new MempoolMessage.BuildBlock(cast.Root, made.Proposer!, seed), [.. candidates], []));

        Assert.Equal(expected, Assert.Single(stage.Facts<Fact.BlockBuilt>()).Block.Payset.Length);
    }

    private EvaluatorMessage.Build Build(
        Branch on, ImmutableArray<Evidence> evidence, params SignedTransaction[] candidates)
    {
        var made = _cast.Block(0, on).Header;
        var seed = BlockRun.NextSeed(on, made, _cast.Services().Checks)!.Value;
        return new EvaluatorMessage.Build(
            new MempoolMessage.BuildBlock(on, made.Proposer!, seed), [.. candidates], evidence);
    }

    private BlockVerdict VerdictOn(Stage stage, Branch on, Block block)
    {
        var value = new BlockValue(block.Digest, block.Header.Proposer!.Leader);
        stage.Tell(_me, new EvaluatorMessage.Verify(on, value, block));
        return stage.Heard<CoordinatorMessage.BlockVerified>().Last().Verdict;
    }

    private Evidence.Contradiction Contradiction(Branch on, int who) => EvidenceBuilder.Contradiction(
        _cast.Vote(who, on.View, Step.LeaderSelection, null),
        _cast.Vote(who, on.View, Step.LeaderSelection, new BlockValue(on.Tip, _cast[0])));

    private Stage StageOf(TimeSpan offset = default)
    {
        var services = _cast.Services();
        var stage = new Stage(Stage.Evaluator, (peer, _) => EvaluatorActor.Props(peer, services));
        stage.Machine.Clock.Skew(offset);
        return stage;
    }
}
