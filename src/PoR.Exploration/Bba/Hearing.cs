using System.Collections.Immutable;
using PoR.Consensus.Agreement;
using PoR.Consensus.Votes;
using PoR.Core.Agreement;
using PoR.Core.Rounds;

namespace PoR.Exploration.Bba;

/// <summary>
/// Has one honest node hear everything that the adversary can let it hear of a step, and asks the rules each time what
/// it says in the next.
/// </summary>
internal sealed class Hearing
{
    /// <summary>The bit of an outcome: the node ends the round and says nothing.</summary>
    public const int Ended = 7;

    /// <summary>Added to a word: a member that contradicted itself was counted.</summary>
    public const int Counted = 8;

    private const int LastStep = 7;

    private readonly BbaSetting _setting;
    private readonly BbaRules _rules;
    private readonly VoteBook _book;
    private readonly RoundMachine[] _rounds;
    private readonly Ticket _ticket;
    private readonly Dictionary<(UInt128 Said, int Place), int[]> _known = [];
    private readonly HeardGroups _groups = new();
    private readonly Vote[] _votes;

    // Of the votes that were heard last: nodes that hold other values hear the same.
    private readonly List<TallySummary> _summaries = [];
    private (UInt128 Said, byte Step, int Coins)? _summariesOf;

    public Hearing(BbaSetting setting, BbaRules rules, CommitteeView view)
    {
        (_setting, _rules, _book) = (setting, rules, new VoteBook(view));
        _votes = new Vote[2 * view.Members.Length];
        _ticket = new Ticket(
            new LeaderTicket(view.Network, view.Round, view.Parent, Words.A.Leader, default, default),
            seats: 1, default, default);
        var allowsZeroBottom = rules.Bits.Allows(0, null);
        Choices = [.. Enumerable.Range(0, LastStep + 1).Select(step => step < 2
            ? null!
            : new HostileChoices(setting, new Step(step), allowsZeroBottom, _book))];
        var empty = new RoundMachine(view.Round, view.Parent, TimingRules.Of(setting.Parameters), rules.Bits);
        _rounds = [.. Enumerable.Range(0, (LastStep + 2) * Words.Count * 2).Select(place => Round(empty, place))];
    }

    /// <summary>By step, what hostile nodes can say.</summary>
    public HostileChoices[] Choices { get; }

    /// <summary>How often the rules were asked.</summary>
    public long RuleCalls { get; private set; }

    /// <summary>Told each way in which a node comes to an outcome; null while nobody asks.</summary>
    public Action<Heard>? Witness { get; set; }

    /// <summary>What a node can say in the next step.</summary>
    /// <param name="state">After a step.</param>
    /// <param name="own">The word that the node holds.</param>
    /// <param name="toAll">Which of the hostile choices is made.</param>
    /// <param name="coins">1 for a coin of 0, 2 for a coin of 1, 3 for either.</param>
    /// <returns>Bits of <see cref="Words"/>, of these plus <see cref="Counted"/>, and <see cref="Ended"/>.</returns>
    public int Outcomes(BbaState state, int own, int toAll, int coins)
    {
        var step = state.Step;
        var said = _groups.Read(state);
        var place = ((((step >= 4 ? own : 0) * 4) + coins) * (LastStep + 1)) + step;
        if (step == 1)
            return Leaders();
        if (!_known.TryGetValue((said, place), out var known) || Witness is not null)
            _known[(said, place)] = known = Votes(said, step, own, step == 6 ? coins : 1);
        var outcomes = 0;
        foreach (var words in Choices[step].ToAll[toAll])
            outcomes |= known[words];
        return outcomes;
    }

