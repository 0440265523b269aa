using System.Collections.Immutable;
using PoR.Core.Identities;

namespace PoR.Persistence.Keys;

/// <summary>Keeps sealed records: in a database, or in a file. It opens none. Thread safe.</summary>
/// <remarks>
/// Each method is whole or not at all, and durable when it returns. All throw IOException when they cannot.
/// </remarks>
public interface IKeyStore
{
    /// <summary>What is there, in ascending order of public key and kind.</summary>
    ImmutableArray<KeyName> List();

    /// <summary>All records, in that order.</summary>
    ImmutableArray<KeyRecord> All();

    /// <summary>The records of one public key.</summary>
    ImmutableArray<KeyRecord> Of(PublicKey key);

    /// <summary>Adds records.</summary>
    /// <returns>False, with nothing changed: one of them is there already.</returns>
    bool Add(IReadOnlyList<KeyRecord> records);

    /// <summary>
    /// Overwrites records with newer states of theirs. A record that is as new already, sealed under another master
    /// key, or gone, stays as it is.
    /// </summary>
    /// <returns>How many were overwritten.</returns>
    int Advance(IReadOnlyList<KeyRecord> records);

    /// <summary>Overwrites records with the same ones under another master key, unless they have changed.</summary>
    /// <param name="from">The master key that they were under.</param>
    /// <param name="records">Under the other one.</param>
    /// <returns>How many were overwritten.</returns>
    int Reseal(MasterKeyId from, IReadOnlyList<KeyRecord> records);
}
