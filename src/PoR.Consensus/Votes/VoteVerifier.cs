using PoR.Consensus.Sortition;
using PoR.Core.Agreement;
using PoR.Core.Identities;

namespace PoR.Consensus.Votes;

/// <summary>Turns an <see cref="UnverifiedVote"/> into a <see cref="Vote"/>; nothing else does (PoR §5.2).</summary>
public static class VoteVerifier
{
    private static readonly VoteVerdict[] Rejections =
        [.. Enum.GetValues<VoteFault>().Select(f => new VoteVerdict.Rejected(f))];

    /// <summary>Checks a vote against agreed state: form first, then the signature, then the credential.</summary>
    /// <param name="vote">As it came.</param>
    /// <param name="view">Of the round and branch that the caller is in.</param>
    /// <param name="checks">The cryptography.</param>
    public static VoteVerdict Verify(UnverifiedVote vote, CommitteeView view, ICredentialChecks checks)
    {
        var ballot = vote.Ballot;
        if (FaultBeforeCryptography(ballot, view) is { } fault)
            return Rejected(fault);
        var index = view.IndexOf(ballot.Sender);
        if (index < 0)
            return Rejected(VoteFault.NotEligible);
        var member = view.Members[index];
        if (!IsSigned(vote, member, checks))
            return Rejected(VoteFault.BadSignature);
        if (OutputOf(ballot, member, view, checks) is not { } output)
            return Rejected(VoteFault.BadCredential);
        return MemberLot.Draw(view, ballot.Step, member, output) is { } lot
            ? new VoteVerdict.Accepted(new Vote(
                vote, index, lot.Seats, ballot.Step.HasRanks ? lot.Rank : null))
            : Rejected(VoteFault.NotSelected);
    }

    /// <summary>The fault of a ballot that shows without cryptography; null when there is none.</summary>
    internal static VoteFault? FaultBeforeCryptography(Ballot ballot, CommitteeView view)
    {
        if (ballot.Network != view.Network)
            return VoteFault.WrongNetwork;
        if (ballot.Round != view.Round)
            return VoteFault.WrongRound;
        if (ballot.Parent != view.Parent)
            return VoteFault.WrongParent;
        return BallotForm.Holds(ballot) ? null : VoteFault.BadForm;
    }

    /// <summary>Whether the member's one-time key of the ballot's own round and step signed the ballot.</summary>
    internal static bool IsSigned(UnverifiedVote vote, CommitteeMember member, ICredentialChecks checks) =>
        checks.IsSigned(
            member.OneTimeRoot,
            vote.Ballot.Round,
            vote.Ballot.Step,
            UnverifiedVote.SigningBytes(vote.Ballot),
            vote.Signature);

    /// <summary>What the credential of a ballot draws; null when it does not prove (r, s, Q^{r−1}).</summary>
    /// <param name="ballot">Of the view's round and branch.</param>
    /// <param name="member">Its sender.</param>
    /// <param name="view">Of the round.</param>
    /// <param name="checks">The cryptography.</param>
    internal static VrfOutput? OutputOf(
        Ballot ballot, CommitteeMember member, CommitteeView view, ICredentialChecks checks) =>
        checks.OutputOf(
            member.VrfKey,
            Credentials.Alpha(ballot.Sender, ballot.Round, ballot.Step, view.Seed),
            ballot.Credential);

    private static VoteVerdict Rejected(VoteFault fault) => Rejections[(int)fault - 1];
}
