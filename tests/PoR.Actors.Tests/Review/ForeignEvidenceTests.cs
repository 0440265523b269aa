using PoR.Actors.Evaluators;
using PoR.Actors.Mempools;
using PoR.Chain;
using PoR.Consensus.EvidenceRules;
using PoR.Core.Agreement;
using PoR.Core.Rounds;
using PoR.Ledger.Blocks;

namespace PoR.Actors.Tests.Review;

public sealed class ForeignEvidenceTests
{
    private static readonly Cast Members = new(6);

    [Fact(DisplayName = "PoR §6.5.1: evidence of a branch that was left never spoils an honest leader's block")]
    public void A_leader_leaves_out_what_proves_nothing_on_its_branch()
    {
        var services = Members.Services();
        var taken = Members.Extend(Members.Root, Members.Block(0, Members.Root));
        var left = Members.Extend(Members.Root, BlockExecutor.EmptyBlock(Members.Root.State).Block);
        Evidence.Contradiction foreign = Contradiction(3, left), own = Contradiction(4, taken);
        var tip = Members.Extend(taken, Members.Block(0, taken));

        var request = new MempoolMessage.BuildBlock(tip, Members.ProposerOn(tip, 2), Members.SeedAfter(tip, 2));
        var built = BlockWork.Begin(
            services, new EvaluatorMessage.Build(request, [], [foreign, own]), new Timestamp(2_000)).Seal().Block;

        Assert.Equal([own], built.Evidence);
        Assert.IsType<BlockOutcome.Valid>(services.Chain.Execute(tip, built, services.Checks, isScored: true));
    }

    private static Evidence.Contradiction Contradiction(int who, Branch on) => EvidenceBuilder.Contradiction(
        Members.Vote(who, on.View, Step.BbaStart, Members.ValueOf(1), 1),
        Members.Vote(who, on.View, Step.BbaStart, null, 1));
}
