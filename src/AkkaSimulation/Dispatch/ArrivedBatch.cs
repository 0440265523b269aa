using Akka.Actor;
using AkkaSimulation.Running;

namespace AkkaSimulation.Dispatch;

/// <summary>Letters of one moment from other nodes, which their actor takes in one turn.</summary>
/// <param name="letters">At least one.</param>
internal sealed class ArrivedBatch(ArrivedBatch.Letter[] letters) : Batch
{
    public override int Count => letters.Length;

    public override object this[int index] => letters[index].Message;

    /// <summary>A letter as a single one would lie in the mailbox; asked until the batch is opened.</summary>
    public MailboxItem ItemOf(int index)
    {
        ref readonly var letter = ref letters[index];
        var parcel = letter.Parcel!;
        return new MailboxItem(
            new Envelope(letter.Message, parcel.Sender ?? ActorRefs.NoSender), parcel.SenderNumber,
            parcel.LetterOf(letter.Place));
    }

    /// <summary>
    /// The actor has it: only messages are kept from now on. An actor may keep a batch for long, and a sender on a node
    /// that has crashed would keep its whole system alive.
    /// </summary>
    public void Open()
    {
        foreach (ref var letter in letters.AsSpan())
        {
            letter.Parcel!.Return();
            letter.Parcel = null;
        }
    }

    /// <summary>A letter.</summary>
    /// <param name="message">Kept apart, since the parcel may serve again.</param>
    /// <param name="parcel">What it came in.</param>
    /// <param name="place">Which letter of the parcel it is.</param>
    internal struct Letter(object message, Parcel parcel, int place)
    {
        public readonly object Message = message;
        public readonly int Place = place;

        /// <summary>Null once the batch is opened.</summary>
        public Parcel? Parcel = parcel;
    }
}
