using PoR.Core.Agreement;
using PoR.Core.Identities;
using PoR.Core.Rounds;

namespace PoR.Consensus.Votes;

/// <summary>
/// The cryptography that verifiers of votes need: real, remembered, or a stand-in. Pure functions of their
/// arguments, thread safe; what a peer sent wrongly is answered, never thrown.
/// </summary>
public interface ICredentialChecks
{
    /// <summary>β when the VRF proof holds.</summary>
    /// <returns>Null when it does not.</returns>
    VrfOutput? OutputOf(VrfPublicKey key, ReadOnlySpan<byte> alpha, VrfProof proof);

    /// <summary>Whether the one-time key of (round, step) under this root signed the message.</summary>
    bool IsSigned(
        OneTimeRootKey root, Round round, Step step, ReadOnlySpan<byte> message, OneTimeSignature signature);

    /// <summary>The verdict on a vote in a view. An implementation that remembers votes looks it up.</summary>
    VoteVerdict VerdictOf(UnverifiedVote vote, CommitteeView view) => VoteVerifier.Verify(vote, view, this);
}
