using PoR.Core.Agreement;
using PoR.Core.Transactions;
using PoR.Simulation.Checks;
using PoR.Simulation.Tests.Export;
using PoR.Simulation.Tests.Worlds;

namespace PoR.Simulation.Tests.Checks;

/// <summary>I5: reputation is the fold of the chain.</summary>
public sealed class ReputationCheckTests(RecordedRun run) : IClassFixture<RecordedRun>
{
    [Fact]
    public void Reputations_of_a_good_run_follow() =>
        Assert.Empty(RecordedRun.Tell(new ReputationCheck(run.Root.State, run.Decidable), run.Facts));

    [Fact(DisplayName = "I5: a reputation that no review explains is a breach")]
    public void A_gift_is_a_breach()
    {
        var state = run.StateWith(0, a => a with { Reputation = a.Reputation + 1_000 });

        var reported = RecordedRun.Tell(
            new ReputationCheck(run.Root.State, run.Decidable), run.Decision(1) with { State = state });

        Assert.Contains(reported, r => r.Contains("1010, not what", StringComparison.Ordinal));
    }

    [Fact(DisplayName = "I5: another state of the same block on another node is a breach")]
    public void Two_states_of_one_block_are_a_breach()
    {
        var reported = RecordedRun.Tell(
            new ReputationCheck(run.Root.State, run.Decidable),
            run.Decision(1), run.Decision(1, node: 1) with { State = run.Decision(2).State });

        Assert.Contains("node 1 has another state", Assert.Single(reported), StringComparison.Ordinal);
    }

    [Fact(DisplayName = "I5, D43: what a gain limit withholds is no breach, and what goes beyond it is")]
    public void The_gain_limit_is_folded()
    {
        var chain = BehaviourChains.Gains();
        var genesis = chain.Cast.Root;
        var facts = Enumerable.Range(0, chain.Blocks.Count).Select(i => run.Decision(1) with
        {
            Block = chain.Blocks[i].Block,
            State = i + 1 < chain.Blocks.Count ? chain.Before(i + 1).State : chain.State,
        }).ToArray();
        var block = facts[0].Block;
        var last = block.Payset.Length - 1;
        var forged = new Block(
            block.Header, block.Payset.SetItem(last, block.Payset[last] with
            {
                Evaluation = block.Payset[last].Evaluation! with { RepAdjust = 2 },
            }),
            block.Evidence);

        Assert.Empty(RecordedRun.Tell(new ReputationCheck(genesis.State, new(1, genesis)), facts));
        Assert.Contains(
            RecordedRun.Tell(new ReputationCheck(genesis.State, new(1, genesis)), facts[0] with { Block = forged }),
            r => r.Contains("not to 15", StringComparison.Ordinal));
    }

    [Theory(DisplayName = "I5: up by its verdict's step, down by half, never below zero, nothing with a flag")]
    [InlineData(CongruenceVerdict.Congruent, BehaviourFlags.None, 1)]
    [InlineData(CongruenceVerdict.MostlyCongruent, BehaviourFlags.None, 2)]
    [InlineData(CongruenceVerdict.Incongruent, BehaviourFlags.None, -11)]
    [InlineData(CongruenceVerdict.Incongruent, BehaviourFlags.None, 0)]
    [InlineData(CongruenceVerdict.NoEvidence, BehaviourFlags.None, 2)]
    [InlineData(CongruenceVerdict.Congruent, BehaviourFlags.DuplicateText, 2)]
    public void A_wrong_adjustment_is_a_breach(CongruenceVerdict verdict, BehaviourFlags flags, long adjust)
    {
        var forged = run.Decision(1, block => new Block(
            block.Header,
            block.Payset.SetItem(0, block.Payset[0] with
            {
                Evaluation = new ReviewEvaluation(50, verdict, flags, adjust),
            }),
            block.Evidence));

        var reported = RecordedRun.Tell(new ReputationCheck(run.Root.State, run.Decidable), forged);

        var said = $"from reputation 10 to {10 + adjust}, not";
        Assert.Contains(reported, r => r.Contains(said, StringComparison.Ordinal));
    }

    [Fact(DisplayName = "I5, D43: what an author gains beyond the limit of its window is a breach")]
    public void Gaining_too_much_is_a_breach()
    {
        var forged = run.Decision(1, block => new Block(
            block.Header,
            [
                .. Enumerable.Repeat(
                    block.Payset[0] with
                    {
                        Evaluation = new ReviewEvaluation(50, CongruenceVerdict.Congruent, BehaviourFlags.None, 2),
                    },
                    13),
            ],
            block.Evidence));

        var reported = RecordedRun.Tell(new ReputationCheck(run.Root.State, run.Decidable), forged);

        Assert.Contains(reported, r => r.Contains("from reputation 34 to 36, not to 34", StringComparison.Ordinal));
        Assert.DoesNotContain(reported, r => r.Contains("from reputation 32", StringComparison.Ordinal));
    }
}
