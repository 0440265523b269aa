using PoR.Core.Bytes;

namespace PoR.Core.Identities;

/// <summary>An account: its Ed25519 public key, 32 bytes (PoR §3.7 pk).</summary>
public readonly record struct PublicKey(Bytes32 Bytes) : IComparable<PublicKey>
{
    /// <inheritdoc/>
    public int CompareTo(PublicKey other) => Bytes.CompareTo(other.Bytes);

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Bytes.ToString();
}

/// <summary>The ECVRF public key of an account, 32 bytes: whose credentials it makes (PoR §5.2).</summary>
public readonly record struct VrfPublicKey(Bytes32 Bytes) : IComparable<VrfPublicKey>
{
    /// <inheritdoc/>
    public int CompareTo(VrfPublicKey other) => Bytes.CompareTo(other.Bytes);

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Bytes.ToString();
}

/// <summary>The registered root of an account's one-time keys, 32 bytes (PoR §6.1 ephemeral keys).</summary>
public readonly record struct OneTimeRootKey(Bytes32 Bytes) : IComparable<OneTimeRootKey>
{
    /// <inheritdoc/>
    public int CompareTo(OneTimeRootKey other) => Bytes.CompareTo(other.Bytes);

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Bytes.ToString();
}

/// <summary>An Ed25519 signature, 64 bytes.</summary>
public readonly record struct Signature(Bytes64 Bytes)
{
    /// <summary>Length in bytes.</summary>
    public const int Length = 64;

    /// <summary>128 lower-case hexadecimal digits.</summary>
    public override string ToString() => Bytes.ToString();
}
