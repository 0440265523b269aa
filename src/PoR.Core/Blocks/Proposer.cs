using PoR.Core.Canonical;
using PoR.Core.Protocol;

namespace PoR.Core.Blocks;

/// <summary>Who made a block, with SIG_ℓ(Q^{r−1}), from which the next seed follows (PoR §12.3).</summary>
/// <param name="Leader">ℓ.</param>
/// <param name="SeedProof">The leader's VRF proof of Q^{r−1} under its own domain.</param>
public sealed record Proposer(PublicKey Leader, VrfProof SeedProof) : ICanonical<Proposer>
{
    /// <inheritdoc/>
    public void Write(CanonicalWriter writer)
    {
        writer.Fixed(Leader.Bytes);
        writer.Fixed(SeedProof);
    }

    /// <inheritdoc/>
    public static Proposer? Read(ref CanonicalReader reader) =>
        new(new PublicKey(reader.Fixed32()), reader.Proof());
}
