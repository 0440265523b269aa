using Akka.Actor;
using AkkaSimulation.Nodes;

namespace AkkaSimulation.Running;

/// <summary>A letter that is due at another node.</summary>
/// <param name="Node">The receiver's node.</param>
/// <param name="Target">
/// An <see cref="ActorCell"/> or a <see cref="RemoteRef"/>; null where the receiver's life ended meanwhile.
/// </param>
/// <param name="Message">The message; null without a target.</param>
/// <param name="Sender">Who told it.</param>
/// <param name="SenderNumber">The sender's number in traces.</param>
/// <param name="Letter">The letter's number.</param>
internal readonly record struct ArrivingLetter(
    SimulatedNode Node, object? Target, object? Message, IActorRef? Sender, long SenderNumber, LetterNumber Letter)
{
    public static ArrivingLetter Of(in Entry entry) =>
        new(entry.Node!, entry.Target, entry.Body, entry.Sender, entry.SenderNumber, entry.Letter);

    /// <summary>The letter as an entry, for a node that is paused.</summary>
    public Entry ToEntry() => Entry.OfLetter(Node, Target, Message, Sender, SenderNumber, Letter);
}
