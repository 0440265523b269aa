using AkkaSimulation.Disks;
using PoR.Actors.Gossiping;
using PoR.Actors.Ledgers;
using PoR.Actors.Messages;
using PoR.Actors.Rounds;
using PoR.Actors.Tests.Stages;
using PoR.Chain;
using PoR.Core.Agreement;
using PoR.Core.Rounds;
using PoR.Wire;

namespace PoR.Actors.Tests.Ledgers;

/// <summary>A ledger whose chain is longer than what it keeps in memory.</summary>
public sealed class LedgerSnapshotTests
{
    private const string Me = Stage.Ledger;
    private const int LimitMs = 120_000;

    /// <summary>Rounds before the tip that the tree keeps: the evidence's, the look-back's and ten.</summary>
    private const int Kept = 14;

    private readonly Cast _cast = new(
        4, Cast.Everyone with { EvidenceRounds = 3, StakeLookBackRounds = 1, LookBackRounds = 1 });

    private readonly List<CertifiedBlock> _main = [];
    private Branch _tip;

    public LedgerSnapshotTests() => _tip = _cast.Root;

    [Theory(
        DisplayName = "D16: recovery begins at a snapshot, the last one or one before, and ends in the same chain",
        Timeout = LimitMs)]
    [InlineData("the last one")]
    [InlineData("the one before")]
    [InlineData("none")]
    public Task Recovers_from_its_snapshot(string served)
    {
        var stage = StageOf();
        Grow(stage, 340);
        Assert.Equal([200, 300], SnapshotsOf(stage));
        var before = ChainOf(stage);
        for (var lost = 0; lost < 2 && served == "none"; lost++)
            stage.Machine.Disk.LoseSnapshot("ledger");
        if (served == "the one before")
            stage.Machine.Disk.ServeOldSnapshot("ledger");
        stage.Forget();
        stage.Restart();
        stage.Tell(Me, LedgerMessage.RoundWanted.Instance);

        var opened = Assert.Single(stage.Heard<CoordinatorMessage.RoundOpened>());
        Assert.Equal((_tip.Tip, _tip.State.Root), (opened.Branch.Tip, opened.Branch.State.Root));
        Assert.Equal(_main[^1].Block.Digest, opened.Tip!.Block.Digest);
        Assert.Equal(before.Locator(), ChainOf(stage).Locator());
        Assert.Equal(before.Places.Runs, ChainOf(stage).Places.Runs);

        // The next snapshots follow in their turn.
        Grow(stage, 100);
        Assert.Equal(400, SnapshotsOf(stage).Last());
        return Task.CompletedTask;
    }

    [Fact(DisplayName = "D14, D16: a branch that parted before a crash can still win after it", Timeout = LimitMs)]
    public Task A_branch_still_wins()
    {
        var stage = StageOf();
        Grow(stage, 200);
        var parted = _tip;
        var (side, _) = _cast.Chain(parted, 3, leader: 2);
        Grow(stage, 2);
        stage.Tell(Me, Cast.Ended(side[0]), Cast.Ended(side[1]));
        stage.Restart();
        stage.Tell(Me, Cast.Ended(side[2]));

        Assert.Equal(side[2].Block.Digest, stage.Heard<CoordinatorMessage.RoundOpened>().Last().Branch.Tip);
        return Task.CompletedTask;
    }

    [Theory(DisplayName = "D16: a peer that is far behind gets old blocks from the journal", Timeout = LimitMs)]
    [InlineData(false)]
    [InlineData(true)]
    public Task Old_blocks_are_served(bool restarts)
    {
        var stage = StageOf();
        Grow(stage, 20);
        stage.Tell(Me, Cast.Ended(_cast.CertifyEmpty(_tip))); // A side branch: round 21 comes twice in the journal.
        Grow(stage, 140);
        if (restarts)
            stage.Restart();

        Assert.Equal(_main.Take(8), Answer(stage, PointAt(0)));
        Assert.Equal(_main.Skip(17).Take(8), Answer(stage, PointAt(17)));
        Assert.Equal(_main.Skip(100).Take(8), Answer(stage, Elsewhere(110), Elsewhere(105), PointAt(100)));

        // The last of these are kept in memory, too.
        var last = _main.Count - Kept - 2;
        Assert.Equal(_main.Skip(last).Take(8), Answer(stage, PointAt(last)));
        Assert.Empty(Answer(stage, Elsewhere(110)));
        return Task.CompletedTask;
    }

    [Fact(DisplayName = "One answer at a time is read for a peer, however often it asks", Timeout = LimitMs)]
    public Task Questions_do_not_pile_up()
    {
        var stage = StageOf();
        Grow(stage, 40);
        stage.Forget();
        for (var i = 0; i < 20; i++)
            stage.Post(Me, new LedgerMessage.ChainRequested(new NodeId(3), [PointAt(1)]));
        stage.Post(Me, new LedgerMessage.ChainRequested(new NodeId(2), [PointAt(2)]));
        stage.Pass(TimeSpan.FromSeconds(1));

        Assert.InRange(stage.Heard<GossipMessage.SendTo>().Count(sent => sent.Peer.Index == 3), 1, 3);
        Assert.Single(stage.Heard<GossipMessage.SendTo>(), sent => sent.Peer.Index == 2);
        return Task.CompletedTask;
    }

