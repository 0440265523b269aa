using System.Collections;
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
/// PoR §5.2 steps 2..5. Each sender counts once. A second, different ballot makes it an equivocator: it is removed from
/// every count except those of the two Ending Conditions, where each of its two messages counts on its own side.
/// Further ballots of it are ignored. Its credential still counts for the coin, which depends on credentials and not on
/// what the votes say. Mutable, since a large run counts millions of votes; it keeps at most two votes per sender.
/// </remarks>
public sealed class StepTally
{
    private readonly long _threshold;
    private readonly long _noConfidenceThreshold;
    private readonly BitRules _bits;
    private readonly Dictionary<int, Vote> _second = [];
    private readonly List<Contradiction> _contradictions = [];
    private readonly ValueWeights _values = new();
    private readonly ValueWeights _endings = new();
    private readonly ValueWeights _noConfidence = new();
    private long _emptySeats;
    private long _zeroSeats;
    private long _oneSeats;
    private long _oneEndingSeats;
    private CredentialRank? _leastRank;

    // By member. Most votes are first ones, and a bit is nearer at hand than the place of the vote itself.
    private readonly BitArray _hasSpoken;
    private readonly Vote?[] _first;

    internal StepTally(
        Round round,
        BlockDigest parent,
        Step step,
        long certificateThreshold,
        long noConfidenceThreshold,
        BitRules bits,
        int members)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(step, Step.LeaderSelection);
        ArgumentOutOfRangeException.ThrowIfLessThan(certificateThreshold, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(noConfidenceThreshold, 1);
        _threshold = certificateThreshold;
        _noConfidenceThreshold = noConfidenceThreshold;
        _bits = bits;
        (_hasSpoken, _first) = (new BitArray(members), new Vote?[members]);
        Summary = new TallySummary(round, parent, step);
    }

    /// <summary>An empty tally of a step, for votes that were verified in the same view.</summary>
    /// <param name="view">Of the round and branch; it gives the thresholds.</param>
    /// <param name="step">2 and up.</param>
    public static StepTally For(CommitteeView view, Step step) =>
        new(
            view.Round, view.Parent, step, view.CertificateThreshold, view.NoConfidenceThreshold, BitRules.Default,
            view.Members.Length);

    /// <summary>What the votes so far amount to.</summary>
    public TallySummary Summary { get; private set; }

    /// <summary>Seats of all senders heard, equivocators too.</summary>
    public long SeatsHeard { get; private set; }

    /// <summary>One per equivocator, in the order in which they showed.</summary>
    public IReadOnlyList<Contradiction> Contradictions => _contradictions;

    private TallyCounts Counts => new(
        SeatsHeard, _zeroSeats, _oneSeats, _emptySeats, _values.HeaviestSeats, _oneEndingSeats, _endings.HeaviestSeats);

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
        var counts = Counts;
        if (FirstOf(vote.Member) is not { } first)
            CountFirst(vote);
        else if (!SaysTheSame(first.Ballot, vote.Ballot) && _second.TryAdd(vote.Member, vote))
            CountSecond(first, vote);
        else
            return null;

