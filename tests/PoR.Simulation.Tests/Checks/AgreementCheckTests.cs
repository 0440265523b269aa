using PoR.Actors;
using PoR.Actors.Messages;
using PoR.Core.Agreement;
using PoR.Core.Rounds;
using PoR.Ledger.Blocks;
using PoR.Simulation.Checks;
using PoR.Simulation.Tests.Worlds;

namespace PoR.Simulation.Tests.Checks;

/// <summary>I1: one decision a round.</summary>
public sealed class AgreementCheckTests(RecordedRun run) : IClassFixture<RecordedRun>
{
    private AgreementCheck Synchronous { get; } = new(() => true, run.Decidable);

    private AgreementCheck Cut { get; } = new(() => false, run.Decidable);

    [Fact]
    public void A_good_run_is_one_chain()
    {
        Assert.Empty(RecordedRun.Tell(Synchronous, run.Facts));
        Assert.Equal(0, Synchronous.Forks);
    }

    [Fact(DisplayName = "I1: two different blocks of one round and parent are a breach, also under a cut")]
    public void Two_blocks_of_one_round_are_a_breach()
    {
        var reported = RecordedRun.Tell(Cut, run.Decision(2), run.Decision(2, Later, node: 1));

        Assert.StartsWith("2: node 1 decided block", Assert.Single(reported), StringComparison.Ordinal);
    }

    [Fact]
    public void A_decision_counts_before_its_block_is_there()
    {
        var certificate = run.Decision(2).Certificate;
        var other = certificate with { Block = run.Decision(3).Block.Digest };

        Assert.Single(RecordedRun.Tell(
            Cut,
            new Fact.RoundDecided(new NodeId(0), certificate.Round, certificate),
            new Fact.RoundDecided(new NodeId(1), certificate.Round, other)));
    }

    [Fact(DisplayName = "I1: blocks of one round on the two sides of a fork do not hide a third one")]
    public void Blocks_on_other_parents_hide_nothing()
    {
        var onAnother = run.Decision(3, OnGenesis);

        Assert.Empty(RecordedRun.Tell(Cut, run.Decision(3), onAnother));
        Assert.Single(RecordedRun.Tell(Cut, onAnother with { Block = Later(onAnother.Block) }));
    }

    [Fact(DisplayName = "I1: a block and the empty one are a fork: counted under a cut, a breach without one")]
    public void A_fork_is_counted_and_without_a_cut_a_breach()
    {
        var empty = run.Decision(1) with { Block = BlockExecutor.EmptyBlock(run.World.Genesis.State).Block };

        Assert.Empty(RecordedRun.Tell(Cut, run.Decision(1), empty, run.Decision(1, node: 2)));
        Assert.Equal(1, Cut.Forks);
        Assert.Single(RecordedRun.Tell(Synchronous, empty, run.Decision(1), empty));
        Assert.Equal(1, Synchronous.Forks);
    }

    private static Block Later(Block block) => new(
        block.Header with { Time = new Timestamp(block.Header.Time.Milliseconds + 1) }, block.Payset, block.Evidence);

    private Block OnGenesis(Block block) =>
        new(block.Header with { Parent = run.World.Genesis.Tip }, block.Payset, block.Evidence);
}
