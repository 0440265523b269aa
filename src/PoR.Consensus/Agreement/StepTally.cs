using System.Collections.Immutable;
using PoR.Consensus.Votes;
using PoR.Core;
using PoR.Core.Agreement;
using PoR.Core.Bytes;
using PoR.Core.Identities;
using PoR.Core.Rounds;

namespace PoR.Consensus.Agreement;

/// <summary>Counts the verified votes of one round, branch and step.</summary>
/// <remarks>
/// PoR §5.2 steps 2..5. Each sender counts once. A second, different ballot makes it an equivocator: it leaves every
/// count but those of the two Ending Conditions, where each of its two messages counts on its own side; what else it
/// says is ignored. Its credential stays in the coin: the coin hangs on credentials, not on what was said with them.
/// Mutable, since a large run counts millions of votes; it keeps at most two votes per sender.
/// </remarks>
public sealed class StepTally
{
    private readonly long _threshold;
    private readonly long _noConfidenceThreshold;
    private readonly bool _isLiteralAlgorand;
    private readonly Dictionary<PublicKey, Heard> _bySender = [];
    private readonly List<Contradiction> _contradictions = [];
    private readonly ValueWeights _values = new();
    private readonly ValueWeights _endings = new();
    private readonly ValueWeights _noConfidence = new();
    private long _emptySeats;
    private long _zeroSeats;
    private long _oneSeats;
    private long _oneEndingSeats;
    private CredentialRank? _leastRank;

