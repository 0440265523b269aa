using PoR.Actors.Evaluators;
using PoR.Actors.Gossiping;
using PoR.Actors.Mempools;
using PoR.Actors.Messages;
using PoR.Actors.Participants;
using PoR.Actors.Peers;
using PoR.Actors.Rounds;
using PoR.Actors.Tests.Stages;
using PoR.Consensus.Agreement;
using PoR.Core.Agreement;
using PoR.Core.Rounds;
using PoR.Wire;

namespace PoR.Actors.Tests.Rounds;

/// <summary>
/// A leader signs its block's header; whoever passes the proposal on could change what the header only names by a
/// digest. Such copies must do no harm to the leader or to its block.
/// </summary>
public sealed class ForgedProposalTests
{
    private const string _me = Stage.Coordinator;

    private readonly Cast _cast = new(4);

    [Fact]
    public void A_copy_with_other_entries_makes_the_node_fetch_the_real_body()
    {
        var block = _cast.Block(2, _cast.Root, _cast.Review(1, 1));
        var real = _cast.Proposal(2, _cast.Root.View, block);
        var forged = real with { Block = real.Block with { Entries = [] } };
        var stage = StageOf();
        stage.Tell(_me, new CoordinatorMessage.RoundOpened(_cast.Root, null));
        stage.Tell(_me, new CoordinatorMessage.ProposalReceived(forged));
        stage.Pass(TimeSpan.FromSeconds(1));
        Assert.Contains(
            stage.Heard<GossipMessage.AskSome>(), a => a.Message is PeerMessage.BlockRequested { Block: var asked }
                && asked == block.Digest);

        stage.Tell(_me, new CoordinatorMessage.BlockReceived(block));
        stage.Pass(TimeSpan.FromSeconds(4));

        var opened = stage.Heard<ParticipantMessage.VoteStepOpened>().First();
        Assert.Equal(real.Vote.Ballot.Value, opened.Value);
    }

    [Fact]
    public void A_copy_with_other_evidence_brings_no_distrust_upon_the_leader()
    {
        var real = _cast.Proposal(2, _cast.Root.View, _cast.Block(2, _cast.Root));
        var a = _cast.Vote(1, _cast.Root.View, Step.LeaderSelection, null);
        var b = _cast.Vote(1, _cast.Root.View, Step.LeaderSelection, real.Vote.Ballot.Value);
        var evidence = PoR.Consensus.EvidenceRules.EvidenceBuilder.Contradiction(a, b);
        var forged = real with { Block = real.Block with { Evidence = [evidence] } };
        var stage = StageOf();
        stage.Tell(_me, new CoordinatorMessage.RoundOpened(_cast.Root, null));
        stage.Tell(_me, new CoordinatorMessage.ProposalReceived(forged));
        stage.Tell(_me, new CoordinatorMessage.ProposalReceived(real));
        stage.Tell(_me, new CoordinatorMessage.TallyChanged(
            new TallySummary(_cast.Root.View.Round, _cast.Root.Tip, Step.LeaderSelection)
            {
                ValueQuorum = real.Vote.Ballot.Value,
            }));
        stage.Pass(TimeSpan.FromSeconds(5));

        var opened = stage.Heard<ParticipantMessage.VoteStepOpened>().ToArray();
        Assert.All(opened, o => Assert.Null(o.NoConfidence));
        Assert.Equal(real.Vote.Ballot.Value, opened.Last().Value);
    }

    [Fact]
    public void A_compact_block_expands_only_to_what_its_header_names()
    {
        var review = _cast.Review(1, 1);
        var block = _cast.Block(2, _cast.Root, review);
        var compact = CompactBlock.Of(block);
        var a = _cast.Vote(1, _cast.Root.View, Step.LeaderSelection, null);
        var b = _cast.Vote(1, _cast.Root.View, Step.LeaderSelection, new BlockValue(block.Digest, _cast[2]));

        Assert.Equal(block.Digest, compact.Expand([review])!.Digest);
        Assert.Null(compact.Expand([]));
        Assert.Null(compact.Expand([_cast.Review(1, 2)]));
        Assert.Null(compact.Expand([_cast.Payment(0, 1, 1, 5)]));
        Evidence evidence = PoR.Consensus.EvidenceRules.EvidenceBuilder.Contradiction(a, b);
        Assert.Null((compact with { Evidence = [evidence] }).Expand([review]));
    }

    private Stage StageOf()
    {
        var services = _cast.Services();
        return new Stage(
            TimeSpan.Zero,
            (Stage.Coordinator, (peer, _) => RoundCoordinatorActor.Props(peer, services, Supervision.Escalate)),
            (Stage.Mempool, (peer, _) => MempoolActor.Props(peer, services)),
            (Stage.Evaluator, (peer, _) => EvaluatorActor.Props(peer, services)));
    }
}
