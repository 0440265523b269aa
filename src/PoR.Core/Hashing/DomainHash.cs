using System.Security.Cryptography;
using PoR.Core.Bytes;

namespace PoR.Core.Hashing;

/// <summary>SHA-256 under a domain: H(tag ‖ bytes).</summary>
public static class DomainHash
{
    private const int OnStack = 2_048; // A vote of a late round fits. Above, copying costs more than a context.

    /// <summary>Digest of <paramref name="bytes"/> under <paramref name="domain"/>.</summary>
    public static Digest Of(HashDomain domain, ReadOnlySpan<byte> bytes)
    {
        Span<byte> digest = stackalloc byte[32];
        var length = domain.Tag.Length + bytes.Length;
        if (length <= OnStack)
        {
            Span<byte> input = stackalloc byte[length];
            domain.Tag.AsSpan().CopyTo(input);
            bytes.CopyTo(input[domain.Tag.Length..]);
            SHA256.HashData(input, digest);
        }
        else
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            hash.AppendData(domain.Tag.AsSpan());
            hash.AppendData(bytes);
            hash.GetHashAndReset(digest);
        }

        return new Digest(new Bytes32(digest));
    }

    /// <summary>Digest of a value's canonical bytes under <paramref name="domain"/>.</summary>
    public static Digest Of<T>(HashDomain domain, T value)
        where T : Canonical.ICanonical<T>
    {
        var writer = Canonical.CanonicalWriter.Take();
        value.Write(writer);
        var digest = Of(domain, writer.WrittenSpan);
        writer.Return();
        return digest;
    }
}

/// <summary>A SHA-256 digest of canonical bytes under a domain, 32 bytes.</summary>
public readonly record struct Digest(Bytes32 Bytes) : IComparable<Digest>
{
    /// <inheritdoc/>
    public int CompareTo(Digest other) => Bytes.CompareTo(other.Bytes);

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Bytes.ToString();
}
