using PoR.Core.Canonical;
using PoR.Core.Identities;
using PoR.Core.Rounds;

namespace PoR.Core.Agreement;

/// <summary>
/// The small message of step 1: (SIG_i(Q^{r−1}), σ_i^{r,1}). It goes ahead of the block, and a certificate carries
/// it so that Q^r is known before the block is.
/// </summary>
/// <param name="Network">The network.</param>
/// <param name="Round">r.</param>
/// <param name="Parent">H(B^{r−1}).</param>
/// <param name="Sender">i.</param>
/// <param name="Credential">σ_i^{r,1}.</param>
/// <param name="SeedProof">SIG_i(Q^{r−1}).</param>
public sealed record LeaderTicket(
    NetworkId Network, Round Round, BlockDigest Parent, PublicKey Sender, VrfProof Credential, VrfProof SeedProof)
    : ICanonical<LeaderTicket>
{
    /// <summary>Length of the canonical bytes.</summary>
    public const int ByteCount = 32 + 8 + 32 + 32 + (2 * VrfProof.Length);

    /// <inheritdoc/>
    public void Write(CanonicalWriter writer)
    {
        writer.Fixed(Network.Bytes);
        writer.Int64(Round.Number);
        writer.Fixed(Parent.Bytes);
        writer.Fixed(Sender.Bytes);
        writer.Fixed(Credential);
        writer.Fixed(SeedProof);
    }

    /// <inheritdoc/>
    public static LeaderTicket? Read(ref CanonicalReader reader)
    {
        var ticket = new LeaderTicket(
            new NetworkId(reader.Fixed32()),
            new Round(reader.Int64()),
            new BlockDigest(reader.Fixed32()),
            new PublicKey(reader.Fixed32()),
            reader.Proof(),
            reader.Proof());
        if (ticket.Round.Number < 1)
            reader.Fail("a round must be 1 or more.");
        return reader.Fault is null ? ticket : null;
    }
}
