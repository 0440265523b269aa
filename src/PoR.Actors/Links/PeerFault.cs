namespace PoR.Actors.Links;

/// <summary>What only a peer that is broken or hostile does.</summary>
public enum PeerFault
{
    /// <summary>Bytes that no decoder accepts.</summary>
    Undecodable,

    /// <summary>A kind of frame or a tag of messages that does not exist, or a message of another protocol.</summary>
    UnknownKind,

    /// <summary>A long message whose bytes are not those that its digest names.</summary>
    WrongDigest,

    /// <summary>A long message with a gap, with another length than announced, or too many at a time.</summary>
    BrokenBody,

    /// <summary>A long message of which nothing came for long.</summary>
    StaleBody,

    /// <summary>More than this peer has given credit for.</summary>
    Overrun,

    /// <summary>
    /// An invalid signature, credential or certificate: honest peers pass on only what they have verified.
    /// </summary>
    Forged,

    /// <summary>Blocks that this peer has not asked for.</summary>
    Unasked,

    /// <summary>Connections again and again, faster than any peer of ours dials.</summary>
    Reconnects,
}
