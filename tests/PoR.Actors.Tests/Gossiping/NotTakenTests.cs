using PoR.Actors.Gossiping;
using PoR.Actors.Links;
using PoR.Actors.Mempools;
using PoR.Actors.Peers;
using PoR.Actors.Rounds;
using PoR.Actors.Services;
using PoR.Actors.Tests.Stages;
using PoR.Consensus.Agreement;
using PoR.Wire;

namespace PoR.Actors.Tests.Gossiping;

/// <summary>Where there is no room for a message now, it does not count as heard.</summary>
public sealed class NotTakenTests
{
    private const int FarStep = RoundMachine.StepsAheadMax + 10;

    private readonly Cast _cast = new(4);

    [Fact(DisplayName = "D10: a proposal that found no room is taken when it is repeated")]
    public void A_proposal_is_taken_later()
    {
        var stage = StageOf(Services());
        PeerMessage[] proposals =
        [
            .. new[] { 1, 2 }.Select(who => new PeerMessage.ProposalSent(
                _cast.Proposal(who, _cast.Root.View, _cast.Block(who, _cast.Root)))),
        ];
        Say(stage, proposals);
        Assert.Single(stage.Heard<MempoolMessage.ExpandBlock>());

        Say(stage, proposals[1]);
        Assert.Equal(2, stage.Heard<MempoolMessage.ExpandBlock>().Count());
        Say(stage, proposals);
        Assert.Equal(2, stage.Heard<MempoolMessage.ExpandBlock>().Count());
    }

    [Fact(DisplayName = "D10: a vote of a far step that found no room is taken when it is repeated")]
    public void A_far_vote_is_taken_later()
    {
        var services = Services();
        var stage = StageOf(services);
        PeerMessage.VoteSent[] votes =
            [.. new[] { 1, 2 }.Select(who => new PeerMessage.VoteSent(_cast.Vote(who, FarStep, null, bit: 1)))];
        Say(stage, votes);
        Assert.Equal([true, false], votes.Select(vote => services.Checks.Knows(vote.Vote)));

        Say(stage, votes[1]);
        Assert.All(votes, vote => Assert.True(services.Checks.Knows(vote.Vote)));
    }

    private static void Say(Stage stage, params PeerMessage[] messages)
    {
        foreach (var message in messages)
            stage.Post(Stage.Gossip, new PeerHeard(new NodeId(1), EncodedMessage.Of(message)));
        stage.Pass(TimeSpan.FromMilliseconds(100));
    }

    /// <summary>One check at a time has room.</summary>
    private NodeServices Services() => _cast.Services() with { VotesKeptMax = 1 };

    private Stage StageOf(NodeServices services)
    {
        var stage = new Stage(
            TimeSpan.Zero,
            (Stage.Gossip, (peer, link) => GossipActor.Props(
                peer, services, new GossipOptions([new NodeId(1)], TimeSpan.FromSeconds(8)), link)),
            (Stage.Coordinator, (peer, _) => RoundCoordinatorActor.Props(peer, services, Supervision.Escalate)));
        stage.Tell(Stage.Coordinator, new CoordinatorMessage.RoundOpened(_cast.Root, null));
        return stage;
    }
}
