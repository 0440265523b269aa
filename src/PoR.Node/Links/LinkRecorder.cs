using System.Collections.Immutable;
using Akka.Actor;
using Microsoft.Extensions.Logging;
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
/// Each once, as <see cref="PeerMessage.VoteSent"/> or <see cref="PeerMessage.TransactionSent"/>. What cannot be
/// written, because the disk is full for example, is not said either; the peer says it again later, as what is lost on
/// the way.
/// </remarks>
internal sealed class LinkRecorder : IPeerLink, IDisposable
{
    private readonly IPeerLink _inner;
    private readonly Stream _file;
    private readonly ILogger _log;
    private readonly HashSet<Bytes32> _known = [];
    private readonly Lock _gate = new();
    private bool _isFull;

    /// <summary>Records what a link is told to say.</summary>
    /// <param name="inner">Carries it.</param>
    /// <param name="file">Made by <see cref="RecordFile.Create"/>; this recorder closes it.</param>
    /// <param name="log">Is told once when the file takes no more, and when it does again.</param>
    public LinkRecorder(IPeerLink inner, Stream file, ILogger log) => (_inner, _file, _log) = (inner, file, log);

    /// <inheritdoc/>
    public NodeId Self => _inner.Self;

    /// <inheritdoc/>
    public void Listen(IActorRef receiver) => _inner.Listen(receiver);

    /// <inheritdoc/>
    public SendVerdict Send(NodeId to, EncodedMessage message) =>
        Record(message.Message) ? _inner.Send(to, message) : SendVerdict.Dropped;

    /// <inheritdoc/>
    public void SendAll(ImmutableArray<NodeId> to, EncodedMessage message)
    {
        if (Record(message.Message))
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

    /// <returns>False: it is not recorded, and must not be said.</returns>
    private bool Record(PeerMessage message) => message switch
    {
        PeerMessage.VoteSent { Vote: var vote } => Record(vote),
        PeerMessage.ProposalSent { Proposal.Vote: var vote } => Record(vote),
        PeerMessage.Repeated { Own: var own } => own.All(Record),
        PeerMessage.TransactionSent { Transaction: var transaction } sent => Record(transaction.Id.Bytes, sent),
        _ => true, // Holds nothing that is the sender's own word.
    };

    private bool Record(UnverifiedVote vote) => Record(vote.Digest.Bytes, new PeerMessage.VoteSent(vote));

    private bool Record(Bytes32 digest, PeerMessage word)
    {
        lock (_gate)
        {
            if (_known.Contains(digest))
                return true;
            var end = _file.Position;
            try
            {
                RecordStream.Add(_file, word);
                _known.Add(digest);
            }
            catch (IOException full)
            {
                // Half a record in the middle would make the rest unreadable.
                _file.SetLength(end);
                _file.Position = end;
                Tell(full);
                return false;
            }

            Tell(fault: null);
            return true;
        }
    }

    private void Tell(IOException? fault)
    {
        if (_isFull == fault is not null)
            return;
        _isFull = fault is not null;
        LinkTold.Recorder(_log, PeerWatch.NameOf(Self.Index), fault?.Message ?? "it takes everything again");
    }
}
