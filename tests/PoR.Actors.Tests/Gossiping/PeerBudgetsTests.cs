using PoR.Actors.Gossiping;
using PoR.Actors.Links;
using PoR.Actors.Mempools;
using PoR.Actors.Rounds;
using PoR.Actors.Services;
using PoR.Actors.Tests.Mempools;
using PoR.Actors.Tests.Stages;
using PoR.Wire;

namespace PoR.Actors.Tests.Gossiping;

public sealed class PeerBudgetsTests
{
    private const string _me = Stage.Gossip;

    private readonly Cast _cast = new(6);
    private readonly NodeServices _services;

    public PeerBudgetsTests() => _services = _cast.Services();

    [Fact(DisplayName = "D40: a peer's flood of transactions costs its budget of checks, and another peer is heard")]
    public void Checks()
    {
        var stage = StageOf();
        var most = PeerBudgets.ChecksPerSecond * (int)PeerBudgets.Burst.TotalSeconds;
        var flood = new FreeKeys(_cast.Genesis).Reviews(most + 500, writtenAt: 1)
            .Select(t => new PeerMessage.TransactionSent(t)).ToArray();
        foreach (var message in flood)
            stage.Post(_me, new PeerHeard(new NodeId(2), EncodedMessage.Of(message)));
        stage.Pass(TimeSpan.Zero);

        Assert.Equal(most, Taken());
        Assert.Equal(500, _services.Arrivals.OverBudget);

        // What was dropped is not taken for heard: another peer may still say it, or the same one a second later.
        stage.FromPeer(1, flood[^1]);
        Assert.Equal(most + 1, Taken());
        stage.Pass(TimeSpan.FromSeconds(1));
        stage.FromPeer(2, flood[^2]);
        Assert.Equal(most + 2, Taken());

        int Taken() => stage.Heard<MempoolMessage.TransactionReceived>().Count();
    }

    [Fact(DisplayName = "D40: copies of what was heard cost nothing")]
    public void Copies_are_free()
    {
        var stage = StageOf();
        var known = EncodedMessage.Of(new PeerMessage.TransactionSent(_cast.Review(1, 1)));
        for (var i = 0; i < 3 * PeerBudgets.ChecksPerSecond; i++)
            stage.Post(_me, new PeerHeard(new NodeId(2), known));
        stage.FromPeer(2, new PeerMessage.TransactionSent(_cast.Review(2, 1)));

        Assert.Equal(2, stage.Heard<MempoolMessage.TransactionReceived>().Count());
        Assert.Equal(0, _services.Arrivals.OverBudget);
    }

    [Fact(DisplayName = "D40: proposals are bounded in bytes for each peer, and an honest one is heard beside a flood")]
    public void Proposals()
    {
        var budgets = new PeerBudgets(new NodeId(0), _services.Arrivals);
        var block = _cast.Block(0, _cast.Root, _cast.Review(1, 1));
        var proposal = new PeerMessage.ProposalSent(_cast.Proposal(0, _cast.View, block));
        const int Large = 4 * 1024 * 1024;

        // Before, 100,000 of up to 8 MiB each were kept for their check.
        var taken = Enumerable.Range(0, 100_000)
            .Count(_ => budgets.Takes(new NodeId(2), proposal, Large, TimeSpan.FromSeconds(9)));
        Assert.Equal(4, taken);
        Assert.True(budgets.Takes(new NodeId(1), proposal, Large, TimeSpan.FromSeconds(9)));

        var stage = StageOf();
        stage.FromPeer(2, proposal);
        Assert.Equal(new NodeId(2), Assert.Single(stage.Heard<CoordinatorMessage.ProposalReceived>()).From);
    }

    [Fact(DisplayName = "D40: blocks that a peer has asked for cost its share: 2 KB do not buy 64 MiB again and again")]
    public void Answers_cost_bytes()
    {
        var (questions, now) = (new PeerQuestions(), TimeSpan.FromDays(1));
        var answer = EncodedMessage.Of(new PeerMessage.ChainSent([.. _cast.Chain(_cast.Root, 8).Blocks]));
        long free = 0, charged = 0;
        for (var end = now + TimeSpan.FromSeconds(1); now < end; now += PeerQuestions.Interval)
        {
            free += answer.Length;
            if (!questions.MayAsk(new NodeId(1), now))
                continue;
            for (var blocks = 0; blocks < 64 * 1024 * 1024; blocks += answer.Length)
                questions.OnSaid(new NodeId(1), answer, now);
            charged += 64 * 1024 * 1024;
        }

        Assert.Equal(200, free / answer.Length); // So many answers before, 12.5 GiB each second.
        Assert.InRange(charged, 1, 2L * PeerQuestions.AnswerBytesPerSecond);
    }

    private Stage StageOf() => new(Stage.Gossip, (peer, link) => GossipActor.Props(
        peer, _services, new GossipOptions([new(1), new(2), new(3)], TimeSpan.FromSeconds(8)), link));
}
