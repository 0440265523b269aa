using PoR.Consensus.Votes;
using PoR.Core.Agreement;
using PoR.Core.Hashing;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Cryptography;
using PoR.Cryptography.OneTime;

namespace PoR.Simulation.Checks;

/// <summary>What votes are worth, found out by the checks themselves, once for each distinct vote.</summary>
/// <remarks>
/// Of every vote they check form, membership and the seats that its credential wins. The signature and the credential
/// themselves are verified for <paramref name="share"/> of the votes, since this is most of what a vote costs. What
/// they remember of signers' chains of keys is their own.
/// </remarks>
/// <param name="cryptography">Of the checks alone.</param>
/// <param name="share">Which votes are verified.</param>
/// <param name="decidable">The rounds whose votes may still be asked for; earlier ones are forgotten.</param>
public sealed class AuditedVotes(ICryptography cryptography, AuditShare share, DecidableRounds decidable)
{
    private const int SignersRemembered = 100_000;

    private readonly CryptographyChecks _all = new(cryptography, new VerifiedChains(SignersRemembered));
    private readonly ClaimedSeats _claimed = new(cryptography);
    private readonly RoundMemory<Dictionary<Digest, Audit>> _rounds = new(decidable);

    /// <summary>What a vote is worth in a round's view.</summary>
    /// <param name="vote">As it came.</param>
    /// <param name="view">Of the checks' own chain.</param>
    /// <returns>Its seats, 1 and up, and null; or 0, and what is wrong with it.</returns>
    public (long Seats, VoteFault? Fault) Of(UnverifiedVote vote, CommitteeView view)
    {
        var ofRound = _rounds.Of(view.Round);
        var isOfBranch = vote.Ballot.Parent == view.Parent;
        if (isOfBranch && ofRound?.TryGetValue(vote.Digest, out var known) is true)
            return (known.Seats, known.Fault);
        ICredentialChecks checks = share.Has(vote) ? _all : _claimed;
        var audit = VoteVerifier.Verify(vote, view, checks) switch
        {
            VoteVerdict.Accepted accepted => new Audit(accepted.Vote.Seats, null),
            VoteVerdict.Rejected rejected => new Audit(0, rejected.Fault),
            var other => throw new System.Diagnostics.UnreachableException(other.ToString()),
        };
        if (isOfBranch)
            ofRound?.Add(vote.Digest, audit);
        return (audit.Seats, audit.Fault);
    }

    /// <summary>Kept for the branch that the vote names, by digest: the vote itself need not stay in memory.</summary>
    private readonly record struct Audit(long Seats, VoteFault? Fault);

    /// <summary>Accepts all proofs and signatures without a check, to count the seats that a vote claims.</summary>
    private sealed class ClaimedSeats(ICryptography cryptography) : ICredentialChecks
    {
        public VrfOutput? OutputOf(VrfPublicKey key, ReadOnlySpan<byte> alpha, VrfProof proof) =>
            cryptography.VrfClaimedOutput(proof);

        public bool IsSigned(
            OneTimeRootKey root, Round round, Step step, ReadOnlySpan<byte> message, OneTimeSignature signature) =>
            true;
    }
}
