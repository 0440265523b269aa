using PoR.Actors.Contract;
using PoR.Actors.Services;
using PoR.Core.Agreement;
using PoR.Ledger.Blocks;
using PoR.Verification;

namespace PoR.Actors.Rounds;

/// <summary>
/// Checks a certificate of the open round without its block. Votes that were checked before, alone or in another
/// certificate, are looked up.
/// </summary>
public sealed class VerifyEndingJob(NodeServices services, Certificate certificate, Branch branch) : IJob
{
    /// <inheritdoc/>
    public TimeSpan VirtualDuration => services.Costs.VerifyCertificate;

    /// <inheritdoc/>
    public IMessage Run()
    {
        // Votes for bit 1 do not name the empty block: which one it is follows from the state.
        var isOtherBlock = certificate.IsEmptyBlock
            && certificate.Block != BlockExecutor.EmptyBlock(branch.State).Block.Digest;
        return new EndingChecked(
            certificate,
            isOtherBlock
                ? "The certificate is of another block."
                : services.Checks.Check(certificate, branch.View)?.ToString());
    }
}
