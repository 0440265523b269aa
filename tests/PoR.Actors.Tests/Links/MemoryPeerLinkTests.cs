using System.Collections.Immutable;
using Akka.Actor;
using PoR.Actors.Links;
using PoR.Wire;

namespace PoR.Actors.Tests.Links;

public sealed class MemoryPeerLinkTests : IDisposable
{
    private static readonly EncodedMessage s_message = EncodedMessage.Of(new PeerMessage.BlockRequested(default));
    private readonly ActorSystem _system = ActorSystem.Create("links");
    private readonly List<int> _heard = [];

    public void Dispose() => _system.Dispose();

    [Fact(DisplayName = "Those hear a message to whom it is sent, whoever heard the ones before")]
    public void Lists_of_peers_are_told_apart()
    {
        var link = LinkOf(unknown: 5);
        int[][] lists = [[1, 2, 3], [2, 3, 4], [1, 2, 3], [3], [1, 2, 3, 5], [3, 2, 1, 4], [], [1, 2, 4]];
        foreach (var list in lists)
        {
            _heard.Clear();
            link.SendAll(Peers(list), s_message);
            Assert.Equal(list.Where(static peer => peer != 5), _heard);
        }
    }

    [Fact(DisplayName = "References of all peers are looked up once, though an equally long list came first")]
    public void The_list_of_all_peers_is_at_hand()
    {
        const int Count = 1_000;
        var link = LinkOf(unknown: Count);
        var all = Peers([.. Enumerable.Range(0, Count)]);
        link.SendAll([.. all], s_message);
        link.SendAll(all, s_message);
        _heard.Clear();
        var before = GC.GetAllocatedBytesForCurrentThread();
        link.SendAll(all, s_message);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(Count, _heard.Count);
        Assert.InRange(allocated, 0, Count);
    }

    private static ImmutableArray<NodeId> Peers(int[] indices) => [.. indices.Select(static i => new NodeId(i))];

    private MemoryPeerLink LinkOf(int unknown) => new(
        _system,
        new NodeId(0),
        peer => peer.Index == unknown ? ActorRefs.Nobody : new Recorder(peer.Index, _heard),
        roundTrip: null);

    private sealed class Recorder(int peer, List<int> heard) : MinimalActorRef
    {
        public override ActorPath Path { get; } = new RootActorPath(new Address("akka", "links")) / $"peer{peer}";

        public override IActorRefProvider Provider => throw new NotSupportedException();

        protected override void TellInternal(object message, IActorRef sender)
        {
            Assert.Same(s_message, Assert.IsType<PeerHeard>(message).Message);
            heard.Add(peer);
        }
    }
}
