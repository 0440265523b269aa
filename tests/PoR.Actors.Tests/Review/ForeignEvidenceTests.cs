using PoR.Actors.Evaluators;
using PoR.Consensus.EvidenceRules;
using PoR.Core.Rounds;
using PoR.Ledger.Blocks;

namespace PoR.Actors.Tests.Review;

public sealed class ForeignEvidenceTests
{
    private static readonly ReviewNetwork Network = new();

    [Fact(DisplayName = "PoR §6.5.1: evidence of a branch that was left never spoils an honest leader's block")]
    public void A_leader_leaves_out_what_proves_nothing_on_its_branch()
    {
        var services = Network.Services();
        var taken = Network.Append(services, Network.Root, Network.Block(Network.Root, 0));
        var left = Network.Append(services, Network.Root, BlockExecutor.EmptyBlock(Network.Root.State).Block);
        var foreign = EvidenceBuilder.Contradiction(
            Network.Vote(left, 3, Step.BbaStart, Network.Value(1), 1), Network.Vote(left, 3, Step.BbaStart, null, 1));
        var own = EvidenceBuilder.Contradiction(
            Network.Vote(taken, 4, Step.BbaStart, Network.Value(1), 1), Network.Vote(taken, 4, Step.BbaStart, null, 1));
        var tip = Network.Append(services, taken, Network.Block(taken, 0));

        var request = Network.Request(tip, leader: 2);
        var built = BlockWork.Make(
            services, new EvaluatorMessage.Build(request, [], [foreign, own]), new Timestamp(2_000));

        Assert.Equal([own], built.Block.Evidence);
        Assert.IsType<BlockOutcome.Valid>(services.Chain.Execute(tip, built.Block, services.Checks, isScored: true));
    }
}