        var before = Summary;
        Summary = Summary.Step.CarriesBit ? SummaryOfBits() : SummaryOfValues();
        TallyContract.Check(counts, Counts, before, Summary);
        return ReferenceEquals(Summary, before) ? null : Summary;
    }

    /// <summary>Whether a member's vote has been counted.</summary>
    /// <param name="member">Its place among the view's members.</param>
    public bool HasSpoken(int member) => _hasSpoken[member];

    /// <summary>Whether this very message is one of those that count.</summary>
    public bool Holds(Vote vote)
    {
        if (FirstOf(vote.Member) is not { } first)
            return false;
        var digest = vote.Message.Digest;
        return first.Message.Digest == digest
            || (_second.TryGetValue(vote.Member, out var second) && second.Message.Digest == digest);
    }

    /// <summary>All votes (0, v), for a certificate: one per sender, in ascending order of sender.</summary>
    /// <exception cref="InvariantViolationException">This step does not end the round with v.</exception>
    public ImmutableArray<Vote> VotesForBlock(BlockValue value)
    {
        // This is not always the value of the summary: with many equivocators another value may have become heavier
        // since.
        InvariantViolationException.Require(
            Summary.Step.CanEndWithBlock && _endings.SeatsOf(value) >= _threshold,
            "A block's certificate needs Ending Condition 0.");
        return Choose(b => b.Bit == 0 && value.Equals(b.Value));
    }

    /// <summary>All votes of bit 1, for a certificate: one per sender, in ascending order of sender.</summary>
    /// <exception cref="InvariantViolationException">This step does not end the round with the empty block.</exception>
    public ImmutableArray<Vote> VotesForEmptyBlock()
    {
        InvariantViolationException.Require(
            Summary.HasEmptyEnding, "The empty block's certificate needs Ending Condition 1.");
        return Choose(static b => b.Bit == 1);
    }

    /// <summary>All votes without confidence in a block, for evidence, in ascending order of sender.</summary>
    /// <exception cref="InvariantViolationException">Too few seats have no confidence in it.</exception>
    public ImmutableArray<Vote> VotesForNoConfidence(BlockValue value)
    {
        InvariantViolationException.Require(
            value.Equals(Summary.NoConfidenceQuorum), "Evidence of no confidence needs its quorum.");
        return [.. Choose(b => value.Equals(b.NoConfidence)).Where(vote => !_second.ContainsKey(vote.Member))];
    }

    private Vote? FirstOf(int member) => HasSpoken(member) ? _first[member] : null;

    private void CountFirst(Vote vote)
    {
        _hasSpoken[vote.Member] = true;
        _first[vote.Member] = vote;
        SeatsHeard += vote.Seats;
        if (vote.Rank is { } rank && (_leastRank is not { } least || rank.CompareTo(least) < 0))
            _leastRank = rank;
        Count(vote.Ballot, vote.Seats);
        CountEnding(vote);
    }

    private void CountSecond(Vote first, Vote second)
    {
        _contradictions.Add(new Contradiction(first, second));
        Count(first.Ballot, -first.Seats);

        // Two votes for bit 1 with different values both mean the empty block, so the certificate takes only one of
        // them.
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

    /// <summary>
    /// Returns the present summary if it still holds, since most votes change nothing that a round may act on.
    /// </summary>
    private TallySummary SummaryOfBits()
    {
        var (present, step) = (Summary, Summary.Step);
        var hasZero = _zeroSeats >= _threshold;
        var zeroValue = hasZero ? _values.Heaviest : null;
        var hasOne = _oneSeats >= _threshold;
        var blockEnding = step.CanEndWithBlock ? _endings.AtLeast(_threshold) : null;
        var hasEmptyEnding = step.CanEndEmpty && _oneEndingSeats >= _threshold;
        var coin = step.Next.IsCoinGenuine ? LastBit(_leastRank) : null;

        // No node leaves out a step this near to the start, so a good round is spared one turn for each step.
        var isUnderway = StepWindow.IsFarAhead(step, StepWindow.LeavesOutFrom)
            && SeatsHeard >= UnderwaySeats(_threshold);
        if (present.HasZeroQuorum == hasZero && present.HasOneQuorum == hasOne
            && present.HasEmptyEnding == hasEmptyEnding && present.Coin == coin && present.IsUnderway == isUnderway
            && present.ContradictionCount == _contradictions.Count
            && Equals(present.ZeroValue, zeroValue) && Equals(present.BlockEnding, blockEnding))
            return present;
        return new TallySummary(present.Round, present.Parent, step)
        {
            HasZeroQuorum = hasZero,
            ZeroValue = zeroValue,
            HasOneQuorum = hasOne,
            BlockEnding = blockEnding,
            HasEmptyEnding = hasEmptyEnding,
            Coin = coin,
            IsUnderway = isUnderway,
            ContradictionCount = _contradictions.Count,
        };
    }

    private TallySummary SummaryOfValues()
    {
        var present = Summary;
        var isVerification = present.Step == Step.BlockVerification;
        var value = _values.AtLeast(_threshold);
        var hasEmpty = _emptySeats >= _threshold;
        var half = isVerification ? _values.AtLeast((_threshold + 1) / 2) : null;
        var noConfidence = isVerification ? _noConfidence.AtLeast(_noConfidenceThreshold) : null;
        if (present.HasEmptyQuorum == hasEmpty && present.ContradictionCount == _contradictions.Count
            && Equals(present.ValueQuorum, value) && Equals(present.HalfQuorum, half)
            && Equals(present.NoConfidenceQuorum, noConfidence))
            return present;
        return new TallySummary(present.Round, present.Parent, present.Step)
        {
            ValueQuorum = value,
            HasEmptyQuorum = hasEmpty,
            HalfQuorum = half,
            NoConfidenceQuorum = noConfidence,
            ContradictionCount = _contradictions.Count,
        };
    }

    /// <summary>One vote of each sender that fits; members stand in ascending order of key, so the votes do.</summary>
    private ImmutableArray<Vote> Choose(Func<Ballot, bool> fits)
    {
        var chosen = ImmutableArray.CreateBuilder<Vote>();
        foreach (var first in _first)
        {
            if (first is null)
                continue;
            if (fits(first.Ballot))
                chosen.Add(first);
            else if (_second.TryGetValue(first.Member, out var second) && fits(second.Ballot))
                chosen.Add(second);
        }

        return chosen.DrainToImmutable();
    }

    private void RequireFitting(Vote vote)
    {
        var ballot = vote.Ballot;
        if (ballot.Step != Summary.Step || ballot.Round != Summary.Round || ballot.Parent != Summary.Parent)
            throw new ArgumentException("The vote is of another round, branch or step.", nameof(vote));
        if (!BallotForm.Holds(ballot, _bits) || vote.Seats < 1)
            throw new ArgumentException("No verifier lets such a vote pass.", nameof(vote));
    }

    // A member can make a second proof with another nonce, so two messages differ only if their contents differ.
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
}
