using System.Diagnostics;
using PoR.Core.Bytes;
using PoR.Core.Identities;
using PoR.Cryptography.Vrf;

namespace PoR.Cryptography;

/// <summary>A secret key of the VRF. It shows its public key only, and is erased when disposed.</summary>
/// <remarks>Thread safe until it is disposed. Made by <see cref="ICryptography.CreateVrfKey"/>.</remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class VrfSecretKey : IDisposable
{
    /// <summary>Length of the seed that a key is made from, in bytes.</summary>
    public const int SeedLength = 32;

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly EcvrfSecret? _secret;
    private readonly byte[] _encodedPublicKey;
    private bool _isErased;

    internal VrfSecretKey(ReadOnlySpan<byte> publicKey, EcvrfSecret? secret)
    {
        _secret = secret;
        _encodedPublicKey = publicKey.ToArray();
        PublicKey = new VrfPublicKey(new Bytes32(publicKey));
    }

    /// <summary>The public key, 32 bytes.</summary>
    public VrfPublicKey PublicKey { get; }

    /// <summary>Whether the insecure stand-in made it.</summary>
    public bool IsInsecureModel => _secret is null;

    /// <summary>The public key as bytes, so that an evaluation need not copy it.</summary>
    internal ReadOnlySpan<byte> EncodedPublicKey
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isErased, this);
            return _encodedPublicKey;
        }
    }

    /// <summary>The scalars.</summary>
    /// <exception cref="ArgumentException">The stand-in made this key, so there are none.</exception>
    internal EcvrfSecret Secret
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isErased, this);
            return _secret ?? throw new ArgumentException("A key of the insecure stand-in.");
        }
    }

    /// <summary>Overwrites the secret with zeros. The key is of no use any more.</summary>
    public void Dispose()
    {
        _secret?.Erase();
        _isErased = true;
    }

    /// <summary>Names the public key, never the secret.</summary>
    public override string ToString() => $"VrfSecretKey of {PublicKey}";
}
