using PoR.Actors.Gossiping;
using PoR.Actors.Mempools;
using PoR.Actors.Messages;
using PoR.Actors.Peers;
using PoR.Actors.Rounds;
using PoR.Actors.Tests.Stages;
using PoR.Consensus.EvidenceRules;
using PoR.Core.Agreement;
using PoR.Core.Rounds;
using PoR.Wire;

namespace PoR.Actors.Tests.Review;

/// <summary>A proposal's signature covers the header; what a peer changes beside it harms nobody.</summary>
public sealed class ChangedProposalTests
{
    private static readonly Cast Members = new(6);

    [Fact(DisplayName = "PoR §5.2 step 3: an honest leader is not distrusted for evidence that a peer put in")]
    public void A_proposal_with_changed_evidence_is_refused_and_the_true_one_heard()
    {
        var (stage, good) = Hear(out var block);
        var vote = Members.Vote(5, Members.View, Step.BbaStart, Members.ValueOf(1), 1);
        var other = Members.Vote(5, Members.View, Step.BbaStart, null, 1);
        var changed = good with
        {
            Block = good.Block with { Evidence = [EvidenceBuilder.Contradiction(vote, other)] },
        };

        stage.Tell(Stage.Coordinator, new CoordinatorMessage.ProposalReceived(changed));
        Assert.Empty(stage.Heard<MempoolMessage.ExpandBlock>());
        stage.Tell(Stage.Coordinator, new CoordinatorMessage.ProposalReceived(good));

        Assert.NotEmpty(stage.Heard<MempoolMessage.ExpandBlock>());
        Assert.Equal(good.Vote.Ballot.Value!.Block, block.Digest);
    }

    [Fact]
    public void A_body_that_the_pool_cannot_make_is_asked_for_at_once_and_once()
    {
        var (stage, good) = Hear(out var block);
        var changed = good with { Block = good.Block with { Entries = [] } };

        stage.Tell(Stage.Coordinator, new CoordinatorMessage.ProposalReceived(changed));
        stage.Tell(Stage.Coordinator, new CoordinatorMessage.BlockExpanded(changed.Block, null));
        stage.Tell(Stage.Coordinator, new CoordinatorMessage.BlockExpanded(changed.Block, null));
        stage.Tell(Stage.Coordinator, new CoordinatorMessage.BlockReceived(new Block(block.Header, [], [])));
        stage.Tell(Stage.Coordinator, new CoordinatorMessage.BlockReceived(block));

        var question = new PeerMessage.BlockRequested(block.Digest);
        Assert.Single(stage.Heard<GossipMessage.AskSome>(), ask => question.Equals(ask.Message));
    }

    private static (Stage Stage, Proposal Good) Hear(out Block block)
    {
        block = Members.Block(0, Members.Root, Members.Payment(1, 2, sequence: 1, amount: 5));
        var services = Members.Services();
        var stage = new Stage(
            Stage.Coordinator, (peer, _) => RoundCoordinatorActor.Props(peer, services, Supervision.Escalate));
        var value = new BlockValue(block.Digest, Members[0]);
        var vote = Members.Vote(0, Members.View, Step.BlockProposal, value);
        stage.Tell(Stage.Coordinator, new CoordinatorMessage.RoundOpened(Members.Root, null));
        stage.Tell(Stage.Coordinator, new CoordinatorMessage.TicketReceived(Members.Ticket(0)));
        return (stage, new Proposal(vote, CompactBlock.Of(block)));
    }
}
