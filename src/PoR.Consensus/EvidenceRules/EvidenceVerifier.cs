using PoR.Consensus.Votes;
using PoR.Core.Agreement;
using PoR.Core.Rounds;

namespace PoR.Consensus.EvidenceRules;

/// <summary>Checks proofs of misbehaviour from agreed state alone (PoR §5.2 step 4; D13).</summary>
/// <remarks>
/// <para>
/// No confidence: seats of step-3 votes with ⊥ whose signed flag names exactly the accused value, each sender once, as
/// many as the parameters' share of min(τ, W). Deviation D13: the paper blacklists at once, on what each node has
/// counted. Whether a sender has contradicted itself elsewhere is not known here; that takes evidence of its own.
/// </para>
/// <para>
/// Contradiction: two different ballots by one sender in one round and step, both signed by its one-time key of that
/// place. The signatures alone prove it: an honest member signs one ballot in each step, whether it is selected or not,
/// and on any branch. So neither the form, nor the parent, nor the credential of the two matters. Two signatures over
/// one ballot are no contradiction.
/// </para>
/// <para>
/// Wrong credential (PoR §6.5.1; D15): one ballot whose sender has signed a credential that does not prove (r, s,
/// Q^{r−1}) under its registered key. The credential is part of what is signed, so nobody can have exchanged it.
/// Q^{r−1} is that of the parent which the ballot names: on any other branch it is another one, and an honest vote of
/// that branch would seem wrong. A credential that holds and wins no seat is no evidence, and neither is a form that
/// the step does not know.
/// </para>
/// </remarks>
public static class EvidenceVerifier
{
    /// <summary>Checks evidence.</summary>
    /// <param name="evidence">As a block carries it.</param>
    /// <param name="view">Of the round of the misbehaviour, on the branch of the block that carries it.</param>
    /// <param name="checks">The cryptography.</param>
    /// <returns>Null when it proves that the accused misbehaved.</returns>
    public static EvidenceFault? Verify(Evidence evidence, CommitteeView view, ICredentialChecks checks)
    {
        if (evidence.Round != view.Round)
            return new EvidenceFault.WrongRound(evidence.Round, view.Round);
        if (view.Find(evidence.Accused) is not { } accused)
            return new EvidenceFault.AccusedNotEligible(evidence.Accused);
        return evidence switch
        {
            Evidence.NoConfidence e => Verify(e, view, checks),
            Evidence.Contradiction e => Verify(e, accused, view, checks),
            Evidence.WrongCredential e => Verify(e, accused, view, checks),
            _ => throw new System.Diagnostics.UnreachableException($"No rule for {evidence.GetType().Name}."),
        };
    }

    private static EvidenceFault? Verify(Evidence.NoConfidence evidence, CommitteeView view, ICredentialChecks checks)
    {
        var threshold = view.NoConfidenceThreshold;
        if (evidence.Parent != view.Parent)
            return new EvidenceFault.WrongParent();
        if (evidence.Votes.Length > threshold)
            return new EvidenceFault.TooManyVotes(evidence.Votes.Length, threshold);
        if (!VoteSelection.IsAscending(evidence.Votes))
            return new EvidenceFault.BadOrder();
        foreach (var vote in evidence.Votes)
        {
            if (vote.Ballot.Step != Step.BlockVerification || vote.Ballot.NoConfidence != evidence.Value)
                return new EvidenceFault.ForeignVote(vote.Ballot.Sender, vote.Ballot.Step);
        }

        var (seats, wrong) = VoteSelection.SeatsOf(evidence.Votes, view, checks);
        if (wrong is { Vote.Ballot: var ballot, Fault: var reason })
            return new EvidenceFault.InvalidVote(ballot.Sender, ballot.Step, reason);
        return seats < threshold ? new EvidenceFault.TooFewSeats(seats, threshold) : null;
    }

    private static EvidenceFault? Verify(
        Evidence.Contradiction evidence, CommitteeMember accused, CommitteeView view, ICredentialChecks checks)
    {
        var (first, second) = (evidence.First, evidence.Second);
        if (first.Ballot.Network != view.Network || second.Ballot.Network != view.Network)
            return new EvidenceFault.WrongNetwork();
        if (second.Ballot.Round != view.Round)
            return new EvidenceFault.WrongRound(second.Ballot.Round, view.Round);
        if (first.Ballot.Sender != second.Ballot.Sender || first.Ballot.Step != second.Ballot.Step
            || first.Ballot == second.Ballot)
            return new EvidenceFault.NoContradiction();
        if (first.Digest.CompareTo(second.Digest) >= 0)
            return new EvidenceFault.BadOrder();
        return VoteVerifier.IsSigned(first, accused, checks) && VoteVerifier.IsSigned(second, accused, checks)
            ? null
            : new EvidenceFault.BadSignature(evidence.Accused, evidence.First.Ballot.Step);
    }

    private static EvidenceFault? Verify(
        Evidence.WrongCredential evidence, CommitteeMember accused, CommitteeView view, ICredentialChecks checks)
    {
        var ballot = evidence.Vote.Ballot;
        if (ballot.Network != view.Network)
            return new EvidenceFault.WrongNetwork();
        if (ballot.Parent != view.Parent)
            return new EvidenceFault.WrongParent();
        if (!VoteVerifier.IsSigned(evidence.Vote, accused, checks))
            return new EvidenceFault.BadSignature(evidence.Accused, ballot.Step);
        return VoteVerifier.OutputOf(ballot, accused, view, checks) is null
            ? null
            : new EvidenceFault.CredentialHolds(evidence.Accused, ballot.Step);
    }
}
