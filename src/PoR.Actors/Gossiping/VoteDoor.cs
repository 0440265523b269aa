using System.Collections;
using Akka.Actor;
using AkkaSimulation;
using PoR.Actors.Services;
using PoR.Core.Agreement;
using PoR.Core.Rounds;

namespace PoR.Actors.Gossiping;

/// <summary>What a peer's door makes of a vote.</summary>
internal enum VoteEntry
{
    /// <summary>
    /// The door has no place for it: it is of another branch, of a step without a committee, or a stranger's.
    /// </summary>
    Elsewhere,

    /// <summary>The same vote was heard before, or nothing more is looked at.</summary>
    Refused,

    /// <summary>The first vote of its sender in its step.</summary>
    First,

    /// <summary>
    /// A further vote of its sender in its step; the caller still has to check whether it was heard before.
    /// </summary>
    Another,
}

/// <summary>
/// The open round's votes as they come to a peer's door. They are found by step and member instead of by digest, and
/// all that wait when a check begins are checked as one job, whose result goes to the step's committee: so a vote takes
/// at most two turns. The path of a vote depends only on what this peer has heard, never on a cache of the process.
/// </summary>
/// <param name="view">Of the open round.</param>
/// <param name="services">What the peer works with.</param>
/// <param name="spare">Arrays of earlier rounds, all null, which the door uses again and gives back.</param>
internal sealed class VoteDoor(CommitteeView view, NodeServices services, Stack<UnverifiedVote?[]> spare)
{
    /// <summary>
    /// Steps from 2 on that have a place here: more than a round takes while delays stay within λ. Votes of later ones
    /// go through the coordinator.
    /// </summary>
    public const int StepsMax = 16;

    /// <summary>Most votes of one job: on a real host a burst is shared among the processors.</summary>
    public const int BatchMax = 64;

    private readonly StepPlace?[] _steps = new StepPlace?[StepsMax];
    private readonly List<StepPlace> _asked = [];
    private readonly Queue<(OffloadedWork Check, int Votes)> _underWay = [];
    private int _waiting;
    private int _votesUnderWay;

    /// <summary>Whether votes wait for their check to begin.</summary>
    public bool HasWaiting => _waiting > 0;

    /// <summary>Whether so many votes wait that their check must begin.</summary>
    public bool IsFull => _waiting >= BatchMax;

    /// <summary>A step's votes are counted from now on.</summary>
    public void Open(Step step, IActorRef committee)
    {
        if (step.Number - Step.LeaderSelection.Number is >= 0 and < StepsMax and var place)
            _steps[place] = new StepPlace(committee, NewFirst());
    }

    /// <summary>A member has signed so much in a step that nothing more of it is looked at.</summary>
    public void Close(Step step, int member) => PlaceOf(step)?.Close(member);

    /// <summary>A vote has come; a first one is remembered.</summary>
    public VoteEntry Enter(UnverifiedVote vote)
    {
        if (vote.Ballot.Parent != view.Parent || PlaceOf(vote.Ballot.Step) is not { } place)
            return VoteEntry.Elsewhere;
        var member = services.Checks.MemberOf(vote, view);
        if (member < 0)
            return VoteEntry.Elsewhere;
        return IsOverloaded() ? VoteEntry.Refused : place.Enter(vote, member);
    }

    /// <summary>A vote that has entered is checked with the others that wait.</summary>
    public void Admit(UnverifiedVote vote)
    {
        var place = PlaceOf(vote.Ballot.Step)!;
        if (place.Waiting.Count == 0)
            _asked.Add(place);
        place.Waiting.Add(vote);
        _waiting++;
    }

    /// <summary>Has all that waits checked: one job for each step.</summary>
    public void CheckWaiting(IActorContext context)
    {
        ForgetEnded();
        foreach (var place in _asked)
        {
            var votes = place.Waiting.ToArray();
            place.Waiting.Clear();
            _underWay.Enqueue((context.Check(services, votes, view, place.Committee), votes.Length));
            _votesUnderWay += votes.Length;
        }

        _asked.Clear();
        _waiting = 0;
    }

    /// <summary>What the door has heard, in the short form in which a round that is over is kept.</summary>
    public LateVotes Shut()
    {
        var late = new LateVotes(view, services.Checks, [.. _steps.Select(static place => place?.Heard)]);
        foreach (var place in _steps)
        {
            if (place is not null)
                spare.Push(place.TakeFirst());
        }

        return late;
    }

    /// <summary>
    /// Bounds the work that a flood can cause. A vote that is refused for this reason is not remembered, so it is
    /// accepted when it is repeated.
    /// </summary>
    private bool IsOverloaded()
    {
        if (_votesUnderWay + _waiting < services.VotesKeptMax)
            return false;
        ForgetEnded();
        return _votesUnderWay + _waiting >= services.VotesKeptMax;
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

    private void ForgetEnded()
    {
        while (_underWay.TryPeek(out var first) && first.Check.IsDone)
            _votesUnderWay -= _underWay.Dequeue().Votes;
    }

    private StepPlace? PlaceOf(Step step) =>
        step.Number - Step.LeaderSelection.Number is >= 0 and < StepsMax and var place ? _steps[place] : null;

    /// <summary>One step's votes: the first of each member, and those that wait.</summary>
    /// <param name="committee">Counts them.</param>
    /// <param name="first">By member; all null.</param>
    private sealed class StepPlace(IActorRef committee, UnverifiedVote?[] first)
    {
        private HashSet<int>? _closed;

        public IActorRef Committee { get; } = committee;

        /// <summary>
        /// By member. Most votes are first ones, and a bit is nearer at hand than the place of the vote itself.
        /// </summary>
        public BitArray Heard { get; } = new(first.Length);

        public List<UnverifiedVote> Waiting { get; } = [];

        public void Close(int member) => (_closed ??= []).Add(member);

        public VoteEntry Enter(UnverifiedVote vote, int member)
        {
            if (!Heard[member])
            {
                Heard[member] = true;
                first[member] = vote;
                return VoteEntry.First;
            }

            var heard = first[member]!;
            var isSame = ReferenceEquals(heard, vote) || heard.Digest == vote.Digest;
            return isSame || _closed?.Contains(member) == true ? VoteEntry.Refused : VoteEntry.Another;
        }

        /// <summary>The array for another round; the place has served.</summary>
        public UnverifiedVote?[] TakeFirst()
        {
            Array.Clear(first);
            return first;
        }
    }
}
