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
        var (message, parcel, place) = letters[index];
        return new MailboxItem(
            new Envelope(message, parcel!.Sender ?? ActorRefs.NoSender), parcel.SenderNumber, parcel.LetterOf(place));
    }

    /// <summary>
    /// The actor has it: only messages are kept from now on. An actor may keep a batch for long, and a sender on a node
    /// that has crashed would keep its whole system alive.
    /// </summary>
    public void Open()
    {
        for (var i = 0; i < letters.Length; i++)
        {
            letters[i].Parcel!.Return();
            letters[i] = letters[i] with { Parcel = null };
        }
    }

    /// <summary>A letter.</summary>
    /// <param name="Message">Kept apart, since the parcel may serve again.</param>
    /// <param name="Parcel">What it came in; null once the batch is opened.</param>
    /// <param name="Place">Which letter of the parcel it is.</param>
    internal readonly record struct Letter(object Message, Parcel? Parcel, int Place);
}
