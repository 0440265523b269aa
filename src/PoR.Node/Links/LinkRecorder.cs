using System.Collections.Immutable;
using Akka.Actor;
using PoR.Actors;
using PoR.Actors.Links;
using PoR.Actors.Messages;
using PoR.Core.Agreement;
using PoR.Core.Bytes;
using PoR.Core.Hashing;
using PoR.Node.Running;
using PoR.Wire;

namespace PoR.Node.Links;

/// <summary>
/// Adds every vote and every transaction of its own that a peer says to a file, before it is said, so that somebody
/// else can judge whether anybody has signed twice, and what became of each review. For experiments.
/// </summary>
/// <remarks>
/// Each once, as <see cref="PeerMessage.VoteSent"/> or <see cref="PeerMessage.TransactionSent"/>.
/// </remarks>
internal sealed class LinkRecorder : IPeerLink, IDisposable
{
    private readonly IPeerLink _inner;
    private readonly FileStream _file;
    private readonly HashSet<Bytes32> _known = [];
    private readonly Lock _gate = new();

    /// <summary>Records what a link is told to say.</summary>
    /// <param name="inner">Carries it.</param>
    /// <param name="file">As <see cref="RecordFile.Create"/> takes it.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public LinkRecorder(IPeerLink inner, string file)
    {
        _inner = inner;
        _file = RecordFile.Create(file);
    }

    /// <inheritdoc/>
    public NodeId Self => _inner.Self;

    /// <inheritdoc/>
    public void Listen(IActorRef receiver) => _inner.Listen(receiver);

    /// <inheritdoc/>
    public SendVerdict Send(NodeId to, EncodedMessage message)
    {
        Record(message.Message);
        return _inner.Send(to, message);
    }

    /// <inheritdoc/>
    public void SendAll(ImmutableArray<NodeId> to, EncodedMessage message)
    {
        Record(message.Message);
        _inner.SendAll(to, message);
    }

    /// <inheritdoc/>
    public void Taken(PeerHeard heard) => _inner.Taken(heard);

    /// <inheritdoc/>
    public void Forged(Digest message) => _inner.Forged(message);

    /// <inheritdoc/>
    public void Fault(NodeId peer, PeerFault fault) => _inner.Fault(peer, fault);

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void Record(PeerMessage message)
    {
        switch (message)
        {
            case PeerMessage.VoteSent { Vote: var vote }:
                Record(vote);
                break;
            case PeerMessage.ProposalSent { Proposal.Vote: var vote }:
                Record(vote);
                break;
            case PeerMessage.Repeated { Own: var own }:
                foreach (var one in own)
                    Record(one);
                break;
            case PeerMessage.TransactionSent { Transaction: var transaction } sent:
                Record(transaction.Id.Bytes, sent);
                break;
            default:
                break; // Holds nothing that is the sender's own word.
        }
    }

    private void Record(UnverifiedVote vote) => Record(vote.Digest.Bytes, new PeerMessage.VoteSent(vote));

    private void Record(Bytes32 digest, PeerMessage word)
    {
        lock (_gate)
        {
            if (!_known.Add(digest))
                return;
            RecordStream.Add(_file, word);
        }
    }
}
