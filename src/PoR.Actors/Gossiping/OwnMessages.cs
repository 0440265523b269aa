using System.Collections.Immutable;
using PoR.Consensus.Agreement;
using PoR.Core.Rounds;
using PoR.Wire;

namespace PoR.Actors.Gossiping;

/// <summary>
/// What a peer has said in its open round and says again: only what can still change what another peer does
/// (<see cref="StepWindow"/>).
/// </summary>
public sealed class OwnMessages
{
    /// <summary>
    /// The most bytes of own messages in one repeat, so that they fit into one message together with a certificate.
    /// Messages that do not fit take turns in the next repeats.
    /// </summary>
    public const int BytesMax = 512 * 1024;

    private readonly List<EncodedMessage> _said = [];
    private Step _latest;
    private int _next;

    /// <summary>How many are kept.</summary>
    internal int Count => _said.Count;

    /// <summary>Forgets all: another round has begun.</summary>
    public void Clear()
    {
        _said.Clear();
        (_latest, _next) = (default, 0);
    }

    /// <summary>Keeps a message that this peer has sent.</summary>
    /// <param name="message">A ticket, a proposal or a vote; anything else is not kept.</param>
    public void Add(EncodedMessage message)
    {
        if (StepOf(message.Message) is not { } step)
            return;
        if (step > _latest)
        {
            _latest = step;
            _said.RemoveAll(said => !StepWindow.IsRepeated(StepOf(said.Message)!.Value, _latest));
        }

        if (StepWindow.IsRepeated(step, _latest))
            _said.Add(message);
    }

    /// <summary>What the next repeat holds.</summary>
    public ImmutableArray<PeerMessage> Next()
    {
        var taken = ImmutableArray.CreateBuilder<PeerMessage>();
        var bytes = 0L;
        _next = _next < _said.Count ? _next : 0;
        while (taken.Count < Math.Min(_said.Count, PeerMessage.Repeated.OwnMax))
        {
            var message = _said[_next];
            bytes += message.Length;
            if (bytes > BytesMax && taken.Count > 0)
                break;
            taken.Add(message.Message);
            _next = (_next + 1) % _said.Count;
        }

        return taken.ToImmutable();
    }

    private static Step? StepOf(PeerMessage message) => message switch
    {
        PeerMessage.TicketSent or PeerMessage.ProposalSent => Step.BlockProposal,
        PeerMessage.VoteSent { Vote.Ballot.Step: var step } => step,
        _ => null,
    };
}
