using PoR.Core.Bytes;

namespace PoR.Core.Protocol;

/// <summary>β: what a VRF proof proves, 64 bytes (RFC 9381 §5.2).</summary>
public readonly record struct VrfOutput(Bytes64 Bytes)
{
    /// <summary>Length in bytes.</summary>
    public const int Length = 64;

    /// <summary>x: the first 8 bytes, big-endian; what the sortition compares.</summary>
    public ulong Prefix => Bytes.Prefix;

    /// <summary>128 lower-case hexadecimal digits.</summary>
    public override string ToString() => Bytes.ToString();
}
