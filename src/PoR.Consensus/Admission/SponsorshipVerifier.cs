using PoR.Consensus.Sortition;
using PoR.Consensus.Votes;
using PoR.Core.Admission;
using PoR.Core.Agreement;
using PoR.Core.Rounds;

namespace PoR.Consensus.Admission;

/// <summary>Checks the right that a sponsorship claims, from agreed state alone (D41).</summary>
public static class SponsorshipVerifier
{
    /// <summary>Checks a sponsorship; its signature is checked with its transaction's.</summary>
    /// <param name="sponsorship">As a registration carries it.</param>
    /// <param name="view">Of the right's round, on the branch of the block that carries it.</param>
    /// <param name="checks">The cryptography.</param>
    /// <returns>Null when its holder drew the right.</returns>
    public static SponsorshipFault? Verify(Sponsorship sponsorship, CommitteeView view, ICredentialChecks checks)
    {
        var right = sponsorship.Right;
        if (view.Find(right.Holder) is not { } holder)
            return new SponsorshipFault.NotEligible(right);
        var alpha = Credentials.Alpha(right.Holder, view.Round, Step.BlockProposal, view.Seed);
        if (checks.OutputOf(holder.VrfKey, alpha, sponsorship.Proof) is not { } output)
            return new SponsorshipFault.WrongProof(right);
        var drawn = SponsorLot.RightsOf(view, holder, output);
        return right.Seat < drawn ? null : new SponsorshipFault.NotDrawn(right, drawn);
    }
}
