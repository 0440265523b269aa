using PoR.Actors;
using PoR.Actors.Messages;
using PoR.Core.Agreement;
using PoR.Core.Rounds;
using PoR.Simulation.Checks;
using PoR.Simulation.Tests.Worlds;

namespace PoR.Simulation.Tests.Checks;

/// <summary>I4: links hold, and what was committed stays.</summary>
public sealed class ChainCheckTests(RecordedRun run) : IClassFixture<RecordedRun>
{
    [Fact]
    public void A_good_run_is_a_chain() => Assert.Empty(RecordedRun.Tell(Check(), run.Facts));

    [Fact(DisplayName = "I4: a block on a parent that nobody decided is a breach")]
    public void A_gap_is_a_breach() =>
        Assert.Single(RecordedRun.Tell(Check(), run.Decision(1), run.Decision(3)));

    [Fact(DisplayName = "I4: a block whose round does not follow its parent's is a breach")]
    public void A_skipped_round_is_a_breach() => Assert.Single(RecordedRun.Tell(
        Check(),
        run.Decision(1),
        run.Decision(2, b => new Block(b.Header with { Round = new Round(3) }, b.Payset, b.Evidence))));

    [Fact(DisplayName = "I4: a committed block may be undone only while messages are late")]
    public void An_undone_commitment_is_a_breach()
    {
        var back = new Fact.TipMoved(new NodeId(0), run.Decision(1).State, IsSwitch: true);

        Assert.Single(RecordedRun.Tell(Check(), [.. run.Facts, back]));
        Assert.Empty(RecordedRun.Tell(Check(isSynchronous: false), [.. run.Facts, back]));
    }

    [Fact(DisplayName = "I4: the last block has no successor yet: to leave it undoes no commitment")]
    public void The_tip_alone_may_change()
    {
        var rounds = new long[] { 1, 2, 3 };
        var node = new NodeId(0);
        Fact[] facts =
        [
            .. rounds.SelectMany(r => new Fact[]
            {
                run.Decision(r), new Fact.TipMoved(node, run.Decision(r).State, false),
            }),
            new Fact.TipMoved(node, run.Decision(2).State, IsSwitch: true),
        ];

        Assert.Empty(RecordedRun.Tell(Check(), facts));
    }

    [Fact(DisplayName = "I4: a tip that nobody decided is a breach")]
    public void An_undecided_tip_is_a_breach() => Assert.Single(RecordedRun.Tell(
        Check(), run.Decision(1), new Fact.TipMoved(new NodeId(0), run.Decision(2).State, false)));

    private ChainCheck Check(bool isSynchronous = true) =>
        new(run.World.Genesis.Tip, () => isSynchronous, run.Decidable);
}
