using System.Collections.Immutable;
using Akka.Actor;
using Akka.TestKit;
using PoR.Actors.Links;
using PoR.Core.Faults;
using PoR.Core.Hashing;
using PoR.Core.Identities;
using PoR.Wire;

namespace PoR.Actors.Tests.Links;

/// <summary>What a cut does to what a peer says, on a clock that only the test moves.</summary>
public sealed class LinkFilterTests : IDisposable
{
    private static readonly CutShape s_halves = new CutShape.Shares([50, 50]);

    private readonly ActorSystem _system = ActorSystem.Create(
        "filter",
        """
        akka {
          scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit"
          stdout-loglevel = OFF
          loglevel = OFF
        }
        """);

    private readonly Noting _inner = new();
    private readonly TestScheduler _scheduler;

    public LinkFilterTests() => _scheduler = (TestScheduler)_system.Scheduler;

    public void Dispose() => _system.Dispose();

    [Fact(DisplayName = "A cut drops what is said to the other side from its start to its end, and nothing else")]
    public void A_cut_drops()
    {
        var filter = Filter(new Cut(s_halves, Seconds(1), Seconds(2)) { Text = "halves@1s+2s" });
        foreach (var second in Enumerable.Range(0, 5))
        {
            filter.SendAll([new NodeId(1), new NodeId(2), new NodeId(3)], Question(second));
            var verdict = filter.Send(new NodeId(2), Question(10 + second));
            Assert.Equal(second is 1 or 2 ? SendVerdict.Dropped : SendVerdict.Sent, verdict);
            _scheduler.Advance(Seconds(1));
        }

        Assert.Equal([0, 1, 2, 3, 4], _inner.To(1));
        Assert.Equal([0, 10, 3, 13, 4, 14], _inner.To(2));
        Assert.Equal(6, filter.Dropped);
    }

    [Fact(DisplayName = "A cut that delays lets all go when it heals, in its order and before what is said later")]
    public void A_cut_delays()
    {
        var filter = Filter(
            new Cut(s_halves, Seconds(0), Seconds(2)) { Text = "a", IsDelayed = true },
            new Cut(new CutShape.Nodes([0]), Seconds(1), Seconds(3)) { Text = "b", IsDelayed = true });
        Assert.Equal(SendVerdict.Queued, filter.Send(new NodeId(2), Question(0)));
        Assert.Equal(SendVerdict.Sent, filter.Send(new NodeId(1), Question(1)));
        _scheduler.Advance(Seconds(1));
        filter.SendAll([new NodeId(1), new NodeId(2)], Question(2));
        _scheduler.Advance(Seconds(2));
        Assert.Empty(_inner.To(2)); // The second cut holds it still.

        _scheduler.Advance(Seconds(1));
        filter.Send(new NodeId(2), Question(3));
        _scheduler.Advance(Seconds(1));
        Assert.Equal([0, 2, 3], _inner.To(2));
        Assert.Equal([1, 2], _inner.To(1));
        Assert.Equal(0, filter.Dropped);
    }

    [Fact(DisplayName = "A one-way cut stops the first group only; a healed one lets all go at once")]
    public void Cuts_are_replaced()
    {
        var start = _scheduler.Now;
        var filter = Filter(new Cut(s_halves, Seconds(0), Seconds(9))
        {
            Text = "x", IsOneWay = true, IsDelayed = true,
        });
        filter.Send(new NodeId(3), Question(1));
        Assert.Empty(_inner.To(3));
        filter.Set([], start);
        Assert.Equal([1], _inner.To(3));

        _inner.Self = new NodeId(3);
        filter.Set([new Cut(s_halves, Seconds(0), Seconds(9)) { Text = "x", IsOneWay = true }], start);
        Assert.Equal(SendVerdict.Sent, filter.Send(new NodeId(0), Question(2)));
        Assert.Throws<ArgumentException>(
            () => filter.Set([new Cut(new CutShape.Nodes([7]), default, Seconds(1)) { Text = "x" }], start));
    }

    [Fact(DisplayName = "Other faults lose, delay, double and reorder what is said, while they are there")]
    public void Troubles()
    {
        var filter = Filter(Trouble(new LinkEffect.Loss(1_000_000), new NodeSet.Numbers([3])),
            Trouble(new LinkEffect.Delay(Seconds(2)), new NodeSet.Numbers([1])),
            Trouble(new LinkEffect.Duplication(1_000_000, Seconds(1)), new NodeSet.Numbers([2])));
        Assert.Equal(SendVerdict.Dropped, filter.Send(new NodeId(3), Question(0)));
        Assert.Equal(SendVerdict.Queued, filter.Send(new NodeId(1), Question(1)));
        Assert.Equal(SendVerdict.Sent, filter.Send(new NodeId(2), Question(2)));
        _scheduler.Advance(Seconds(1));
        Assert.Equal([2, 2], _inner.To(2));
        Assert.Empty(_inner.To(1));

        _scheduler.Advance(Seconds(1));
        Assert.Equal([1], _inner.To(1));
        _scheduler.Advance(Seconds(8));
        filter.SendAll([new NodeId(1), new NodeId(2), new NodeId(3)], Question(5)); // They are over.
        Assert.Equal([1, 5], _inner.To(1));
        Assert.Equal([2, 2, 5], _inner.To(2));
        Assert.Equal([5], _inner.To(3));
        Assert.Equal(1, filter.Dropped);
    }

    [Fact(DisplayName = "Reordered messages overtake each other; without the fault their order stays")]
    public void Reordering()
    {
        var filter = Filter(Trouble(new LinkEffect.Reordering(Seconds(3)), NodeSet.Every));
        for (var number = 0; number < 20; number++)
            filter.Send(new NodeId(1), Question(number));
        for (var second = 0; second < 4; second++)
            _scheduler.Advance(Seconds(1));

        var said = _inner.To(1).ToArray();
        Assert.Equal(Enumerable.Range(0, 20), said.Order());
        Assert.NotEqual(Enumerable.Range(0, 20), said);
    }

    private static LinkTrouble Trouble(LinkEffect effect, NodeSet of) =>
        new(effect, of, Seconds(0), Seconds(10)) { Text = "a fault" };

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);

    private static EncodedMessage Question(int number)
    {
        Span<byte> key = stackalloc byte[32];
        key[0] = (byte)number;
        return EncodedMessage.Of(new PeerMessage.ProposalRequested(default, new PublicKey(new(key))));
    }

    private LinkFilter Filter(params LinkFault[] faults)
    {
        var filter = new LinkFilter(_inner, _scheduler, peers: 4, seed: 1);
        filter.Set([.. faults], _scheduler.Now);
        return filter;
    }

    private sealed class Noting : IPeerLink
    {
        private readonly List<(int To, int Number)> _said = [];

        public NodeId Self { get; set; }

        public IEnumerable<int> To(int peer) => _said.Where(s => s.To == peer).Select(s => s.Number);

        public void Listen(IActorRef receiver) => throw new NotSupportedException();

        public SendVerdict Send(NodeId to, EncodedMessage message)
        {
            var number = (int)(((PeerMessage.ProposalRequested)message.Message).Leader.Bytes.Prefix >> 56);
            _said.Add((to.Index, number));
            return SendVerdict.Sent;
        }

        public void SendAll(ImmutableArray<NodeId> to, EncodedMessage message)
        {
            foreach (var peer in to)
                Send(peer, message);
        }

        public void Taken(PeerHeard heard) => throw new NotSupportedException();

        public void Forged(Digest message) => throw new NotSupportedException();

        public void Fault(NodeId peer, PeerFault fault) => throw new NotSupportedException();
    }
}
