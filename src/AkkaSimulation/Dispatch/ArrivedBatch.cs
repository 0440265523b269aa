using Akka.Actor;
using AkkaSimulation.Running;

namespace AkkaSimulation.Dispatch;

/// <summary>Letters of one moment from other nodes, which their actor takes in one turn.</summary>
/// <param name="letters">At least one.</param>
internal sealed class ArrivedBatch((Parcel Parcel, int Place)[] letters) : Batch
{
    public override int Count => letters.Length;

    public override object this[int index] => letters[index].Parcel.Message!;

    /// <summary>A letter as a single one would lie in the mailbox.</summary>
    public MailboxItem ItemOf(int index)
    {
        var (parcel, place) = letters[index];
        return new MailboxItem(
            new Envelope(parcel.Message!, parcel.Sender ?? ActorRefs.NoSender), parcel.SenderNumber,
            parcel.LetterOf(place));
    }
}
