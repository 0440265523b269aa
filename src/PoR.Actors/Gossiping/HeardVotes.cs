using System.Collections;
using System.Collections.Immutable;
using PoR.Actors.Services;
using PoR.Core.Agreement;
using PoR.Core.Canonical;
using PoR.Core.Hashing;
using PoR.Core.Rounds;
using PoR.Wire;

namespace PoR.Actors.Gossiping;

/// <summary>
/// The votes of one round that a peer has heard, by step and member: each is heard once, and peers compare which ones
/// they have (D39).
/// </summary>
/// <param name="view">Of the round.</param>
/// <param name="checks">Knows members by index.</param>
/// <param name="spare">Arrays of earlier rounds, all null, which this one uses again and gives back.</param>
internal sealed class HeardVotes(CommitteeView view, PeerChecks checks, Stack<UnverifiedVote?[]> spare)
{
    /// <summary>
    /// The most further votes of a member in a step that are remembered. Who has one that was heard second can still
    /// show it when the first one turns out to be invalid.
    /// </summary>
    private const int FurtherMax = 3;

    private readonly HeardOfStep?[] _steps = new HeardOfStep?[HeardStep.StepMax];

    /// <summary>Who may speak.</summary>
    public CommitteeView View => view;

    /// <summary>A vote has come; a first one is remembered, and so are a few others.</summary>
    /// <returns><see cref="VoteEntry.Elsewhere"/> where the vote has no place here.</returns>
    public VoteEntry Enter(UnverifiedVote vote)
    {
        if (MemberOf(vote) is not (>= 0 and var member))
            return VoteEntry.Elsewhere;
        var step = _steps[vote.Ballot.Step.Number - 1] ??= new HeardOfStep(NewFirst());
        return step.Enter(vote, member);
    }

    /// <summary>A sender's place in the view; -1 where its vote has no place here.</summary>
    public int MemberOf(UnverifiedVote vote) =>
        vote.Ballot.Step.Number is >= 1 and <= HeardStep.StepMax ? checks.MemberOf(vote, view) : -1;

    /// <summary>The vote of its sender and step that was heard first; null: none was, or it was invalid.</summary>
    public UnverifiedVote? FirstOf(UnverifiedVote vote) =>
        MemberOf(vote) is >= 0 and var member ? _steps[vote.Ballot.Step.Number - 1]?.First[member] : null;

    /// <summary>A vote that was heard is invalid: the next one of its member takes its place.</summary>
    public void Drop(UnverifiedVote invalid)
    {
        if (MemberOf(invalid) is >= 0 and var member)
            _steps[invalid.Ballot.Step.Number - 1]?.Drop(invalid, member);
    }

    /// <summary>What was heard in some steps, a digest for each in which anything was.</summary>
    /// <param name="from">The first step.</param>
    /// <param name="to">The last one.</param>
    public ImmutableArray<HeardStep> Digests(Step from, Step to) =>
    [
        .. Enumerable.Range(from.Number, Math.Max(0, Math.Min(to.Number, HeardStep.StepMax) - from.Number + 1))
            .Select(number => new Step(number))
            .Where(step => _steps[step.Number - 1] is not null)
            .Select(step => new HeardStep(step, DigestOf(step)!.Value)),
    ];

    /// <summary>All votes of a step in one digest; null: none was heard.</summary>
    public Digest? DigestOf(Step step)
    {
        if (_steps[step.Number - 1] is not { } heard)
            return null;
        if (heard.Digest is { } known)
            return known;
        var writer = new CanonicalWriter();
        writer.List(heard.List());
        heard.Digest = DomainHash.Of(HashDomain.Wire, writer.WrittenSpan);
        return heard.Digest;
    }

    /// <summary>What was heard in a step, each member once, in their order.</summary>
    public ImmutableArray<HeardVote> ListOf(Step step) => _steps[step.Number - 1]?.List() ?? [];

    /// <summary>Votes of members of whom a peer has heard another vote in the same step.</summary>
    public ImmutableArray<UnverifiedVote> Differing(PeerMessage.VotesListed listed) =>
        _steps[listed.Step.Number - 1] is { First: var first }
            ?
            [
                .. listed.Votes
                    .Where(other => other.Member < first.Length && first[other.Member] is { } own
                        && HeardVote.MarkOf(own) != other.Mark)
                    .Select(other => first[other.Member]!),
            ]
            : [];

    /// <summary>The round is of no interest any more: another one uses the arrays.</summary>
    public void Recycle()
    {
        foreach (var step in _steps)
        {
            if (step is null)
                continue;
            Array.Clear(step.First);
            spare.Push(step.First);
        }

        Array.Clear(_steps);
    }

    private UnverifiedVote?[] NewFirst()
    {
        while (spare.TryPop(out var first))
        {
            if (first.Length == view.Members.Length)
                return first;
        }

        return new UnverifiedVote?[view.Members.Length];
    }

    /// <summary>One step's votes.</summary>
    /// <param name="first">By member; all null.</param>
    private sealed class HeardOfStep(UnverifiedVote?[] first)
    {
        // By member. Most votes are first ones, and a bit is nearer at hand than the place of the vote itself.
        private readonly BitArray _heard = new(first.Length);
        private Dictionary<int, List<UnverifiedVote>>? _further;

        public UnverifiedVote?[] First { get; } = first;

        /// <summary>Of the list; null: not computed since the last change.</summary>
        public Digest? Digest { get; set; }

        public VoteEntry Enter(UnverifiedVote vote, int member)
        {
            if (!_heard[member])
            {
                _heard[member] = true;
                First[member] = vote;
                Digest = null;
                return VoteEntry.First;
            }

            if (First[member] is { } known && (ReferenceEquals(known, vote) || known.Digest == vote.Digest))
                return VoteEntry.Refused;
            if (First[member] is null)
            {
                First[member] = vote;
                Digest = null;
                return VoteEntry.Another;
            }

            _further ??= [];
            if (!_further.TryGetValue(member, out var further))
                _further[member] = further = [];
            if (further.Exists(other => other.Digest == vote.Digest))
                return VoteEntry.Refused;
            if (further.Count < FurtherMax)
                further.Add(vote);
            return VoteEntry.Another;
        }

        public void Drop(UnverifiedVote invalid, int member)
        {
            var further = _further?.GetValueOrDefault(member);
            if (First[member]?.Digest != invalid.Digest)
            {
                further?.RemoveAll(vote => vote.Digest == invalid.Digest);
                return;
            }

            First[member] = further?.FirstOrDefault();
            Digest = null;
            if (First[member] is not null)
                further!.RemoveAt(0);
        }

        public ImmutableArray<HeardVote> List()
        {
            var list = ImmutableArray.CreateBuilder<HeardVote>();
            for (var member = 0; member < First.Length; member++)
            {
                if (First[member] is { } vote)
                    list.Add(new HeardVote(member, HeardVote.MarkOf(vote)));
            }

            return list.ToImmutable();
        }
    }
}