    /// <summary>With what votes of a step can end the round, when all hostile seats help.</summary>
    public (Endings Endings, bool IsOutOfStep) EndingsOf(BbaState state)
    {
        var step = new Step(state.Step);
        Span<int> codes = stackalloc int[BbaSetting.NodesMax];
        var honest = state.CopyTo(codes);
        for (var i = 0; i < honest; i++)
            _votes[i] = _book.Of(step, i, NodeCode.Seats(codes[i]), NodeCode.Said(codes[i]), 0);
        var endings = Endings.None;
        if (_rules.BlockEndingOf(step, WithHostile(step, honest, 3)) == Words.A)
            endings |= Endings.BlockA;
        if (_rules.BlockEndingOf(step, WithHostile(step, honest, 4)) == Words.B)
            endings |= Endings.BlockB;
        if (_rules.IsEmptyEndingOf(step, WithHostile(step, honest, Words.Bottom)))
            endings |= Endings.Empty;
        var isOutOfStep = ((endings & Endings.Blocks) != 0 && !step.CanEndWithBlock)
            || (endings.HasFlag(Endings.Empty) && !step.CanEndEmpty);
        return (endings, isOutOfStep);
    }

    /// <summary>Whether the votes of honest nodes alone end the round.</summary>
    public bool IsEnded(BbaState state)
    {
        var step = new Step(state.Step);
        if (!step.CarriesBit)
            return false;
        _groups.Read(state);
        var heard = _groups.Fill(_votes, _book, step, coin: 0);
        return IsEnding(_rules.SummaryOf(step, _votes.AsSpan(0, heard)));
    }

    private static bool IsEnding(TallySummary summary) => summary.BlockEnding is not null || summary.HasEmptyEnding;

    private Span<Vote> WithHostile(Step step, int honest, int word)
    {
        for (var node = _setting.Honest; node < _setting.Seats.Length; node++)
            _votes[honest + node - _setting.Honest] = _book.Of(step, node, _setting.Seats[node], word, 0);
        return _votes.AsSpan(0, honest + _setting.Hostile);
    }

    /// <summary>Step 2: the leader shows a node A, B, or no block until its deadline.</summary>
    private int Leaders()
    {
        var round = _rounds[PlaceOf(Step.LeaderSelection, Words.Bottom, isDeadlineOver: true)];
        var outcomes = 0;
        foreach (var block in (BlockValue?[])[null, Words.A, Words.B])
        {
            RuleCalls++;
            var proposals = block is null ? round.Proposals : round.Proposals.Add(block.Leader, block);
            var word = Words.Of(
                Step.LeaderSelection,
                _rules.Decide(round with { HasChosenLeader = true, Leader = _ticket, Proposals = proposals })!,
                isFoundBad: false);
            Witness?.Invoke(new Heard(word, [], null, block is null, null));
            outcomes |= 1 << word;
        }

        return outcomes;
    }

    /// <summary>What the node can say, for each thing that it can hear of hostile nodes.</summary>
    private int[] Votes(UInt128 said, byte number, int own, int coins)
    {
        var step = new Step(number);
        var hostile = Choices[number].ToOne;
        var outcomes = new int[hostile.Length];
        if (_summariesOf != (said, number, coins))
        {
            Count(step, hostile, coins);
            _summariesOf = (said, number, coins);
        }

        var first = 0;
        for (_groups.Begin(); _groups.IsWithin; _groups.MoveNext())
        {
            for (var coin = 0; coin < 2; coin++)
            {
                if ((coins >> coin & 1) == 0)
                    continue;
                for (var i = 0; i < hostile.Length; i++)
                {
                    var isCounted = hostile[i].HasContradiction
                        && !IsSameQuorum(_summaries[first + i], _summaries[first + hostile[i].Without]);
                    outcomes[i] |= Hear(step, own, hostile[i], _summaries[first + i], isCounted ? Counted : 0);
                }

                first += hostile.Length;
            }
        }

        return outcomes;
    }

    /// <summary>Has a tally count each part of the honest votes with each thing that hostile nodes can say.</summary>
    private void Count(Step step, HostileWords[] hostile, int coins)
    {
        _summaries.Clear();
        for (_groups.Begin(); _groups.IsWithin; _groups.MoveNext())
        {
            for (var coin = 0; coin < 2; coin++)
            {
                if ((coins >> coin & 1) == 0)
                    continue;
                var honest = _groups.Fill(_votes, _book, step, coin);
                foreach (var words in hostile)
                {
                    var more = words.Votes(coin);
                    more.CopyTo(_votes, honest);
                    _summaries.Add(_rules.SummaryOf(step, _votes.AsSpan(0, honest + more.Length)));
                }
            }
        }
    }

