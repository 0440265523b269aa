using System.Diagnostics;
using System.Security.Cryptography;
using NSec.Cryptography;
using PoR.Core.Bytes;
using PoR.Core.Hashing;
using PublicKey = PoR.Core.Identities.PublicKey;

namespace PoR.Cryptography;

/// <summary>A secret key for signatures. It shows its public key only, and is erased when disposed.</summary>
/// <remarks>Thread safe until it is disposed. Made by <see cref="ICryptography.CreateSigningKey"/>.</remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class SigningKey : IDisposable
{
    /// <summary>Length of the seed that a key is made from, in bytes.</summary>
    public const int SeedLength = 32;

    // Seed ‖ public key, as libsodium keeps an Ed25519 key. The stand-in keeps the same.
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly byte[] _secret;

    // An identity key keeps its secret in guarded memory instead.
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly Key? _guarded;

    internal SigningKey(ICryptography maker, byte[] secret)
    {
        IsInsecureModel = maker.IsInsecureModel;
        _secret = secret;
        PublicKey = new PublicKey(new Bytes32(secret.AsSpan(SeedLength)));
    }

    internal SigningKey(Key guarded)
    {
        _secret = [];
        _guarded = guarded;
        PublicKey = new PublicKey(new Bytes32(guarded.PublicKey.Export(KeyBlobFormat.RawPublicKey)));
    }

    /// <summary>The public key, 32 bytes.</summary>
    public PublicKey PublicKey { get; }

    /// <summary>Whether the insecure stand-in made it.</summary>
    public bool IsInsecureModel { get; }

    /// <summary>Whether the secret has been erased.</summary>
    public bool IsErased { get; private set; }

    /// <summary>Seed ‖ public key, 64 bytes; not of an identity key, which shows its secret to nobody.</summary>
    internal ReadOnlySpan<byte> Secret
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsErased, this);
            return _guarded is null
                ? _secret
                : throw new InvalidOperationException("The secret of an identity key stays in guarded memory.");
        }
    }

    /// <summary>The key in guarded memory, or null when <see cref="Secret"/> has it.</summary>
    internal Key? Guarded
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsErased, this);
            return _guarded;
        }
    }

    /// <summary>Overwrites the secret with zeros. The key cannot sign any more.</summary>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_secret);
        _guarded?.Dispose();
        IsErased = true;
    }

    /// <summary>Names the public key, never the secret.</summary>
    public override string ToString() => $"SigningKey of {PublicKey}";

    /// <summary>A seed that cannot be turned back: SHA-256(tag ‖ own seed ‖ index), 32 bytes.</summary>
    internal void DeriveSeed(byte index, Span<byte> seed)
    {
        var tag = HashDomain.OneTimeSecret.Tag.AsSpan();
        Span<byte> input = stackalloc byte[tag.Length + SeedLength + 1];
        tag.CopyTo(input);
        Secret[..SeedLength].CopyTo(input[tag.Length..]);
        input[^1] = index;
        SHA256.HashData(input, seed);
        CryptographicOperations.ZeroMemory(input);
    }
}
