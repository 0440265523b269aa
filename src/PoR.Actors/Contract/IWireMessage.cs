namespace PoR.Actors.Contract;

/// <summary>A message that may travel between nodes, and therefore has a size.</summary>
/// <remarks>
/// Sending a message of another kind to an actor of another node is a mistake of ours: the turn
/// throws. Between actors of one node every message is free.
/// </remarks>
public interface IWireMessage : IMessage
{
    /// <summary>Length of the message on the wire, bytes, headers included; at least 0.</summary>
    int WireBytes { get; }

    /// <summary>
    /// Whether the message goes before bulk on a busy uplink: credentials and votes do, bodies of
    /// blocks do not.
    /// </summary>
    bool IsUrgent { get; }
}