    private int Hear(Step step, int own, HostileWords hostile, TallySummary summary, int mark)
    {
        if (_setting.Delivery == Delivery.NoRelay && IsEnding(summary))
        {
            Tell(Ended, hostile, isAtDeadline: false, null);
            return 1 << Ended;
        }

        var isDeadlineOver = _setting.Delivery == Delivery.Async || _groups.IsAll;
        var round = _rounds[PlaceOf(step.Next, own, isDeadlineOver)] with
        {
            Summaries = ImmutableDictionary<Step, TallySummary>.Empty.Add(step, summary),
        };
        if (step != Step.LeaderSelection)
            return Say(round, hostile, mark, null);

        round = RoundProgress.WithVerifying(round);
        if (round.Verifying is null)
            return Say(round, hostile, mark, null);
        var outcomes = Say(round, hostile, mark, BlockVerdict.Good);
        if (_setting.Scope.HasFlag(Scope.Verdicts))
        {
            outcomes |= Say(round, hostile, mark, BlockVerdict.Bad) | Say(round, hostile, mark, null)
                | Say(round, hostile, mark, BlockVerdict.OutsideClockWindow);
        }

        return outcomes;
    }

    private int Say(RoundMachine round, HostileWords hostile, int mark, BlockVerdict? verdict)
    {
        RuleCalls++;
        if (verdict is { } found)
            round = round with { Verdicts = round.Verdicts.Add(round.Verifying!, found) };
        if (_rules.Decide(round) is not { } position)
            return 0;
        var word = Words.Of(round.Step > new Step(LastStep) ? Step.BlockDecision : round.Step, position,
            verdict == BlockVerdict.Bad);
        if (Witness is not null)
            Tell(word, hostile, round.IsDeadlineOver && _rules.Decide(Before(round)) is null, verdict);
        return 1 << (word + mark);
    }

    private static bool IsSameQuorum(TallySummary one, TallySummary two) =>
        one.ValueQuorum == two.ValueQuorum && one.HasEmptyQuorum == two.HasEmptyQuorum
        && one.HalfQuorum == two.HalfQuorum && one.NoConfidenceQuorum == two.NoConfidenceQuorum
        && one.HasZeroQuorum == two.HasZeroQuorum && one.ZeroValue == two.ZeroValue
        && one.HasOneQuorum == two.HasOneQuorum;

    private void Tell(int outcome, HostileWords hostile, bool isAtDeadline, BlockVerdict? verdict) =>
        Witness?.Invoke(new Heard(outcome, _groups.Heard(), hostile, isAtDeadline, verdict));

    private static RoundMachine Before(RoundMachine deadline) =>
        deadline with { ElapsedStep = deadline.Step.Previous };

    /// <summary>A node that waits in a step and has heard nothing of the step before.</summary>
    private static RoundMachine Round(RoundMachine empty, int place)
    {
        var isDeadlineOver = place % 2 == 1;
        var own = place / 2 % Words.Count;
        var step = new Step(place / 2 / Words.Count);
        var hasOwn = step > Step.BbaStart;
        return empty with
        {
            HasStarted = true,
            HasChosenLeader = true,
            Step = step,
            Value = hasOwn ? Words.PositionOf(step, own % 6).Value : null,
            Bit = hasOwn ? Words.PositionOf(step, own % 6).Bit : null,
            ElapsedStep = isDeadlineOver ? step : step.Previous,
        };
    }

    private static int PlaceOf(Step step, int own, bool isDeadlineOver) =>
        (((step.Number * Words.Count) + own) * 2) + (isDeadlineOver ? 1 : 0);
}

/// <summary>One way in which a node comes to say something.</summary>
/// <param name="Outcome">A word, or <see cref="Hearing.Ended"/>.</param>
/// <param name="Honest">How many honest nodes it has heard, by seats and word.</param>
/// <param name="Hostile">What it has heard of hostile nodes; null in step 2.</param>
/// <param name="IsAtDeadline">Whether its deadline is over.</param>
/// <param name="Verdict">What it found about the block; null when it did not verify one in time.</param>
internal sealed record Heard(
    int Outcome, ImmutableArray<(int Seats, int Word, int Count)> Honest, HostileWords? Hostile, bool IsAtDeadline,
    BlockVerdict? Verdict);
