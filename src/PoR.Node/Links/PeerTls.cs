using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PoR.Configuration.Profiles;
using PoR.Core.Identities;
using PoR.Cryptography;
using PublicKey = PoR.Core.Identities.PublicKey;

namespace PoR.Node.Links;

/// <summary>
/// TLS 1.3 between peers: both show a certificate that their identity has signed, and nothing else of it counts: no
/// chain, no name, no date. No session is resumed, so that no handshake can be replayed.
/// </summary>
internal sealed class PeerTls : IDisposable
{
    private readonly X509Certificate2 _certificate;
    private readonly SslStreamCertificateContext _own;
    private readonly NetworkId _network;
    private readonly ICryptography _cryptography;

    /// <summary>A new certificate.</summary>
    /// <param name="identity">Of this peer.</param>
    /// <param name="network">Its network.</param>
    /// <param name="cryptography">Signs and verifies.</param>
    public PeerTls(SigningKey identity, NetworkId network, ICryptography cryptography)
    {
        (_network, _cryptography) = (network, cryptography);
        _certificate = PeerCertificate.Make(identity, network, cryptography, DateTimeOffset.UtcNow);
        _own = SslStreamCertificateContext.Create(_certificate, additionalCertificates: null, offline: true);
    }

    /// <summary>Shakes hands.</summary>
    /// <param name="inner">A connection, which the returned stream owns; it is closed where there is none.</param>
    /// <param name="isDialled">Whether this peer has dialled.</param>
    /// <param name="accepts">Whether an identity may come in.</param>
    /// <param name="limits">How long it may take.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>Who is there; null: nobody who may come in.</returns>
    public async Task<(SslStream Stream, PublicKey Peer)?> ShakeAsync(
        Stream inner, bool isDialled, Func<PublicKey, bool> accepts, LinkSettings limits, CancellationToken stop)
    {
        PublicKey? shown = null;
        var stream = new SslStream(inner, leaveInnerStreamOpen: false);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(limits.HandshakeTime);
        try
        {
            if (isDialled)
                await stream.AuthenticateAsClientAsync(OfClient(IsAccepted), limit.Token);
            else
                await stream.AuthenticateAsServerAsync(OfServer(IsAccepted), limit.Token);
            return (stream, shown!.Value);
        }
        catch (Exception end) when (end is CryptographicException || FrameStream.IsEnd(end))
        {
            await stream.DisposeAsync();
            return null;
        }

        bool IsAccepted(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
        {
            shown = certificate is X509Certificate2 known
                ? PeerCertificate.IdentityOf(known, _network, _cryptography)
                : null;
            return shown is { } peer && accepts(peer);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _certificate.Dispose();

    // The chain is built before anybody asks for it. A stranger's certificate may name addresses to fetch others from.
    private static X509ChainPolicy Policy() => new()
    {
        DisableCertificateDownloads = true,
        RevocationMode = X509RevocationMode.NoCheck,
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        VerificationFlags = X509VerificationFlags.AllFlags,
    };

    private SslClientAuthenticationOptions OfClient(RemoteCertificateValidationCallback isAccepted) => new()
    {
        TargetHost = string.Empty,
        ClientCertificateContext = _own,
        EnabledSslProtocols = SslProtocols.Tls13,
        CertificateChainPolicy = Policy(),
        RemoteCertificateValidationCallback = isAccepted,
        AllowTlsResume = false,
        AllowRenegotiation = false,
    };

    private SslServerAuthenticationOptions OfServer(RemoteCertificateValidationCallback isAccepted) => new()
    {
        ServerCertificateContext = _own,
        ClientCertificateRequired = true,
        EnabledSslProtocols = SslProtocols.Tls13,
        CertificateChainPolicy = Policy(),
        RemoteCertificateValidationCallback = isAccepted,
        AllowTlsResume = false,
        AllowRenegotiation = false,
    };
}
