namespace PoR.Cryptography.Sodium;

/// <summary>A library's answer whether a signature holds.</summary>
/// <param name="publicKey">32 bytes.</param>
/// <param name="message">Any length.</param>
/// <param name="signature">64 bytes.</param>
internal delegate bool SignatureCheck(
    ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature);
