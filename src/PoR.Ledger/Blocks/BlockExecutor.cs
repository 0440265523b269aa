using System.Collections.Immutable;
using PoR.Core.Admission;
using PoR.Core.Agreement;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Evaluation;
using PoR.Ledger.State;
using PoR.Ledger.Transactions;

namespace PoR.Ledger.Blocks;

/// <summary>
/// A verifier's work: re-runs a block on its parent's state (PoR §5.2 steps 3 and 5). Whether the proposer was
/// selected, and whether its seed proof holds, is checked by PoR.Consensus and PoR.Chain.
/// </summary>
/// <param name="signatures">Checks senders' signatures.</param>
/// <param name="branchRules">Checks what evidence and sponsorships prove.</param>
public sealed class BlockExecutor(ITransactionSignatures signatures, IBranchRules branchRules)
{
    /// <summary>B_ε^r and the state after it: the same on every node (PoR §5.1).</summary>
    /// <param name="parent">The state after B^{r−1}.</param>
    public static (Block Block, LedgerState Next) EmptyBlock(LedgerState parent)
    {
        var content = new BlockDraft(parent, parent.Time, parent)
            .Finish(SeedChain.AfterEmpty(parent.Seed, parent.Round.Next));
        return BlockBuilder.Seal(parent, content, null, parent.Time, [], []);
    }

    /// <summary>Executes a block.</summary>
    /// <param name="parent">The state after B^{r−1}.</param>
    /// <param name="block">From anybody; nothing of it has been checked.</param>
    /// <param name="nextSeed">Q^r by the proposer's proof; not looked at for an empty block.</param>
    /// <param name="scores">
    /// Re-evaluates every text, as step 3 does. Null takes the scores of a block that is certified already; all
    /// other rules are checked all the same.
    /// </param>
    /// <param name="stake">The state that round r's stake comes from; null when it is the parent's.</param>
    public BlockOutcome Execute(
        LedgerState parent, Block block, Seed nextSeed, ITextScores? scores, LedgerState? stake = null)
    {
        if (FrameFault(parent, block) is { } frame)
            return Invalid([], frame);
        if (block.IsEmpty)
        {
            var (empty, after) = EmptyBlock(parent);
            return empty.Digest == block.Digest
                ? new BlockOutcome.Valid(after, [])
                : Invalid([], new BlockFault.NotTheEmptyBlock());
        }

        var draft = new BlockDraft(parent, block.Header.Time, stake ?? parent);
        if (ApplyEvidence(draft, parent, block) is { } evidence)
            return Invalid([], evidence);
        draft.LookAhead(block.Payset.Select(static entry => entry.Transaction.Body));
        var differing = new List<BlockFault>();
        for (var i = 0; i < block.Payset.Length; i++)
        {
            if (ApplyEntry(draft, parent, block.Payset[i], i, scores, differing) is { } fault)
                return Invalid(differing, fault);
        }

        if (AreTooMany(differing.Count, parent))
            return new BlockOutcome.Invalid([.. differing]);
        var next = draft.Finish(nextSeed);
        return next.Root == block.Header.StateRoot
            ? new BlockOutcome.Valid(next.After(block.Digest), [.. differing])
            : Invalid(differing, new BlockFault.WrongStateRoot());
    }

    /// <summary>Re-evaluates the texts of a block that keeps all other rules.</summary>
    /// <param name="parent">The state after B^{r−1}.</param>
    /// <param name="block">The block.</param>
    /// <param name="known">What its execution without scores has come to.</param>
    /// <param name="scores">Of every text.</param>
    /// <returns>What its execution with scores would come to.</returns>
    public static BlockOutcome ReEvaluate(
        LedgerState parent, Block block, BlockOutcome.Valid known, ITextScores scores)
    {
        ArgumentNullException.ThrowIfNull(known);
        var draft = new BlockDraft(parent, block.Header.Time, parent);
        var differing = ImmutableArray.CreateBuilder<BlockFault>();
        for (var i = 0; i < block.Payset.Length; i++)
        {
            if (block.Payset[i] is { Transaction.Body: Transaction.Review review, Evaluation: { } stored }
                && Difference(draft, review, stored, scores.Of(review.Note), i) is { } difference)
                differing.Add(difference);
        }

        return AreTooMany(differing.Count, parent)
            ? new BlockOutcome.Invalid(differing.ToImmutable())
            : known with { Tolerated = differing.ToImmutable() };
    }

    private static bool AreTooMany(int differing, LedgerState parent) => differing >= parent.Parameters.FaultsToReject;

