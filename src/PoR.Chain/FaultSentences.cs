using System.Diagnostics;
using PoR.Consensus.Certificates;
using PoR.Consensus.Votes;
using PoR.Core.Admission;
using PoR.Core.Agreement;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
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
        ChainFault.CertificateProvesNothing f => $"The certificate proves nothing: {Of(f.Fault)}.",
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
        BlockFault.EvidenceProvesNothing f => $"Evidence {f.Piece + 1} proves nothing: {OfEvidence(f.Fault)}.",
        _ => OfEntry(fault),
    };

    /// <summary>Why a certificate proves nothing: which vote, of whom, and what is wrong with it.</summary>
    /// <returns>The end of a sentence.</returns>
    public static string Of(CertificateFault fault) => fault switch
    {
        CertificateFault.WrongBlock => "it is of another block",
        CertificateFault.WrongRound f => $"it is of round {f.Round}, not {f.Expected}",
        CertificateFault.WrongParent => "it is of another branch: the parent that it names is not the block before",
        CertificateFault.WrongStep f => $"no round can end this way in step {f.Step}",
        CertificateFault.BadOrder =>
            "its votes are not in ascending order of their senders, each of whom votes once",
        CertificateFault.TooManyVotes f => $"it has {f.Votes} votes where {f.SeatsNeeded} seats are enough",
        CertificateFault.ForeignVote f => $"{VoteOf(f.Sender, f.Step)} is of another step, or for another value",
        CertificateFault.InvalidTicket f => $"{TicketOf(f.Sender)} {Of(f.Fault)}",
        CertificateFault.InvalidVote f => $"{VoteOf(f.Sender, f.Step)} {Of(f.Fault)}",
        CertificateFault.TooFewSeats f => $"its votes have {f.Seats} of the {f.SeatsNeeded} seats needed",
        _ => throw new UnreachableException($"No sentence for {fault}."),
    };

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

    /// <summary>What is wrong with a leader's ticket, behind words that name it.</summary>
    public static string Of(TicketFault fault) => fault switch
    {
        TicketFault.WrongNetwork => "is of another network",
        TicketFault.WrongRound => "is of another round",
        TicketFault.WrongParent => "is of another branch",
        TicketFault.NotEligible => "does not count: its sender is unknown, blacklisted or below the minimum stake",
        TicketFault.BadCredential => "bears a credential that its sender's key did not make for this round",
        TicketFault.NotSelected => "bears a credential that wins no seat in step 1",
        TicketFault.BadSeedProof => "bears a proof of the seed that does not hold",
        _ => throw new UnreachableException($"No sentence for {fault}."),
    };

    /// <summary>Why a sponsorship proves no right. One sentence.</summary>
    public static string Of(SponsorshipFault fault) => fault switch
    {
        SponsorshipFault.NotOnThisChain f => $"{OfRight(f.Right)} is of another branch, or too long ago.",
        SponsorshipFault.NotEligible f => $"{OfRight(f.Right)} cannot be: its holder was not eligible then.",
        SponsorshipFault.WrongProof f => $"{OfRight(f.Right)} is not proven: the credential is not its holder's.",
        SponsorshipFault.NotDrawn f =>
            $"{OfRight(f.Right)} was not drawn: its holder drew {f.Drawn} in that round.",
        _ => throw new UnreachableException($"No sentence for {fault}."),
    };

    /// <summary>Names a vote: <c>the vote of 3fa4… in step 4</c>.</summary>
    public static string VoteOf(PublicKey sender, Step step) => $"the vote of {sender} in step {step}";

    /// <summary>Names a leader's ticket.</summary>
    public static string TicketOf(PublicKey sender) => $"the ticket of the leader {sender}";

    private static string OfEvidence(EvidenceFault fault) => fault switch
    {
        EvidenceFault.NotOnThisChain f => $"its round {f.Round} is not on this chain, or too long ago",
        EvidenceFault.WrongNetwork => "one of its votes is of another network",
        EvidenceFault.WrongRound f => $"it is of round {f.Round}, or one of its votes is, not of {f.Expected}",
        EvidenceFault.WrongParent => "it is of another branch",
        EvidenceFault.AccusedNotEligible f => $"the accused {f.Accused} was not eligible in its round",
        EvidenceFault.BadOrder => "its votes are not in ascending order",
        EvidenceFault.TooManyVotes f => $"it has {f.Votes} votes where {f.SeatsNeeded} seats are enough",
        EvidenceFault.ForeignVote f =>
            $"{VoteOf(f.Sender, f.Step)} is of another step than 3, or accuses another block or leader",
        EvidenceFault.InvalidVote f => $"{VoteOf(f.Sender, f.Step)} {Of(f.Fault)}",
        EvidenceFault.TooFewSeats f => $"its votes have {f.Seats} of the {f.SeatsNeeded} seats needed",
        EvidenceFault.NoContradiction => "its two votes do not contradict each other",
        EvidenceFault.BadSignature f =>
            $"the accused {f.Accused} did not sign each vote of step {f.Step} that is brought against it",
        EvidenceFault.CredentialHolds f => $"the credential of {VoteOf(f.Accused, f.Step)} is its sender's own",
        _ => throw new UnreachableException($"No sentence for {fault}."),
    };

    private static string OfTransaction(TransactionFault fault) => fault switch
    {
        TransactionFault.WrongNetwork => "The transaction was made for another network.",
        TransactionFault.Expired f => $"The transaction was valid until round {f.LastValid}, and this is {f.InRound}.",
        TransactionFault.TooFarAhead f =>
            $"The transaction's last valid round is {f.LastValid}; it may be {f.Latest} at most.",
        TransactionFault.SequenceUsed f =>
            $"The sequence number {f.Sequence} is used, or too far below the sender's highest, {f.Last}.",
        TransactionFault.SequenceTooFar f => $"The sequence number is {f.Sequence}; it may be {f.Most} at most.",
        TransactionFault.PredecessorMissing f =>
            $"The review comes after its author's transaction {f.After}, which is in no block yet.",
        TransactionFault.InvalidPredecessor f =>
            $"The review has number {f.Sequence} and comes after number {f.After}, which must be lower.",
        TransactionFault.CommitmentMissing =>
            "The review opens a commitment to its text that is in no earlier block that is remembered.",
        TransactionFault.InvalidName => "A subject must be 1..128 bytes and a category 0..128 bytes of valid UTF-8.",
        TransactionFault.InvalidRating { Rate: var r } =>
            $"The rating {r.Value} on {r.Min}-{r.Max} must lie on its scale 0 ≤ a < b ≤ {Rating.ScaleMax}.",
        TransactionFault.BlacklistedReviewer f => $"The reviewer is blacklisted in round {f.InRound}.",
        TransactionFault.NotAfterPrevious f =>
            $"The review's time {OfTime(f.WrittenAt)} is not after that of its predecessor, {OfTime(f.Previous)}.",
        TransactionFault.WrittenTooEarly f =>
            $"The review's time {OfTime(f.WrittenAt)} is too long before its block's, {OfTime(f.BlockTime)}.",
        TransactionFault.WrittenTooLate f =>
            $"The review's time {OfTime(f.WrittenAt)} is too long after its block's, {OfTime(f.BlockTime)}.",
        TransactionFault.UnknownPayer => "The payer has no account.",
        TransactionFault.InvalidAmount => "A payment's amount must be 1 or more.",
        TransactionFault.SelfPayment => "A payment to oneself changes nothing and is refused.",
        TransactionFault.Overdrawn f => $"The payer's balance {f.Balance} is below the amount {f.Amount}.",
        TransactionFault.AlreadyRegistered f => $"The account has registered its keys in round {f.InRound}.",
        TransactionFault.Unsponsored => "A newcomer needs a sponsor: who holds a right to sponsor must sign its keys.",
        TransactionFault.SponsorNotNeeded => "Nobody needs a sponsor in this network, so a registration names none.",
        TransactionFault.RightTooNew f => $"{OfRight(f.Right)} can be used after round {f.Right.Round} only.",
        TransactionFault.RightLapsed f => $"{OfRight(f.Right)} could be used until round {f.Last}.",
        TransactionFault.RightUsed f => $"{OfRight(f.Right)} has sponsored an account already.",
        _ => throw new UnreachableException($"No sentence for {fault}."),
    };

    private static string OfRight(SponsorRight right) =>
        $"Right {right.Seat + 1} of {right.Holder} to sponsor, of round {right.Round},";

    private static string OfTime(Timestamp time) => $"{time.Milliseconds} ms";

    private static string OfEntry(BlockFault fault) => fault switch
    {
        BlockFault.InvalidTransaction f => At(f.Entry, OfTransaction(f.Fault)),
        BlockFault.WrongSignature f => At(f.Entry, "The sender did not sign the transaction."),
        BlockFault.MisplacedEvaluation f => At(f.Entry, "Reviews, and only they, are evaluated."),
        BlockFault.ImpossibleEvaluation f => At(f.Entry, "The verdict cannot follow from the score and rating."),
        BlockFault.ScoreDiffers f => At(f.Entry, $"The text scores {f.Own}, not {f.Stored}."),
        BlockFault.VerdictDiffers f => At(
            f.Entry, $"The verdict is {EvaluationWords.Of(f.Own)}; the block has {EvaluationWords.Of(f.Stored)}."),
        BlockFault.FlagsDiffer f => At(
            f.Entry,
            $"The review's flags must be: {EvaluationWords.Of(f.Own)}; the block has: {EvaluationWords.Of(f.Stored)}."),
        BlockFault.SponsorshipProvesNothing f => At(f.Entry, Of(f.Fault)),
        BlockFault.AdjustmentDiffers f => At(
            f.Entry,
            $"RepAdjust must be {f.Own}, not {f.Stored}; a flag, or a gain limit that is used up, withholds it."),
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
}
