using Akka.Actor;
using AkkaSimulation;
using PoR.Actors.Services;
using PoR.Core.Agreement;
using PoR.Core.Rounds;
using PoR.Wire;

namespace PoR.Actors.Gossiping;

/// <summary>What a peer's door makes of a vote.</summary>
internal enum VoteEntry
{
    /// <summary>
    /// It has no place here: it is of another branch, of a step far ahead, or a stranger's.
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
/// <param name="heard">The votes of the open round.</param>
/// <param name="services">What the peer works with.</param>
internal sealed class VoteDoor(HeardVotes heard, NodeServices services)
{
    /// <summary>
    /// Steps from 2 on that have a place here: more than a round takes while delays stay within λ. Votes of later ones
    /// go through the coordinator.
    /// </summary>
    public const int StepsMax = HeardStep.StepMax - 1;

    /// <summary>Most votes of one job: on a real host a burst is shared among the processors.</summary>
    public const int BatchMax = 64;

    private readonly StepPlace?[] _steps = new StepPlace?[StepsMax];
    private readonly List<StepPlace> _asked = [];
    private readonly BufferMark _mark = services.Buffers.Of("votes to check", services.VotesKeptMax);
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
            _steps[place] = new StepPlace(committee);
    }

    /// <summary>A member has signed so much in a step that nothing more of it is looked at.</summary>
    public void Close(Step step, int member) => PlaceOf(step)?.Close(member);

    /// <summary>A vote has come; it is remembered, unless too much is under way.</summary>
    public VoteEntry Enter(UnverifiedVote vote)
    {
        if (IsOverloaded())
            return heard.MemberOf(vote) < 0 ? VoteEntry.Elsewhere : VoteEntry.Refused;
        var entry = heard.Enter(vote);
        return entry == VoteEntry.Another && PlaceOf(vote.Ballot.Step)?.IsClosed(heard.MemberOf(vote)) == true
            ? VoteEntry.Refused
            : entry;
    }

    /// <summary>
    /// A vote that has entered is checked with the others that wait, if its step has a committee already.
    /// </summary>
    /// <returns>False where it has none.</returns>
    public bool Admit(UnverifiedVote vote)
    {
        if (PlaceOf(vote.Ballot.Step) is not { } place)
            return false;
        if (place.Waiting.Count == 0)
            _asked.Add(place);
        place.Waiting.Add(vote);
        _waiting++;
        _mark.Note(_votesUnderWay + _waiting);
        return true;
    }

    /// <summary>Has all that waits checked: one job for each step.</summary>
    public void CheckWaiting(IActorContext context)
    {
        ForgetEnded();
        foreach (var place in _asked)
        {
            var votes = place.Waiting.ToArray();
            place.Waiting.Clear();
            _underWay.Enqueue((context.Check(services, votes, heard.View, place.Committee), votes.Length));
            _votesUnderWay += votes.Length;
        }

        _asked.Clear();
        _waiting = 0;
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

    private void ForgetEnded()
    {
        while (_underWay.TryPeek(out var first) && first.Check.IsDone)
            _votesUnderWay -= _underWay.Dequeue().Votes;
    }

    private StepPlace? PlaceOf(Step step) =>
        step.Number - Step.LeaderSelection.Number is >= 0 and < StepsMax and var place ? _steps[place] : null;

    /// <summary>One step's committee, and the votes that wait for their check.</summary>
    /// <param name="committee">Counts them.</param>
    private sealed class StepPlace(IActorRef committee)
    {
        private HashSet<int>? _closed;

        public IActorRef Committee { get; } = committee;

        public List<UnverifiedVote> Waiting { get; } = [];

        public void Close(int member) => (_closed ??= []).Add(member);

        public bool IsClosed(int member) => _closed?.Contains(member) == true;
    }
}
