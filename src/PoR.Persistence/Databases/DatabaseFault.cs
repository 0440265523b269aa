using System.Diagnostics;
using PoR.Core.Identities;

namespace PoR.Persistence.Databases;

/// <summary>Why no participant may sign with a database behind it. Closed: every case is nested here.</summary>
public abstract record DatabaseFault
{
    private DatabaseFault()
    {
    }

    /// <summary>There is no such file.</summary>
    public sealed record Missing(string File) : DatabaseFault;

    /// <summary>It does not answer, or not as a database of this kind.</summary>
    public sealed record Unusable(string Reason) : DatabaseFault;

    /// <summary>Its schema is older than this program's; 0: it has none.</summary>
    public sealed record Older(int Version, int Needed) : DatabaseFault;

    /// <summary>Its schema is newer than this program's.</summary>
    public sealed record Newer(int Version, int Known) : DatabaseFault;

    /// <summary>The journal accepts two events of one number.</summary>
    public sealed record NoFence : DatabaseFault;

    /// <summary>What it has confirmed may be gone after a crash.</summary>
    public sealed record NotDurable(string Setting, string Value, string Right) : DatabaseFault;

    /// <summary>It follows another server, which alone may be written to.</summary>
    public sealed record Replica : DatabaseFault;

    /// <summary>It holds the events of another network.</summary>
    public sealed record AnotherNetwork(string Stored, NetworkId Own) : DatabaseFault;

    /// <summary>It holds what another operator's participants have signed in the same network.</summary>
    public sealed record AnotherOperator(string Stored, string Own) : DatabaseFault;

    /// <summary>It is empty, although its owner has signed before: elsewhere.</summary>
    public sealed record NeverClaimed(NetworkId Network) : DatabaseFault;

    /// <summary>Nobody has signed with it.</summary>
    public sealed record Unclaimed : DatabaseFault;

    /// <summary>Another process runs peers on it.</summary>
    public sealed record InUse : DatabaseFault;

    /// <summary>Members were told something else than those before them.</summary>
    public sealed record OtherFact(string Name, string Stored, string Own) : DatabaseFault;

    /// <summary>What is wrong, and what would be right. One sentence.</summary>
    public string Sentence => this switch
    {
        Missing f => $"There is no database '{f.File}'; por database migrate makes it.",
        Unusable f => $"The database cannot be used: {f.Reason.TrimEnd('.')}.",
        Older { Version: 0 } => "The database has no schema of ours; por database migrate makes it.",
        Older f => $"The database has schema {f.Version}, and this program needs {f.Needed}; por database migrate "
            + "brings it there.",
        Newer f => $"The database has schema {f.Version}, and this program knows {f.Known} at most: run the newer "
            + "program that has made it.",
        NoFence => "The table journal has no unique key over (persistence_id, sequence_number) alone, or lacks the "
            + "trigger journal_order, so that a participant could sign twice for one step; restore them before "
            + "anything signs.",
        OtherFact f => $"The database says {f.Name} = {f.Stored}, and this program is told {f.Own}: all members need "
            + "the same, and it may change only while none runs (delete the row of cluster_facts then).",
        NotDurable f => $"The database's {f.Setting} is {f.Value}, so that what it has confirmed may be lost; "
            + $"{f.Right} is right.",
        AnotherNetwork f => $"The database holds the network {f.Stored}, and this is the network {f.Own}: each needs a "
            + "database of its own.",
        AnotherOperator f => $"The database belongs to the operator {f.Stored}, and this is {f.Own}: each needs a "
            + "database of its own.",
        NeverClaimed f => $"The database holds nothing of the network {f.Network}, which has run before, so that its "
            + "participants would not know what they have signed: name the database that it ran on.",
        Unclaimed => "Nobody has signed with the database yet, so that there is nothing to acknowledge.",
        InUse => "Another process runs peers on the database: stop it, or name another database.",
        Replica => "The server is a replica, and only the primary may be written to.",
        _ => throw new UnreachableException($"No sentence for {this}."),
    };
}
