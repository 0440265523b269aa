using System.Collections.Immutable;
using System.Diagnostics;
using PoR.Core;
using PoR.Core.Admission;
using PoR.Core.Agreement;
using PoR.Core.Bytes;
using PoR.Core.Identities;
using PoR.Core.Parameters;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Evaluation;
using PoR.Evaluation.Behaviour;
using PoR.Ledger.Stake;
using PoR.Ledger.State;
using PoR.Ledger.Transactions;

namespace PoR.Ledger.Blocks;

/// <summary>
/// A parent's state with the first part of a payset applied. Leader and verifier both use it, so they apply the same
/// rules.
/// </summary>
/// <param name="parent">The state after B^{r−1}.</param>
/// <param name="time">The block's.</param>
/// <param name="stake">The state that round r's stake comes from.</param>
internal sealed class BlockDraft(LedgerState parent, Timestamp time, LedgerState stake)
{
    private readonly Round _round = parent.Round.Next;
    private readonly ProtocolParameters _parameters = parent.Parameters;
    private readonly IReputationRule _reputation =
        parent.Genesis.Own?.Reputation ?? ReputationAdjustment.Instance;

    private readonly CongruenceRule _congruence = CongruenceRule.Of(parent.Parameters);
    private readonly Dictionary<PublicKey, Account> _accounts = [];
    private readonly Dictionary<Bytes32, Subject> _subjects = [];
    private readonly BlockTexts _texts = new(parent);
    private readonly SortedSet<AppliedEvidence> _evidence = [];
    private readonly HashSet<SponsorRight> _usedRights = [];
    private readonly List<PublicKey> _flagged = []; // In payset order, each once.
    private readonly HashSet<PublicKey> _isFlagged = [];
    private Dictionary<PublicKey, long>? _weights; // Of the eligible; made when it is first asked for.

    /// <summary>How far scores of leader and verifier may differ. Points.</summary>
    public int Tolerance => _parameters.EvaluationTolerance;

    /// <summary>What is wrong with a transaction at this place of the payset.</summary>
    public TransactionFault? Check(Transaction transaction) => TransactionRules.Check(
        parent,
        Find(transaction.Sender),
        transaction,
        _round,
        time,
        right => _usedRights.Contains(right) || parent.IsUsed(right));

    /// <summary>Which reviews of the whole payset open a commitment; before the first is judged.</summary>
    public void LookAhead(IEnumerable<Transaction> payset) => _texts.LookAhead(payset);

    /// <summary>Whether a review has to wait, since it would make another of this block a copy.</summary>
    public bool MustWait(Transaction.Review review) => _texts.WouldExpose(review);

    /// <summary>The verdict that follows from a score.</summary>
    public CongruenceVerdict VerdictOf(TextScore score, Rating rate) => _congruence.Judge(score, rate);

    /// <summary>Flags and adjustment of a review at this place of the payset.</summary>
    public ReviewJudgement Judge(Transaction.Review review, byte score, CongruenceVerdict verdict)
    {
        var author = Find(review.Sender) ?? new Account(review.Sender);
        var key = Subject.KeyOf(review.Subject);
        var subject = _subjects.GetValueOrDefault(key) ?? parent.Subjects.Find(key)
            ?? new Subject(key, review.Subject, SubjectStatistics.Empty);
        var facts = new ReviewFacts(
            review.Sender, review.Rate, review.Category, review.WrittenAt, time, verdict, VoiceOf(review));
        var text = TextClaim.Of(review, key, parent);
        var flags = BehaviourRules.FlagsOf(
            _parameters.Behaviour, facts, author.History, subject.Statistics, _texts.IsCopy(text));
        var adjust = flags == BehaviourFlags.None
            ? Math.Min(
                AdjustmentOf(verdict, author.Reputation),
                Math.Min(
                    Account.ReputationMax - author.Reputation, author.History.GainLeft(_parameters.Behaviour, time)))
            : 0;
        return new ReviewJudgement(
            new ReviewEvaluation(score, verdict, flags, adjust),
            facts,
            text,
            subject);
    }

