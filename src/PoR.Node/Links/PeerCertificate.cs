using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PoR.Core.Bytes;
using PoR.Core.Canonical;
using PoR.Core.Hashing;
using PoR.Core.Identities;
using PoR.Cryptography;
using PublicKey = PoR.Core.Identities.PublicKey;

namespace PoR.Node.Links;

/// <summary>
/// The certificate by which a peer shows its identity in TLS: a key of this process, and an extension in which the
/// identity key signs it. The platform makes no certificates of Ed25519 keys, hence the binding.
/// </summary>
internal static class PeerCertificate
{
    /// <summary>Of the extension.</summary>
    public const string ExtensionOid = "2.25.310691843571860848538728265512099439647";

    private const byte Version = 1;
    private const int ExtensionBytes = 1 + 32 + Signature.Length;
    private static readonly TimeSpan s_lifetime = TimeSpan.FromDays(3_650);

    /// <summary>A new key and its certificate; nothing of it is stored.</summary>
    /// <param name="identity">Of the peer.</param>
    /// <param name="network">For this network alone.</param>
    /// <param name="cryptography">Signs.</param>
    /// <param name="now">Its dates begin a day before, though nobody looks at them.</param>
    public static X509Certificate2 Make(
        SigningKey identity, NetworkId network, ICryptography cryptography, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=por", key, HashAlgorithmName.SHA256);
        var signature = cryptography.Sign(identity, SigningBytes(network, key.ExportSubjectPublicKeyInfo()));
        request.CertificateExtensions.Add(
            new X509Extension(ExtensionOid, ExtensionOf(identity.PublicKey, signature), critical: false));
        using var made = request.CreateSelfSigned(now.AddDays(-1), now + s_lifetime);

        // Some platforms only take a key that was imported.
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), password: null);
    }

    /// <summary>Whose certificate it is.</summary>
    /// <param name="certificate">As a peer has shown it.</param>
    /// <param name="network">This network.</param>
    /// <param name="cryptography">Verifies.</param>
    /// <returns>Null: nobody's, or of another network.</returns>
    public static PublicKey? IdentityOf(X509Certificate2 certificate, NetworkId network, ICryptography cryptography)
    {
        var found = certificate.Extensions.Where(one => one.Oid?.Value == ExtensionOid).ToArray();
        if (found is not [{ RawData: { Length: ExtensionBytes } data }] || data[0] != Version)
            return null;
        var identity = new PublicKey(new Bytes32(data.AsSpan(1, 32)));
        var signature = new Signature(new Bytes64(data.AsSpan(33)));
        var key = certificate.PublicKey.ExportSubjectPublicKeyInfo();
        return cryptography.Verify(identity, SigningBytes(network, key), signature) ? identity : null;
    }

    /// <summary>What the extension holds.</summary>
    internal static byte[] ExtensionOf(PublicKey identity, Signature signature)
    {
        var writer = new CanonicalWriter(ExtensionBytes);
        writer.Byte(Version);
        writer.Fixed(identity.Bytes);
        writer.Fixed(signature.Bytes);
        return writer.ToArray();
    }

    /// <summary>What the identity key signs.</summary>
    internal static byte[] SigningBytes(NetworkId network, byte[] publicKey)
    {
        var writer = new CanonicalWriter();
        writer.Raw([.. HashDomain.PeerCertificate.Tag]);
        writer.Fixed(network.Bytes);
        writer.Raw(SHA256.HashData(publicKey));
        return writer.ToArray();
    }
}
