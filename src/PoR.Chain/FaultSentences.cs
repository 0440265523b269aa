using System.Collections.Immutable;
using System.Diagnostics;
using PoR.Consensus.Certificates;
using PoR.Consensus.EvidenceRules;
using PoR.Consensus.Votes;
using PoR.Core.Agreement;
using PoR.Ledger.Blocks;
using PoR.Ledger.Transactions;

namespace PoR.Chain;

/// <summary>Faults of chains, blocks, certificates and evidence for people: what is wrong, and where.</summary>
public static class FaultSentences
{
    /// <summary>What is wrong with a chain. One sentence.</summary>
    public static string Of(ChainFault fault) => fault switch
    {
        ChainFault.NotCanonical f => f.Reason,
        ChainFault.OtherEvaluator f => $"The chain was evaluated by model {f.Named}, and this is model {f.AtHand}.",
        ChainFault.CertificateOfAnotherBlock => "The certificate is of another block.",
        ChainFault.CertificateOfAnotherEnding => "The certificate ends the round in another way than the block says.",
        ChainFault.TicketOfAnother f =>
            $"The certificate's ticket is that of {f.Sender}, not that of the leader {f.Leader}.",
        ChainFault.CertificateProvesNothing f => $"The certificate proves nothing: {f.Reason}.",
        ChainFault.InvalidBlock f => Of(f.Fault),
        _ => throw new UnreachableException($"No sentence for {fault}."),
    };

    /// <summary>What is wrong with a block. One sentence, which opens with the entry at fault.</summary>
    public static string Of(BlockFault fault) => fault switch
    {
        BlockFault.WrongNetwork => "The block was made for another network.",
        BlockFault.WrongRound f => $"The block is of round {f.Round}, not {f.Expected}.",
        BlockFault.WrongParent => "The block names another parent.",
        BlockFault.WrongParentSeed => "The block names another seed of the round before.",
        BlockFault.TimeBeforeParent => "The block's time is below its parent's.",
        BlockFault.NotTheEmptyBlock => "A block without a proposer must be B_ε.",
        BlockFault.TooManyEntries => "The block holds too many transactions or too much evidence.",
        BlockFault.TooLarge f => $"The block is above {f.BytesMax} bytes.",
        BlockFault.WrongPaysetDigest => "The header does not cover this payset.",
        BlockFault.WrongEvidenceDigest => "The header does not cover this evidence.",
        BlockFault.WrongStateRoot => "The header names another state after it.",
        BlockFault.WrongSeedProof => "The proposer's proof of the seed before does not hold.",
        BlockFault.EvidenceRefused f => $"Evidence {f.Piece + 1}: {OfRefusal(f.Refusal)}",
        BlockFault.EvidenceProvesNothing f => $"Evidence {f.Piece + 1}: {f.Reason}",
        _ => OfEntry(fault),
    };

    /// <summary>Why a certificate proves nothing, as the end of a sentence.</summary>
    /// <remarks>The votes are verified once more to find the one at fault: once in a chain.</remarks>
    public static string Of(
        CertificateFault fault, Certificate certificate, CommitteeView view, ICredentialChecks checks) =>
        fault switch
        {
            CertificateFault.WrongRound => $"it is of round {certificate.Round}, not {view.Round}",
            CertificateFault.WrongParent =>
                "it is of another branch: the parent that it names is not the block before",
            CertificateFault.WrongStep => $"no round can end this way in step {certificate.Step}",
            CertificateFault.BadOrder =>
                "its votes are not in ascending order of their senders, each of whom votes once",
            CertificateFault.TooManyVotes =>
                $"it has {certificate.Votes.Length} votes where {view.CertificateThreshold} seats are enough",
            CertificateFault.ForeignVote => "one of its votes is of another step, or for another value",
            CertificateFault.BadTicket =>
                $"the ticket of the leader {certificate.Ticket!.Sender} {OfTicket(certificate.Ticket, view, checks)}",
            CertificateFault.BadVote => OfVotes(certificate.Votes, view, checks),
            CertificateFault.TooFewSeats => $"its votes have fewer than the {view.CertificateThreshold} seats needed",
            _ => throw new UnreachableException($"No sentence for {fault}."),
        };