    private static BlockFault? FrameFault(LedgerState parent, Block block)
    {
        var (header, parameters) = (block.Header, parent.Parameters);
        if (header.Network != parent.Genesis.Network)
            return new BlockFault.WrongNetwork();
        if (header.Round != parent.Round.Next)
            return new BlockFault.WrongRound(header.Round, parent.Round.Next);
        if (header.Parent != parent.BlockDigest)
            return new BlockFault.WrongParent();
        if (header.ParentSeed != parent.Seed)
            return new BlockFault.WrongParentSeed();
        if (header.Time < parent.Time)
            return new BlockFault.TimeBeforeParent();
        if (block.Payset.Length > BlockBuilder.EntriesMax(parameters) || block.Evidence.Length > Block.EvidenceMax)
            return new BlockFault.TooManyEntries();
        if (BlockSize.Of(block) > parameters.BlockBytesMax)
            return new BlockFault.TooLarge(parameters.BlockBytesMax);
        if (header.PaysetDigest != Block.DigestOf(block.Payset))
            return new BlockFault.WrongPaysetDigest();
        return header.EvidenceDigest == Block.DigestOf(block.Evidence)
            ? null
            : new BlockFault.WrongEvidenceDigest();
    }

    private BlockFault? ApplyEvidence(BlockDraft draft, LedgerState parent, Block block)
    {
        for (var i = 0; i < block.Evidence.Length; i++)
        {
            if (draft.Check(block.Evidence[i]) is { } refusal)
                return new BlockFault.EvidenceRefused(i, refusal);
            if (branchRules.Fault(block.Evidence[i], parent) is { } fault)
                return new BlockFault.EvidenceProvesNothing(i, fault);
            draft.Apply(block.Evidence[i]);
        }

        return null;
    }

    /// <summary>Applies an entry, or says what is wrong with it; texts that score differently are only noted.</summary>
    private BlockFault? ApplyEntry(
        BlockDraft draft,
        LedgerState parent,
        PaysetEntry entry,
        int index,
        ITextScores? scores,
        List<BlockFault> differing)
    {
        var transaction = entry.Transaction.Body;
        if (draft.Check(transaction) is { } fault)
            return new BlockFault.InvalidTransaction(index, fault);
        if (!signatures.IsValid(entry.Transaction))
            return new BlockFault.WrongSignature(index);
        if (transaction is Transaction.Registration { Sponsorship: { } sponsorship }
            && branchRules.Fault(sponsorship, parent) is { } unproven)
            return new BlockFault.SponsorshipProvesNothing(index, unproven);
        if (transaction is Transaction.Review != entry.Evaluation is not null)
            return new BlockFault.MisplacedEvaluation(index);
        if (transaction is not Transaction.Review review || entry.Evaluation is not { } stored)
        {
            draft.Apply(transaction, null);
            return null;
        }

        if (!IsPossible(draft, review, stored))
            return new BlockFault.ImpossibleEvaluation(index);
        if (scores is not null && Difference(draft, review, stored, scores.Of(review.Note), index) is { } difference)
            differing.Add(difference);
        var judgement = draft.Judge(review, stored.Score, stored.Verdict);
        var own = judgement.Evaluation;
        if (own.Flags != stored.Flags)
            return new BlockFault.FlagsDiffer(index, own.Flags, stored.Flags);
        if (own.RepAdjust != stored.RepAdjust)
            return new BlockFault.AdjustmentDiffers(index, own.RepAdjust, stored.RepAdjust);
        draft.Apply(review, judgement);
        return null;
    }

    private static bool IsPossible(BlockDraft draft, Transaction.Review review, ReviewEvaluation stored) =>
        stored.Score <= ReviewEvaluation.ScoreMax
        && (stored.Verdict == CongruenceVerdict.NoEvidence
            || stored.Verdict == draft.VerdictOf(new TextScore(stored.Score, true), review.Rate));

    private static BlockFault? Difference(
        BlockDraft draft, Transaction.Review review, ReviewEvaluation stored, TextScore own, int index)
    {
        if (Math.Abs(stored.Score - own.Score) > draft.Tolerance)
            return new BlockFault.ScoreDiffers(index, own.Score, stored.Score);
        var verdict = draft.VerdictOf(own with { Score = stored.Score }, review.Rate);
        return verdict == stored.Verdict
            ? null
            : new BlockFault.VerdictDiffers(index, verdict, stored.Verdict);
    }

    private static BlockOutcome.Invalid Invalid(IEnumerable<BlockFault> differing, BlockFault last) =>
        new([.. differing, last]);
}

/// <summary>Checks what evidence and sponsorships prove: votes, credentials and weights of their round.</summary>
public interface IBranchRules
{
    /// <summary>What is wrong with a piece of evidence; null when it proves what it says.</summary>
    /// <param name="evidence">As a block carries it.</param>
    /// <param name="parent">The state before that block: names the branch.</param>
    EvidenceFault? Fault(Evidence evidence, LedgerState parent);

    /// <summary>What is wrong with a sponsorship; null when its holder drew the right that it claims.</summary>
    /// <param name="sponsorship">As a block carries it; its signature is checked with its transaction's.</param>
    /// <param name="parent">The state before that block: names the branch.</param>
    SponsorshipFault? Fault(Sponsorship sponsorship, LedgerState parent);
}

/// <summary>Scores texts by the model that genesis names; a cache may stand behind it.</summary>
public interface ITextScores
{
    /// <summary>The score of a text: the same for the same text, on every node.</summary>
    TextScore Of(ReviewNote note);
}
