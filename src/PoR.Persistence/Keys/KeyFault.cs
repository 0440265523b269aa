using System.Diagnostics;
using PoR.Core.Identities;

namespace PoR.Persistence.Keys;

/// <summary>Why keys cannot be had from a store. Closed: every case is nested here.</summary>
public abstract record KeyFault
{
    private KeyFault()
    {
    }

    /// <summary>The store has no keys of it.</summary>
    public sealed record Absent(PublicKey Key) : KeyFault;

    /// <summary>The store has keys of it already.</summary>
    public sealed record Present(PublicKey Key) : KeyFault;

    /// <summary>They were moved again after what is to be taken in, and have signed since.</summary>
    public sealed record Older(PublicKey Key) : KeyFault;

    /// <summary>They have moved to another store.</summary>
    public sealed record Moved(PublicKey Key) : KeyFault;

    /// <summary>They are sealed under another master key.</summary>
    public sealed record AnotherMasterKey(PublicKey Key, MasterKeyId Stored, MasterKeyId Own) : KeyFault;

    /// <summary>They are not what was sealed.</summary>
    public sealed record Damaged(PublicKey Key, string Reason) : KeyFault;

    /// <summary>What is wrong, and what would be right. One sentence.</summary>
    public string Sentence => this switch
    {
        Absent f => $"The store holds no keys of {f.Key}.",
        Present f => $"The store holds keys of {f.Key} already.",
        Older f => $"The keys of {f.Key} have left this store after that file was made: name the latest file.",
        Moved f => $"The keys of {f.Key} have moved to another store and must not sign here.",
        AnotherMasterKey f => $"The keys of {f.Key} are sealed under the master key {f.Stored}, and this one is "
            + $"{f.Own}: name the right file, or finish por keys rotate-master.",
        Damaged f => $"The keys of {f.Key} are damaged: {f.Reason.TrimEnd('.')}.",
        _ => throw new UnreachableException($"No sentence for {this}."),
    };
}
