namespace PoR.Hosting.Network;

/// <summary>Why a letter reached nobody.</summary>
public enum DropCause
{
    /// <summary>It was not dropped.</summary>
    None,

    /// <summary>It met a cut of the network that drops.</summary>
    Cut,

    /// <summary>The link lost it.</summary>
    Loss,

    /// <summary>The receiver's node was down when it arrived, or went down while it waited.</summary>
    NodeDown,

    /// <summary>The receiver's mailbox was full: the newest is dropped.</summary>
    MailboxFull,

    /// <summary>The receiver was stopped for good, or nobody waits for this answer any more.</summary>
    Stopped,
}