    [Fact(
        DisplayName = "Who names no place of this chain has few looked up, and waits for the next answer",
        Timeout = LimitMs)]
    public Task Looking_in_vain_is_bounded()
    {
        var stage = StageOf();
        Grow(stage, 60);
        var elsewhere = Enumerable.Range(2, 16).Select(Elsewhere).ToArray();
        Assert.Equal(_main.Skip(1).Take(8), Answer(stage, [.. elsewhere[..15], PointAt(1)]));
        Assert.Empty(Answer(stage, [.. elsewhere, PointAt(1)]));

        Assert.Empty(Answer(stage, PointAt(1)));
        stage.Pass(TimeSpan.FromMilliseconds(_cast.Genesis.Parameters.SmallLambdaMs));
        Assert.Equal(_main.Skip(1).Take(8), Answer(stage, PointAt(1)));
        return Task.CompletedTask;
    }

    [Theory(DisplayName = "The ledger of another network is refused, with both names", Timeout = LimitMs)]
    [InlineData(1)]
    [InlineData(120)]
    public Task Another_network_is_refused(int rounds)
    {
        var (owner, stranger) = (_cast, new Cast(5, _cast.Genesis.Parameters));
        var stage = new Stage(Stage.Ledger, (peer, _) => LedgerActor.Props(peer, owner.Services()));
        Grow(stage, rounds);
        owner = stranger;
        stage.Forget();
        stage.Restart();

        var reason = Assert.Single(stage.Facts<Fact.StorageFailed>()).Reason;
        Assert.Contains(_cast.Genesis.Network.ToString(), reason);
        Assert.Contains(stranger.Genesis.Network.ToString(), reason);
        Assert.Empty(stage.Facts<Fact.LedgerOpened>());
        return Task.CompletedTask;
    }

    [Fact(DisplayName = "A journal that has lost its first block is refused", Timeout = LimitMs)]
    public Task A_gap_is_refused()
    {
        Grow(StageOf(), 3);
        var later = _cast.Certify(_tip, _cast.Block(1, _tip));
        var gap = StageOf();
        gap.Machine.Disk.KeptForm = new Swapped(_main[0], later);
        gap.Tell(Me, Cast.Ended(_main[0]));
        gap.Forget();
        gap.Restart();

        Assert.Contains("of round 4 without", Assert.Single(gap.Facts<Fact.StorageFailed>()).Reason);
        return Task.CompletedTask;
    }

    /// <summary>Of which rounds the disk has snapshots; each stands under the number of its round's event.</summary>
    private static IEnumerable<long> SnapshotsOf(Stage stage) => stage.Machine.Disk.Snapshots("ledger").Select(stored =>
    {
        var (root, places) = (LedgerSnapshot)stored.Value;
        Assert.Equal(stored.Key, places.Of(root.State.Round));
        return root.State.Round.Number;
    });

    private static CertifiedChain ChainOf(Stage stage) => stage.Facts<Fact.LedgerOpened>().Last().Chain;

    /// <summary>What a peer gets that names these places.</summary>
    private IEnumerable<CertifiedBlock> Answer(Stage stage, params ChainPoint[] after)
    {
        stage.Forget();
        stage.Tell(Me, new LedgerMessage.ChainRequested(new NodeId(3), [.. after]));
        return stage.Heard<GossipMessage.SendTo>().SelectMany(sent =>
        {
            Assert.Equal(3, sent.Peer.Index);
            return ((PeerMessage.ChainSent)sent.Message).Blocks;
        });
    }

    private ChainPoint PointAt(int round) =>
        new(new Round(round), round == 0 ? _cast.Root.Tip : _main[round - 1].Block.Digest);

    private static ChainPoint Elsewhere(int round) => new(new Round(round), new BlockDigest(Cast.Hash("elsewhere")));

    private Stage StageOf() => new(Stage.Ledger, (peer, _) => LedgerActor.Props(peer, _cast.Services()));

    private void Grow(Stage stage, int rounds)
    {
        for (var i = 0; i < rounds; i++)
        {
            var review = _cast.Review(1, (ulong)_main.Count + 1, $"It is good, {_main.Count}.", lastRound: 1_000);
            _main.Add(_cast.Certify(_tip, i % 10 == 0 ? _cast.Block(2, _tip, review) : _cast.Block(1, _tip)));
            _tip = _cast.Extend(_tip, _main[^1].Block);
            stage.Tell(Me, Cast.Ended(_main[^1]));
        }
    }

    /// <summary>A disk that gives back another block than it was given.</summary>
    private sealed class Swapped(CertifiedBlock written, CertifiedBlock read) : IKeptForm
    {
        public object Keep(object value) => value;

        public object Restore(object kept) =>
            kept is LedgerEvent.BlockCertified { Block: var block } && block == written
                ? new LedgerEvent.BlockCertified(read)
                : kept;
    }
}