    /// <summary>Applies a transaction that <see cref="Check(Transaction)"/> finds nothing wrong with.</summary>
    public void Apply(Transaction transaction, ReviewJudgement? judgement)
    {
        var sender = (Find(transaction.Sender) ?? new Account(transaction.Sender)).WithUsed(transaction.Sequence);
        _accounts[transaction.Sender] = transaction switch
        {
            Transaction.Review => ApplyReview(sender with { LastReview = transaction.Sequence }, judgement!),
            Transaction.Payment payment => ApplyPayment(sender, payment),
            Transaction.Registration registration => ApplyRegistration(sender, registration),
            Transaction.TextCommitment commitment => ApplyCommitment(sender, commitment),
            _ => throw new UnreachableException($"Nothing applies {transaction.GetType().Name}."),
        };
    }

    /// <summary>What is wrong with the time, target or repetition of evidence (D13).</summary>
    public EvidenceRefusal? Check(Evidence evidence)
    {
        if (evidence.Round >= _round || evidence.Round < _round - _parameters.EvidenceRounds
            || evidence.Round <= Round.Genesis)
            return EvidenceRefusal.OutOfTime;
        if (Find(evidence.Accused) is null)
            return EvidenceRefusal.AgainstNobody;
        var key = AppliedEvidence.Of(evidence);
        return _evidence.Contains(key) || parent.Evidence.BinarySearch(key) >= 0
            ? EvidenceRefusal.Repeated
            : null;
    }

    /// <summary>Notes evidence that <see cref="Check(Evidence)"/> finds nothing wrong with.</summary>
    public void Apply(Evidence evidence) => _evidence.Add(AppliedEvidence.Of(evidence));

    /// <summary>The state after the block, still without its digest.</summary>
    public LedgerState Finish(Seed seed)
    {
        BlacklistAccused();
        BlacklistFlagged();
        LedgerContract.Check(parent, _accounts.Values);
        var oldest = _round.Next - _parameters.EvidenceRounds;
        var oldestRight = _round.Next - (_parameters.Admission?.RightRounds ?? 0);
        var accounts = parent.Accounts.With(_accounts.Values);
        return new LedgerState(
            parent.Genesis,
            _round,
            seed,
            time,
            accounts,
            parent.Subjects.With(_subjects.Values),
            parent.Texts.After(_round, _texts.Marks, _parameters.Behaviour.DuplicateRounds),
            parent.Commitments.After(_round, _texts.Commitments, _parameters.Behaviour.DuplicateRounds),
            [.. parent.Evidence.Concat(_evidence).Where(e => e.Round >= oldest).Order()],
            [.. parent.UsedRights.Concat(_usedRights).Where(r => r.Round >= oldestRight).Order()],
            WeightCap.After(parent.WeightMax, accounts, _round, parent.Genesis),
            parent.Money);
    }

    /// <summary>Who is not eligible by the look-back's table has no voice on a subject's category.</summary>
    private long VoiceOf(Transaction.Review review)
    {
        if (review.Category.Length == 0 || _parameters.Behaviour.CategoryReviewsMin == 0)
            return 0;
        _weights ??= Stake.StakeTable.Of(stake, _round).Eligible.ToDictionary(
            static e => e.Account.PublicKey, static e => e.Weight);
        return _weights.GetValueOrDefault(review.Sender);
    }

    private long AdjustmentOf(CongruenceVerdict verdict, long reputation)
    {
        var adjustment = _reputation.AdjustmentOf(verdict, reputation, _parameters);
        return adjustment >= -reputation
            ? adjustment
            : throw new InvariantViolationException(
                $"The rule '{_reputation.Name}' takes {-adjustment} of a reputation of {reputation}.");
    }

    private Account? Find(PublicKey key) => _accounts.GetValueOrDefault(key) ?? parent.FindAccount(key);

