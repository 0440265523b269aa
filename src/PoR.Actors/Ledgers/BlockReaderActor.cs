using System.Collections.Immutable;
using Akka.Actor;
using Akka.Persistence;
using PoR.Actors.Gossiping;
using PoR.Actors.Messages;
using PoR.Actors.Peers;
using PoR.Chain;
using PoR.Core.Agreement;
using PoR.Wire;

namespace PoR.Actors.Ledgers;

/// <summary>None of the places that a peer has named lies on this chain.</summary>
/// <param name="Peer">Who has asked.</param>
internal sealed record NothingFound(NodeId Peer);

/// <summary>
/// Answers one peer that is far behind, with blocks from the ledger's journal: looks at one place of the peer's chain
/// after the other, until one lies on this chain, and sends what follows it (D16). Then it stops.
/// </summary>
internal sealed class BlockReaderActor : ReceiveActor
{
    private readonly PeerActors _self;
    private readonly NodeId _peer;
    private readonly IActorRef _journal;
    private readonly string _persistenceId;
    private readonly Queue<JournalSpan> _spans;
    private readonly ImmutableArray<CertifiedBlock>.Builder _read = ImmutableArray.CreateBuilder<CertifiedBlock>();
    private ImmutableArray<long> _wanted;

    public BlockReaderActor(
        PeerActors self, NodeId peer, IActorRef journal, string persistenceId, ImmutableArray<JournalSpan> spans)
    {
        (_self, _peer, _journal, _persistenceId) = (self, peer, journal, persistenceId);
        _spans = new Queue<JournalSpan>(spans);
        Receive<ReplayedMessage>(m =>
        {
            if (_wanted.Contains(m.Persistent.SequenceNr))
                _read.Add(((LedgerEvent.BlockCertified)m.Persistent.Payload).Block);
        });
        Receive<RecoverySuccess>(_ => OnRead());
        Receive<ReplayMessagesFailure>(m =>
        {
            Context.Publish(new Fact.StorageFailed(_self.Id, m.Cause.Message));
            Context.Stop(Self);
        });
    }

    /// <summary>A reader for one answer.</summary>
    /// <param name="self">Its peer.</param>
    /// <param name="peer">Who has asked.</param>
    /// <param name="journal">Has the blocks.</param>
    /// <param name="persistenceId">The ledger's.</param>
    /// <param name="spans">Where they may lie; at least one, the best first.</param>
    public static Props Props(
        PeerActors self, NodeId peer, IActorRef journal, string persistenceId, ImmutableArray<JournalSpan> spans) =>
        Akka.Actor.Props.Create(() => new BlockReaderActor(self, peer, journal, persistenceId, spans));

    /// <inheritdoc/>
    protected override void PreStart() => Look();

    /// <summary>Asks for the block at the next place, or for what follows genesis.</summary>
    private void Look()
    {
        var span = _spans.Peek();
        Read(span.Sequence == 0 ? span.Following : [span.Sequence]);
    }

    private void Read(ImmutableArray<long> wanted)
    {
        _wanted = wanted;
        _read.Clear();
        _journal.Tell(new ReplayMessages(wanted[0], wanted[^1], long.MaxValue, _persistenceId, Self));
    }

    private void OnRead()
    {
        var span = _spans.Peek();
        if (_wanted == span.Following)
            Send();
        else if (_read.Count == 1 && _read[0].Block.Digest == span.From.Block)
            Read(span.Following);
        else if (_spans.Dequeue() is not null && _spans.Count > 0)
            Look();
        else
        {
            Context.Parent.Tell(new NothingFound(_peer));
            Context.Stop(Self);
        }
    }

    private void Send()
    {
        if (_read.Count > 0)
            _self.Gossip.Tell(new GossipMessage.SendTo(_peer, new PeerMessage.ChainSent(_read.ToImmutable())));
        Context.Stop(Self);
    }
}
