using PoR.Core.Bytes;

namespace PoR.Core.Protocol;

/// <summary>An Ed25519 signature, 64 bytes.</summary>
public readonly record struct Signature(Bytes64 Bytes)
{
    /// <summary>Length in bytes.</summary>
    public const int Length = 64;

    /// <summary>128 lower-case hexadecimal digits.</summary>
    public override string ToString() => Bytes.ToString();
}
