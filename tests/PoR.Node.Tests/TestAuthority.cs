using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PoR.Configuration.Profiles;

namespace PoR.Node.Tests;

/// <summary>Certifies members, as an operator does before the first start.</summary>
/// <param name="folder">Where its files lie.</param>
/// <param name="name">Of the authority, and how its files begin.</param>
internal sealed class TestAuthority(string folder, string name) : IDisposable
{
    private static readonly DateTimeOffset s_now = DateTimeOffset.UtcNow;
    private readonly X509Certificate2 _own = MakeOwn(name);
    private int _certified;

    public void Dispose() => _own.Dispose();

    /// <summary>Files of a new member's TLS.</summary>
    /// <param name="isOver">Whether its certificate was valid until yesterday.</param>
    public TlsFiles Certify(bool isOver = false)
    {
        var member = $"{name}{++_certified}";
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={member}", key, HashAlgorithmName.SHA256);
        using var certificate = request.Create(
            _own, s_now.AddDays(-2), s_now.AddDays(isOver ? -1 : 1), RandomNumberGenerator.GetBytes(8));
        var files = new TlsFiles(
            Write($"{member}.pem", certificate.ExportCertificatePem()),
            Write($"{member}.key", key.ExportPkcs8PrivateKeyPem()),
            Write($"{name}.pem", _own.ExportCertificatePem()));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(files.Key, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return files;
    }

    private string Write(string file, string text)
    {
        var path = Path.Combine(folder, file);
        File.WriteAllText(path, text);
        return path;
    }

    private static X509Certificate2 MakeOwn(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        return request.CreateSelfSigned(s_now.AddDays(-3), s_now.AddDays(2));
    }
}
