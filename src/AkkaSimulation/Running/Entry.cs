using Akka.Actor;
using AkkaSimulation.Nodes;

namespace AkkaSimulation.Running;

/// <summary>What an entry of the calendar is.</summary>
internal enum EntryKind : byte
{
    /// <summary>A free place.</summary>
    None,

    /// <summary>
    /// A letter from another node; <see cref="Entry.Target"/> is an <see cref="ActorCell"/> or a reference, or null
    /// where the receiver's life ended while the letter was on its way.
    /// </summary>
    Letter,

    /// <summary>The next arrival of a <see cref="Running.Broadcast"/>, which is <see cref="Entry.Target"/>.</summary>
    Broadcast,

    /// <summary>A system message from another node.</summary>
    SystemMessage,

    /// <summary>Something that a life of the node planned: a timer, the end of a job, an answer of the disk.</summary>
    Planned,

    /// <summary>A mailbox that waits until its node or actor is no longer busy.</summary>
    Mailbox,

    /// <summary>The node's processor is free again.</summary>
    Wake,

    /// <summary>An action of the driver.</summary>
    Action,
}

/// <summary>Something that a life of a node has planned.</summary>
internal interface IPlanned
{
    /// <summary>The life that planned it.</summary>
    Life Life { get; }

    /// <summary>What the log calls it.</summary>
    LogKind Kind { get; }

    /// <summary>Number of the node's log entry in whose turn it was planned; 0 where that is not kept.</summary>
    long Cause => 0;

    /// <summary>Whether nothing will come of it.</summary>
    bool IsCancelled => false;

    /// <summary>For the log.</summary>
    /// <returns>What it is, in few words.</returns>
    string Describe();

    /// <summary>Runs when it is due, with the node as the current one.</summary>
    void Fire();
}

/// <summary>The content of an entry of the calendar.</summary>
internal struct Entry
{
    /// <summary>The node at which it happens; null for an action of the driver.</summary>
    public SimulatedNode? Node;

    public EntryKind Kind;

    /// <summary>Who receives it: a cell, a reference, a planned thing, a mailbox or an action.</summary>
    public object? Target;

    /// <summary>A letter's <see cref="Parcel"/>, or Akka's own message; for a mailbox its life.</summary>
    public object? Body;

    /// <summary>Which letter of the parcel it is.</summary>
    public int Place;

    /// <summary>A letter to an actor of a life that is over keeps its number alone.</summary>
    /// <param name="node">Whose life is over.</param>
    public void Bury(SimulatedNode node)
    {
        if (ReferenceEquals(Node, node) && Kind == EntryKind.Letter && Target is ActorCell)
            (Target, Body) = (null, ((Parcel)Body!).Emptied());
    }

    /// <summary>A letter from another node.</summary>
    public static Entry OfLetter(SimulatedNode to, object? target, Parcel parcel, int place) =>
        new() { Node = to, Kind = EntryKind.Letter, Target = target, Body = parcel, Place = place };
}
