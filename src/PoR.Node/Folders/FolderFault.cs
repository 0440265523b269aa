using System.Diagnostics;
using PoR.Persistence.Databases;
using PoR.Persistence.Keys;

namespace PoR.Node.Folders;

/// <summary>Why a network cannot run in a folder. Closed: every case is nested here.</summary>
public abstract record FolderFault
{
    private FolderFault()
    {
    }

    /// <summary>Another process runs there.</summary>
    public sealed record InUse(string Folder) : FolderFault;

    /// <summary>It cannot be made, read or written.</summary>
    public sealed record Unusable(string Path, string Reason) : FolderFault;

    /// <summary>It holds a network that was made with other settings.</summary>
    /// <param name="Folder">Which.</param>
    /// <param name="What">What differs, for example "5 peers, not 7".</param>
    public sealed record AnotherNetwork(string Folder, string What) : FolderFault;

    /// <summary>A file is missing, or its bytes are not what was written.</summary>
    public sealed record Damaged(string File, string Reason) : FolderFault;

    /// <summary>Others can read the keys.</summary>
    public sealed record SecretIsOpen(string File, string Mode) : FolderFault;

    /// <summary>Keys cannot be had from their store.</summary>
    public sealed record OfKeys(string File, KeyFault Fault) : FolderFault;

    /// <summary>A peer may not sign with its database behind it.</summary>
    public sealed record OfDatabase(string File, DatabaseFault Fault) : FolderFault;

    /// <summary>What is wrong, and what would be right. One sentence.</summary>
    public string Sentence => this switch
    {
        InUse f => $"Another process runs the network in '{f.Folder}': stop it, or name another folder.",
        Unusable f => $"'{f.Path}' cannot be used: {f.Reason.TrimEnd('.')}.",
        AnotherNetwork f => $"'{f.Folder}' holds a network with {f.What}: run it with the settings that it was made "
            + "with, or name another folder.",
        Damaged f => $"'{f.File}' is damaged: {f.Reason.TrimEnd('.')}.",
        SecretIsOpen f => $"'{f.File}' holds a secret and has the mode {f.Mode}: chmod 600 is right.",
        OfKeys f => $"'{f.File}': {f.Fault.Sentence}",
        OfDatabase f => $"'{f.File}': {f.Fault.Sentence}",
        _ => throw new UnreachableException($"No sentence for {this}."),
    };
}
