using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Akka.Remote.Hosting;
using PoR.Configuration.Files;
using PoR.Configuration.Profiles;
using PoR.Node.Folders;

namespace PoR.Node.Cluster;

/// <summary>
/// TLS between members: both sides show a certificate of the operator's own authority. It proves that a machine is a
/// member's, and limits nothing that a member may do; names in certificates count for nothing.
/// </summary>
internal sealed class MemberTls : IDisposable
{
    private const int PemMax = 1 << 20;
    private const string NoCertificate = "it holds no certificate (PEM)";

    private readonly X509Certificate2 _certificate;
    private readonly X509Certificate2Collection _authority;

    private MemberTls(X509Certificate2 certificate, X509Certificate2Collection authority) =>
        (_certificate, _authority) = (certificate, authority);

    /// <summary>For Akka's remoting.</summary>
    public SslOptions Options => new()
    {
        X509Certificate = _certificate,
        SuppressValidation = false,
        RequireMutualAuthentication = true,
        ValidateCertificateHostname = false,
        CustomValidator = (shown, _, _, _, _) => shown is not null && FaultOf(shown, _authority) is null,
    };

    /// <summary>Reads what a configuration names, and looks whether other members would accept it.</summary>
    /// <param name="named">Null: members talk without TLS.</param>
    /// <param name="files">Read files.</param>
    /// <param name="fault">Why there is none though files are named; null otherwise.</param>
    /// <exception cref="OperationCanceledException">A stop came while a file was read.</exception>
    public static MemberTls? Of(TlsFiles? named, InputFiles files, out FolderFault? fault)
    {
        fault = null;
        if (named is null)
            return null;
        var authority = Read(named.Authority, files, CertificatesIn, NoCertificate, out fault);
        using var shown = authority is null
            ? null
            : Read(named.Certificate, files, pem => X509Certificate2.CreateFromPem(pem), NoCertificate, out fault);
        if (authority is null || shown is null)
            return null;
        if (FaultOf(shown, authority) is { } reason)
        {
            fault = new FolderFault.Unusable(named.Certificate, reason);
            return null;
        }

        var certificate = Read(
            named.Key, files, pem => WithKey(shown, pem),
            $"it holds no private key (PEM, not encrypted) of the certificate in '{named.Certificate}'", out fault);
        fault ??= SecretFile.ModeFault(named.Key);
        if (fault is null)
            return new MemberTls(certificate!, authority);
        certificate?.Dispose();
        return null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _certificate.Dispose();
        foreach (var one in _authority)
            one.Dispose();
    }

    private static T? Read<T>(
        string file, InputFiles files, Func<string, T?> parse, string damage, out FolderFault? fault)
        where T : class
    {
        T? read = null;
        try
        {
            read = parse(files.ReadText(file, PemMax));
            fault = read is null ? new FolderFault.Damaged(file, damage) : null;
        }
        catch (Exception wrong) when (wrong is CryptographicException or ArgumentException)
        {
            fault = new FolderFault.Damaged(file, damage); // The key of another certificate is a wrong argument.
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            fault = new FolderFault.Unusable(file, failure.Message);
        }

        return read;
    }

    private static X509Certificate2Collection? CertificatesIn(string pem)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPem(pem);
        return certificates.Count == 0 ? null : certificates;
    }

    private static X509Certificate2 WithKey(X509Certificate2 certificate, string pem)
    {
        using var whole = X509Certificate2.CreateFromPem(certificate.ExportCertificatePem(), pem);

        // Some platforms only take a key that was imported.
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), password: null);
    }

    /// <returns>Why a certificate is no member's; null: it is.</returns>
    private static string? FaultOf(X509Certificate2 shown, X509Certificate2Collection authority)
    {
        // A stranger's certificate may name addresses to fetch others from.
        using var chain = new X509Chain();
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authority);
        if (chain.Build(shown))
            return null;
        return chain.ChainStatus.Any(status => status.Status.HasFlag(X509ChainStatusFlags.NotTimeValid))
            ? FormattableString.Invariant(
                $"it is valid from {shown.NotBefore:u} to {shown.NotAfter:u}, and it or its authority's is not now")
            : "no certificate of cluster.tls-authority certifies it";
    }
}