    /// <summary>Why evidence proves nothing, as the end of a sentence.</summary>
    public static string Of(EvidenceFault fault, Evidence evidence, CommitteeView view, ICredentialChecks checks) =>
        fault switch
        {
            EvidenceFault.WrongNetwork => "one of its votes is of another network",
            EvidenceFault.WrongRound => $"it is of round {evidence.Round}, or one of its votes is, not of {view.Round}",
            EvidenceFault.WrongParent => "it is of another branch",
            EvidenceFault.AccusedNotEligible => $"the accused {evidence.Accused} was not eligible in its round",
            EvidenceFault.BadOrder => "its votes are not in ascending order",
            EvidenceFault.TooManyVotes =>
                $"it has more votes than the {view.NoConfidenceThreshold} seats that are enough",
            EvidenceFault.ForeignVote => "one of its votes is of another step, or accuses another block or leader",
            EvidenceFault.BadVote => OfVotes(((Evidence.NoConfidence)evidence).Votes, view, checks),
            EvidenceFault.TooFewSeats => $"its votes have fewer than the {view.NoConfidenceThreshold} seats needed",
            EvidenceFault.NoContradiction => "its two votes do not contradict each other",
            EvidenceFault.BadSignature => $"the accused {evidence.Accused} did not sign both of its votes",
            _ => throw new UnreachableException($"No sentence for {fault}."),
        };

    private static string OfEntry(BlockFault fault) => fault switch
    {
        BlockFault.InvalidTransaction f => At(f.Entry, f.Fault.Sentence()),
        BlockFault.WrongSignature f => At(f.Entry, "The sender did not sign the transaction."),
        BlockFault.MisplacedEvaluation f => At(f.Entry, "Reviews, and only they, are evaluated."),
        BlockFault.ImpossibleEvaluation f => At(f.Entry, "The verdict cannot follow from the score and rating."),
        BlockFault.ScoreDiffers f => At(f.Entry, $"The text scores {f.Own}, not {f.Stored}."),
        BlockFault.VerdictDiffers f => At(
            f.Entry, $"The verdict is {EvaluationWords.Of(f.Own)}; the block has {EvaluationWords.Of(f.Stored)}."),
        BlockFault.FlagsDiffer f => At(
            f.Entry,
            $"The review's flags must be: {EvaluationWords.Of(f.Own)}; the block has: {EvaluationWords.Of(f.Stored)}."),
        BlockFault.AdjustmentDiffers f => At(f.Entry, $"RepAdjust must be {f.Own}, not {f.Stored}."),
        _ => throw new UnreachableException($"No sentence for {fault}."),
    };

    private static string At(int entry, string sentence) => $"Entry {entry + 1}: {sentence}";

    private static string OfRefusal(EvidenceRefusal refusal) => refusal switch
    {
        EvidenceRefusal.Repeated => "This or an earlier block has brought it.",
        EvidenceRefusal.OutOfTime => "It is of a round that is too old, or has not ended.",
        EvidenceRefusal.AgainstNobody => "It is against an account that does not exist.",
        _ => throw new UnreachableException($"No sentence for {refusal}."),
    };

    private static string OfVotes(ImmutableArray<UnverifiedVote> votes, CommitteeView view, ICredentialChecks checks)
    {
        foreach (var vote in votes)
        {
            if (checks.VerdictOf(vote, view) is VoteVerdict.Rejected { Fault: var fault })
                return $"the vote of {vote.Ballot.Sender} in step {vote.Ballot.Step} {Of(fault)}";
        }

        throw new UnreachableException("A vote was refused, and then accepted.");
    }

    /// <summary>
    /// What is wrong with a vote, behind words that name it: <c>bears a credential that wins no seat</c>.
    /// </summary>
    public static string Of(VoteFault fault) => fault switch
    {
        VoteFault.WrongNetwork => "is of another network",
        VoteFault.WrongRound => "is of another round",
        VoteFault.WrongParent => "is of another branch",
        VoteFault.NotEligible => "does not count: its sender is unknown, blacklisted or below the minimum stake",
        VoteFault.BadForm => "has a form that its step does not know",
        VoteFault.BadSignature => "bears a one-time signature that does not hold",
        VoteFault.BadCredential => "bears a credential that its sender's key did not make for this round and step",
        VoteFault.NotSelected => "bears a credential that wins no seat",
        _ => throw new UnreachableException($"No sentence for {fault}."),
    };

    private static string OfTicket(LeaderTicket ticket, CommitteeView view, ICredentialChecks checks) =>
        TicketVerifier.Verify(ticket, view, checks) is not TicketVerdict.Rejected { Fault: var fault }
            ? throw new UnreachableException("A ticket was refused, and then accepted.")
            : fault switch
            {
                TicketFault.WrongNetwork => "is of another network",
                TicketFault.WrongRound => "is of another round",
                TicketFault.WrongParent => "is of another branch",
                TicketFault.NotEligible =>
                    "does not count: its sender is unknown, blacklisted or below the minimum stake",
                TicketFault.BadCredential => "bears a credential that its sender's key did not make for this round",
                TicketFault.NotSelected => "bears a credential that wins no seat in step 1",
                TicketFault.BadSeedProof => "bears a proof of the seed that does not hold",
                _ => throw new UnreachableException($"No sentence for {fault}."),
            };
}
