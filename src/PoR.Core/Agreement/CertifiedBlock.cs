using PoR.Core.Canonical;

namespace PoR.Core.Agreement;

/// <summary>A block with the certificate that ended its round.</summary>
/// <param name="Block">The block; for B_ε also whole, so that one rule serves both.</param>
/// <param name="Certificate">CERT^r.</param>
public sealed record CertifiedBlock(Block Block, Certificate Certificate) : ICanonical<CertifiedBlock>
{
    /// <inheritdoc/>
    public void Write(CanonicalWriter writer)
    {
        writer.Value(Block);
        writer.Value(Certificate);
    }

    /// <inheritdoc/>
    public static CertifiedBlock? Read(ref CanonicalReader reader)
    {
        var block = Block.Read(ref reader);
        var certificate = block is null ? null : Certificate.Read(ref reader);
        return block is null || certificate is null || reader.Fault is not null
            ? null
            : new CertifiedBlock(block, certificate);
    }
}