    internal StepTally(
        Round round,
        BlockDigest parent,
        Step step,
        long certificateThreshold,
        long noConfidenceThreshold,
        bool isLiteralAlgorand = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(step, Step.LeaderSelection);
        ArgumentOutOfRangeException.ThrowIfLessThan(certificateThreshold, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(noConfidenceThreshold, 1);
        _threshold = certificateThreshold;
        _noConfidenceThreshold = noConfidenceThreshold;
        _isLiteralAlgorand = isLiteralAlgorand;
        Summary = new TallySummary(round, parent, step);
    }

    /// <summary>An empty tally of a step.</summary>
    /// <param name="view">Of the round and branch; it gives the thresholds.</param>
    /// <param name="step">2 and up.</param>
    public static StepTally For(CommitteeView view, Step step) =>
        new(view.Round, view.Parent, step, view.CertificateThreshold, view.NoConfidenceThreshold);

    /// <summary>What the votes so far amount to.</summary>
    public TallySummary Summary { get; private set; }

    /// <summary>Seats of all senders heard, equivocators too.</summary>
    public long SeatsHeard { get; private set; }

    /// <summary>One per equivocator, in the order in which they showed.</summary>
    public IReadOnlyList<Contradiction> Contradictions => _contradictions;

    /// <summary>Seats that must have spoken in a step before a node far behind goes there: ⌈t_H/2⌉.</summary>
    /// <param name="certificateThreshold">t_H.</param>
    public static long UnderwaySeats(long certificateThreshold) => (certificateThreshold + 1) / 2;

    /// <summary>Counts a vote.</summary>
    /// <returns>The new summary when something notable changed, else null.</returns>
    /// <exception cref="ArgumentException">
    /// The vote is of another round, branch or step, or of a form that no verifier lets pass.
    /// </exception>
    public TallySummary? Add(Vote vote)
    {
        RequireFitting(vote);
        var sender = vote.Ballot.Sender;
        if (!_bySender.TryGetValue(sender, out var heard))
            CountFirst(vote);
        else if (heard.Second is null && !SaysTheSame(heard.First.Ballot, vote.Ballot))
            CountSecond(heard.First, vote);
        else
            return null;

        var next = Summarize();
        if (next.Equals(Summary))
            return null;
        Summary = next;
        return next;
    }

    /// <summary>All votes (0, v), for a certificate: one per sender, in ascending order of sender.</summary>
    /// <exception cref="InvariantViolationException">This step does not end the round with v.</exception>
    public ImmutableArray<Vote> VotesForBlock(BlockValue value)
    {
        // Not the summary's value: with very many equivocators another one may have become heavier since it was told.
        InvariantViolationException.Require(
            Summary.Step.CanEndWithBlock && _endings.SeatsOf(value) >= _threshold,
            "A block's certificate needs Ending Condition 0.");
        return Choose(heard => heard.Find(b => b.Bit == 0 && value.Equals(b.Value)));
    }

    /// <summary>All votes of bit 1, for a certificate: one per sender, in ascending order of sender.</summary>
    /// <exception cref="InvariantViolationException">This step does not end the round with the empty block.</exception>
    public ImmutableArray<Vote> VotesForEmptyBlock()
    {
        InvariantViolationException.Require(
            Summary.HasEmptyEnding, "The empty block's certificate needs Ending Condition 1.");
        return Choose(heard => heard.Find(b => b.Bit == 1));
    }

    /// <summary>All votes without confidence in a block, for evidence, in ascending order of sender.</summary>
    /// <exception cref="InvariantViolationException">Too few seats have no confidence in it.</exception>
    public ImmutableArray<Vote> VotesForNoConfidence(BlockValue value)
    {
        InvariantViolationException.Require(
            value.Equals(Summary.NoConfidenceQuorum), "Evidence of no confidence needs its quorum.");
        return Choose(heard => heard.Second is null ? heard.Find(b => value.Equals(b.NoConfidence)) : null);
    }

    private void CountFirst(Vote vote)
    {
        _bySender.Add(vote.Ballot.Sender, new Heard(vote, null));
        SeatsHeard += vote.Seats;
        if (_leastRank is not { } least || vote.Rank.CompareTo(least) < 0)
            _leastRank = vote.Rank;
        Count(vote.Ballot, vote.Seats);
        CountEnding(vote);
    }

    private void CountSecond(Vote first, Vote second)
    {
        _bySender[first.Ballot.Sender] = new Heard(first, second);
        _contradictions.Add(new Contradiction(first, second));
        Count(first.Ballot, -first.Seats);

        // Two votes of bit 1 with different values are one vote for the empty block: a certificate names it once.
        if (first.Ballot.Bit != 1 || second.Ballot.Bit != 1)
            CountEnding(second);
    }

    /// <summary>Adds the seats to what the ballot says; fewer than 0 take them away again.</summary>
    private void Count(Ballot ballot, long seats)
    {
        if (ballot.Bit == 1)
            _oneSeats += seats;
        else if (ballot.Bit == 0)
            _zeroSeats += seats;
        else if (ballot.Value is null)
            _emptySeats += seats;

        if (ballot.Value is { } value && ballot.Bit != 1)
            _values.Add(value, seats);
        if (ballot.NoConfidence is { } named)
            _noConfidence.Add(named, seats);
    }

    private void CountEnding(Vote vote)
    {
        if (vote.Ballot.Bit == 1)
            _oneEndingSeats += vote.Seats;
        else if (vote.Ballot is { Bit: 0, Value: { } value })
            _endings.Add(value, vote.Seats);
    }

    private TallySummary Summarize()
    {
        var step = Summary.Step;
        var summary = new TallySummary(Summary.Round, Summary.Parent, step)
        {
            ContradictionCount = _contradictions.Count,
        };
        if (step.CarriesBit)
        {
            var hasZeroQuorum = _zeroSeats >= _threshold;
            return summary with
            {
                HasZeroQuorum = hasZeroQuorum,
                ZeroValue = hasZeroQuorum ? _values.Heaviest : null,
                HasOneQuorum = _oneSeats >= _threshold,
                BlockEnding = step.CanEndWithBlock ? _endings.AtLeast(_threshold) : null,
                HasEmptyEnding = step.CanEndEmpty && _oneEndingSeats >= _threshold,
                Coin = step.Next.IsCoinGenuine ? LastBit(_leastRank) : null,

                // Nearer to the start nobody leaves a step out: a good round is spared a turn for each step.
                IsUnderway = StepWindow.IsFarAhead(step, StepWindow.LeavesOutFrom)
                    && SeatsHeard >= UnderwaySeats(_threshold),
            };
        }

        var isVerification = step == Step.BlockVerification;
        return summary with
        {
            ValueQuorum = _values.AtLeast(_threshold),
            HasEmptyQuorum = _emptySeats >= _threshold,
            HalfQuorum = isVerification ? _values.AtLeast((_threshold + 1) / 2) : null,
            NoConfidenceQuorum = isVerification ? _noConfidence.AtLeast(_noConfidenceThreshold) : null,
        };
    }

    private ImmutableArray<Vote> Choose(Func<Heard, Vote?> choose) =>
        [.. _bySender.Values.Select(choose).OfType<Vote>().OrderBy(v => v.Ballot.Sender)];

    private void RequireFitting(Vote vote)
    {
        var ballot = vote.Ballot;
        if (ballot.Step != Summary.Step || ballot.Round != Summary.Round || ballot.Parent != Summary.Parent)
            throw new ArgumentException("The vote is of another round, branch or step.", nameof(vote));
        var isLiteral = _isLiteralAlgorand && ballot is { Bit: 0, Value: null };
        if ((!BallotForm.Holds(ballot) && !isLiteral) || vote.Seats < 1)
            throw new ArgumentException("No verifier lets such a vote pass.", nameof(vote));
    }

    // A proof can be made anew with another nonce: so only what is said tells two messages apart.
    private static bool SaysTheSame(Ballot a, Ballot b) =>
        a.Bit == b.Bit && Equals(a.Value, b.Value) && Equals(a.NoConfidence, b.NoConfidence);

    private static byte? LastBit(CredentialRank? rank)
    {
        if (rank is not { } heard)
            return null;
        Span<byte> bytes = stackalloc byte[Bytes32.Length];
        heard.Bytes.CopyTo(bytes);
        return (byte)(bytes[^1] & 1);
    }

    private readonly record struct Heard(Vote First, Vote? Second)
    {
        public Vote? Find(Func<Ballot, bool> fits) =>
            fits(First.Ballot) ? First : Second is not null && fits(Second.Ballot) ? Second : null;
    }
}
