using Akka.Actor;
using AkkaSimulation.Nodes;

namespace AkkaSimulation.Running;

/// <summary>A letter that is due at another node.</summary>
/// <param name="Node">The receiver's node.</param>
/// <param name="Target">
/// An <see cref="ActorCell"/> or a <see cref="RemoteRef"/>; null where the receiver's life ended meanwhile.
/// </param>
/// <param name="Parcel">What the letter holds.</param>
/// <param name="Place">Which letter of the parcel it is.</param>
internal readonly record struct ArrivingLetter(SimulatedNode Node, object? Target, Parcel Parcel, int Place)
{
    /// <summary>The letter's number.</summary>
    public LetterNumber Number => Parcel.LetterOf(Place);

    public static ArrivingLetter Of(in Entry entry) =>
        new(entry.Node!, entry.Target, (Parcel)entry.Body!, entry.Place);

    /// <summary>The letter as an entry, for a node that is paused.</summary>
    public Entry ToEntry() => Entry.OfLetter(Node, Target, Parcel, Place);
}
