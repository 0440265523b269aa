using System.Buffers.Binary;
using System.Diagnostics;
using System.Security.Cryptography;
using NSec.Cryptography;
using PoR.Core.Bytes;
using PoR.Core.Hashing;

namespace PoR.Persistence.Keys;

/// <summary>
/// Seals records with XChaCha20-Poly1305. What a record says of itself is bound to what it holds, so that a record
/// cannot be put in another's place. The key itself stays in guarded memory. Thread safe until it is disposed.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class MasterKey : IDisposable
{
    /// <summary>In bytes.</summary>
    public const int Length = 32;

    private static readonly AeadAlgorithm s_algorithm = AeadAlgorithm.XChaCha20Poly1305;

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly Key _key;

    /// <summary>Takes a key.</summary>
    /// <param name="bytes">32 secret bytes, by a secure generator; the caller erases its copy.</param>
    /// <exception cref="ArgumentException">They are not 32.</exception>
    public MasterKey(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length)
            throw new ArgumentException($"A master key has {Length} bytes.", nameof(bytes));
        _key = Key.Import(s_algorithm, bytes, KeyBlobFormat.RawSymmetricKey);
        Id = IdOf(bytes);
    }

    /// <summary>Says which key this is, and nothing of what it is.</summary>
    public MasterKeyId Id { get; }

    /// <summary>Seals a secret under a name that this key is part of.</summary>
    /// <param name="name">What the record will say of itself.</param>
    /// <param name="secret">The caller erases it.</param>
    public KeyRecord Seal(KeyName name, ReadOnlySpan<byte> secret)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.MasterKey != Id)
            throw new ArgumentException("The name is one of another master key.", nameof(name));
        var stored = new byte[s_algorithm.NonceSize + secret.Length + s_algorithm.TagSize];
        var nonce = stored.AsSpan(0, s_algorithm.NonceSize);
        RandomNumberGenerator.Fill(nonce);
        Span<byte> bound = stackalloc byte[BoundLength];
        Bind(name, bound);
        s_algorithm.Encrypt(_key, nonce, bound, secret, stored.AsSpan(s_algorithm.NonceSize));
        return new KeyRecord(name, stored);
    }

    /// <summary>Opens a record.</summary>
    /// <param name="record">As it was stored.</param>
    /// <param name="fault">Why not; null when the secret is returned.</param>
    /// <returns>The secret, which the caller erases.</returns>
    public byte[]? Open(KeyRecord record, out KeyFault? fault)
    {
        ArgumentNullException.ThrowIfNull(record);
        var name = record.Name;
        var stored = record.Sealed.Span;
        if (name.MasterKey != Id)
        {
            fault = new KeyFault.AnotherMasterKey(name.PublicKey, name.MasterKey, Id);
            return null;
        }

        if (stored.Length >= s_algorithm.NonceSize + s_algorithm.TagSize)
        {
            Span<byte> bound = stackalloc byte[BoundLength];
            Bind(name, bound);
            var secret = GC.AllocateArray<byte>(
                stored.Length - s_algorithm.NonceSize - s_algorithm.TagSize, pinned: true);
            if (s_algorithm.Decrypt(
                _key, stored[..s_algorithm.NonceSize], bound, stored[s_algorithm.NonceSize..], secret))
            {
                fault = null;
                return secret;
            }
        }

        fault = new KeyFault.Damaged(name.PublicKey, "the record is not what was sealed");
        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    /// <summary>Names the key, never its bytes.</summary>
    public override string ToString() => $"MasterKey {Id}";

    private static MasterKeyId IdOf(ReadOnlySpan<byte> bytes)
    {
        Span<byte> input = [.. HashDomain.MasterKey.Tag.AsSpan(), .. bytes];
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(input, digest);
        CryptographicOperations.ZeroMemory(input);
        return new MasterKeyId(BinaryPrimitives.ReadUInt64BigEndian(digest));
    }

    private static int BoundLength => HashDomain.KeyRecord.Tag.Length + Bytes32.Length + 1 + 8 + 8;

    /// <summary>Tag, public key (32 bytes), kind (1), version (8), master key (8).</summary>
    private static void Bind(KeyName name, Span<byte> bound)
    {
        var tag = HashDomain.KeyRecord.Tag.AsSpan();
        tag.CopyTo(bound);
        bound = bound[tag.Length..];
        name.PublicKey.Bytes.CopyTo(bound);
        bound[Bytes32.Length] = (byte)name.Kind;
        BinaryPrimitives.WriteInt64BigEndian(bound[(Bytes32.Length + 1)..], name.Version);
        BinaryPrimitives.WriteUInt64BigEndian(bound[(Bytes32.Length + 9)..], name.MasterKey.Number);
    }
}
