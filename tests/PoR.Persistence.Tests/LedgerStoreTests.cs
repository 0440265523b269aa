using System.Threading.Channels;
using Akka.Actor;
using PoR.Actors;
using PoR.Actors.Gossiping;
using PoR.Actors.Ledgers;
using PoR.Actors.Messages;
using PoR.Actors.Peers;
using PoR.Actors.Rounds;
using PoR.Core.Agreement;
using PoR.Persistence.Databases;
using PoR.TestKit;
using PoR.Wire;

namespace PoR.Persistence.Tests;

/// <summary>A ledger on a real database, across two lives of its process.</summary>
public sealed class LedgerStoreTests(PostgreSqlServer server)
{
    private const int Rounds = 120;
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    private readonly Cast _cast = new(
        4, Cast.Everyone with { EvidenceRounds = 3, StakeLookBackRounds = 1, LookBackRounds = 1 });

    [Theory(DisplayName = "D16: a ledger recovers from its snapshot, and serves old blocks from the journal")]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task A_ledger_outlives_its_process(string kind)
    {
        using var stores = new Stores(kind, server);
        DatabaseSchema.Migrate(stores.Database);
        var (blocks, tip) = _cast.Chain(_cast.Root, Rounds);
        await using (var first = new Host(stores, _cast))
        {
            foreach (var block in blocks)
                first.Ledger.Tell(Cast.Ended(block));
            while ((await first.HearAsync<CoordinatorMessage.RoundOpened>()).Branch.Tip != tip.Tip)
            {
            }

            for (var waited = TimeSpan.Zero; Snapshots(stores) == 0 && waited < s_limit; waited += s_pause)
                await Task.Delay(s_pause);
        }

        // The snapshot is of the 100th block, though the ledger had more when it was made.
        Assert.Equal(Rounds, stores.Ask("select count(*) from journal where manifest = 'block-certified/1'"));
        Assert.Equal(1, Snapshots(stores));
        Assert.Equal(100, stores.Ask("select sequence_number from snapshot"));
        stores.Run("update journal set message = substr(message, 2) where sequence_number = 50");
        await using var second = new Host(stores, _cast);
        second.Ledger.Tell(LedgerMessage.RoundWanted.Instance);
        Assert.Equal(tip.State.Root, (await second.HearAsync<CoordinatorMessage.RoundOpened>()).Branch.State.Root);

        Assert.Equal(Digests(blocks.Skip(20)), Digests(await second.AskAsync(blocks[19].Block)));

        // Whoever asks for a damaged row gets nothing, and the node says so.
        second.Ledger.Tell(RequestAfter(blocks[44].Block));
        Assert.Contains("block-certified/1", (await second.HearAsync<Fact.StorageFailed>()).Reason);
        Assert.Equal(Digests(blocks.Skip(92)), Digests(await second.AskAsync(blocks[91].Block)));
    }

    private static long Snapshots(Stores stores) =>
        stores.Ask("select count(*) from snapshot where manifest = 'ledger/6'");

    private static IEnumerable<BlockDigest> Digests(IEnumerable<CertifiedBlock> blocks) =>
        blocks.Take(PeerMessage.ChainSent.BlocksMax).Select(b => b.Block.Digest);

    private static LedgerMessage.ChainRequested RequestAfter(Block block) =>
        new(new NodeId(3), [new ChainPoint(block.Header.Round, block.Digest)]);

    /// <summary>An ordinary system with a ledger, whose neighbours are this test.</summary>
    private sealed class Host : IAsyncDisposable
    {
        private readonly ActorSystem _system;
        private readonly Channel<object> _heard = Channel.CreateUnbounded<object>();

        public Host(Stores stores, Cast cast)
        {
            _system = stores.NewSystem();
            var neighbour = _system.ActorOf(Props.Create(() => new Neighbour(_heard.Writer)));
            var peer = new PeerActors(new NodeId(0))
            {
                Coordinator = neighbour,
                Gossip = neighbour,
                Mempool = neighbour,
            };
            _system.EventStream.Subscribe(neighbour, typeof(Fact.StorageFailed));
            Ledger = _system.ActorOf(LedgerActor.Props(peer, cast.Services()), "ledger");
        }

        public IActorRef Ledger { get; }

        /// <summary>What the ledger says next of a kind.</summary>
        public async Task<T> HearAsync<T>()
        {
            using var limit = new CancellationTokenSource(s_limit);
            while (true)
            {
                if (await _heard.Reader.ReadAsync(limit.Token) is T expected)
                    return expected;
            }
        }

        public async Task<IEnumerable<CertifiedBlock>> AskAsync(Block after)
        {
            Ledger.Tell(RequestAfter(after));
            var sent = await HearAsync<GossipMessage.SendTo>();
            return ((PeerMessage.ChainSent)sent.Message).Blocks;
        }

        public async ValueTask DisposeAsync() => await _system.Terminate().WaitAsync(s_limit);
    }

    private sealed class Neighbour : ReceiveActor
    {
        public Neighbour(ChannelWriter<object> heard) => ReceiveAny(message => heard.TryWrite(message));
    }
}
