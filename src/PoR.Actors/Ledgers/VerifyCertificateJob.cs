using PoR.Actors.Contract;
using PoR.Actors.Services;
using PoR.Core.Agreement;
using PoR.Core.Protocol;

namespace PoR.Actors.Ledgers;

/// <summary>Checks a certificate from a peer: every vote of it.</summary>
public sealed class VerifyCertificateJob(NodeServices services, CertifiedBlock block, CommitteeView view) : IJob
{
    /// <inheritdoc/>
    public TimeSpan VirtualDuration => services.Costs.VerifyCertificate;

    /// <inheritdoc/>
    public IMessage Run()
    {
        var (body, certificate) = block;
        var fault = certificate.Block != body.Digest || !body.HasOwnBody || certificate.IsEmptyBlock != body.IsEmpty
            ? "The certificate is of another block."
            : services.Checks.Check(certificate, view)?.ToString();
        return new CertificateChecked(block, fault);
    }
}