    private Account ApplyReview(Account author, ReviewJudgement judgement)
    {
        var (evaluation, facts) = (judgement.Evaluation, judgement.Facts);
        var isSpam = (evaluation.Flags & BehaviourRules.Spam) != 0;
        _subjects[judgement.Subject.Key] = judgement.Subject with
        {
            Statistics = judgement.Subject.Statistics.After(_parameters.Behaviour, facts, isCounted: !isSpam),
        };
        _texts.Add(judgement.Text);
        if ((evaluation.Flags & BehaviourRules.Blacklisting) != 0 && _isFlagged.Add(author.PublicKey))
            _flagged.Add(author.PublicKey);
        var isCongruent = evaluation.Flags == BehaviourFlags.None
            && evaluation.Verdict is CongruenceVerdict.Congruent or CongruenceVerdict.MostlyCongruent;
        return author with
        {
            Reputation = author.Reputation + evaluation.RepAdjust,
            HasCongruentReview = author.HasCongruentReview || isCongruent,
            History = author.History.After(
                _parameters.Behaviour, facts, judgement.Subject.Statistics, evaluation),
        };
    }

    private Account ApplyRegistration(Account newcomer, Transaction.Registration registration)
    {
        if (registration.Sponsorship is { Right: var right })
            _usedRights.Add(right);
        return newcomer with
        {
            VrfKey = registration.VrfKey,
            OneTimeRoot = registration.OneTimeRoot,
            RegisteredRound = _round,
            Sponsor = registration.Sponsorship?.Right.Holder,
        };
    }

    private Account ApplyCommitment(Account author, Transaction.TextCommitment commitment)
    {
        _texts.Add(commitment);
        return author;
    }

    private Account ApplyPayment(Account payer, Transaction.Payment payment)
    {
        var recipient = Find(payment.Recipient) ?? new Account(payment.Recipient);
        _accounts[payment.Recipient] = recipient with { Balance = recipient.Balance + payment.Amount };
        return payer with { Balance = payer.Balance - payment.Amount };
    }

    /// <summary>
    /// Blacklisting starts in the round after (PoR §6.5.1), so reviews by these accounts in this block stand. Of two
    /// blacklistings the later end counts.
    /// </summary>
    private void BlacklistAccused()
    {
        var until = _round + _parameters.BlacklistRounds;
        foreach (var evidence in _evidence)
        {
            var accused = Find(evidence.Accused)!;
            ChargeSponsor(accused);
            _accounts[evidence.Accused] = accused with
            {
                EvidenceBlacklistedUntil = until > accused.EvidenceBlacklistedUntil
                    ? until
                    : accused.EvidenceBlacklistedUntil,
            };
        }
    }

    /// <summary>
    /// Who admitted an account that is caught soon after its entry loses half of its reputation, once (D41). Flags of
    /// behaviour cost a sponsor nothing, or a newcomer could let itself be flagged to hurt its sponsor for free.
    /// </summary>
    private void ChargeSponsor(Account accused)
    {
        if (accused is not { Sponsor: { } key, RegisteredRound: { } entered }
            || accused.EvidenceBlacklistedUntil > Round.Genesis
            || _round > entered + _parameters.Admission!.LiabilityRounds)
            return;
        var sponsor = Find(key)!;
        _accounts[key] = sponsor with { Reputation = sponsor.Reputation / 2 };
    }

    /// <summary>
    /// Blacklists flagged authors in payset order, while all that behaviour has blacklisted at the moment stays within
    /// its share of the round's weight, taken as if behaviour had banned nobody (D24). So an attacker who makes honest
    /// authors look bad cannot stop the network. One account may always be blacklisted, since in a small network a
    /// single account can exceed the share.
    /// </summary>
    private void BlacklistFlagged()
    {
        if (_flagged.Count == 0)
            return;
        var table = StakeTable.WithoutBehaviour(stake, _round);
        var weights = table.Eligible.ToDictionary(e => e.Account.PublicKey, e => e.Weight);
        Int128 blacklisted = 0;
        foreach (var (account, weight) in table.Eligible)
            blacklisted += parent.FindAccount(account.PublicKey)!.BehaviourBlacklistedUntil > _round ? weight : 0;
        var share = _parameters.Behaviour.BlacklistedWeightMax;
        foreach (var key in _flagged)
        {
            var weight = table.IsFallback ? 0 : weights.GetValueOrDefault(key);
            var isAbove = (blacklisted + weight) * share.Denominator > (Int128)table.TotalWeight * share.Numerator;
            if (isAbove && weight > 0 && blacklisted > 0)
                continue;
            blacklisted += weight;
            _accounts[key] = _accounts[key] with { BehaviourBlacklistedUntil = _round + _parameters.BlacklistRounds };
        }
    }
}
