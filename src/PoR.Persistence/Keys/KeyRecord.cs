using System.Globalization;
using PoR.Core.Identities;
using PoR.Core.Rounds;

namespace PoR.Persistence.Keys;

/// <summary>What a record holds.</summary>
public enum KeyKind : byte
{
    /// <summary>The seed of a peer's identity key, 32 bytes.</summary>
    Identity = 1,

    /// <summary>The seeds of a participant's account key and VRF key, 32 bytes each.</summary>
    Account = 2,

    /// <summary>A participant's one-time keys, as far as they were unused when the record was written.</summary>
    OneTime = 3,

    /// <summary>Both of a participant that has moved to another store; empty once they have left this one.</summary>
    Moved = 4,
}

/// <summary>Which record: of a key there is at most one of each kind.</summary>
/// <param name="PublicKey">The account's or the peer's.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Version">
/// Of one-time keys the slot up to which they are spent (<see cref="VersionOf"/>); of all others 0.
/// </param>
/// <param name="MasterKey">Under which key it is sealed.</param>
public sealed record KeyName(PublicKey PublicKey, KeyKind Kind, long Version, MasterKeyId MasterKey)
{
    private const int StepBits = 20;
    private const int StepMax = (1 << StepBits) - 1;

    /// <summary>
    /// The version of one-time keys: it grows with the slots that are spent, so that of two states the one that can
    /// sign less is the newer, whoever wrote it.
    /// </summary>
    /// <param name="round">Of the last slot that is spent; 0: none. Below 2^43.</param>
    /// <param name="step">Of that slot; from 2^20 − 1 on all count as one.</param>
    public static long VersionOf(Round round, Step step) =>
        checked(round.Number * (1L << StepBits)) + Math.Min(step.Number, StepMax);
}

/// <summary>A sealed key, as stores keep it.</summary>
/// <param name="Name">Which; sealing binds all of it.</param>
/// <param name="Sealed">Nonce (24 bytes), ciphertext, tag (16); empty where the keys have left.</param>
public sealed record KeyRecord(KeyName Name, ReadOnlyMemory<byte> Sealed);

/// <summary>Names a master key: the first 8 bytes of a digest of it.</summary>
/// <param name="Number">Those bytes, big-endian.</param>
public readonly record struct MasterKeyId(ulong Number)
{
    /// <summary>16 hexadecimal digits.</summary>
    public override string ToString() => Number.ToString("x16", CultureInfo.InvariantCulture);
}
