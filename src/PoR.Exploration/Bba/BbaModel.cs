using PoR.Core.Agreement;
using PoR.Core.Rounds;
using PoR.Exploration.Searching;

namespace PoR.Exploration.Bba;

/// <summary>One round of the agreement from step 2 on, for every adversary at once (docs/exploration.md).</summary>
internal sealed class BbaModel : IExplored<BbaState>
{
    private const int EitherCoin = 3;

    private readonly BbaSetting _setting;
    private readonly CommitteeView _view;
    private readonly Hearing _hearing;
    private readonly NextNodes _nodes;
    private readonly long _badSeats;
    private readonly long _mostSeats;

    /// <param name="setting">What is explored.</param>
    /// <param name="mutate">Puts a mutation in the place of the product's rules; null for none.</param>
    public BbaModel(BbaSetting setting, Func<CommitteeView, BbaRules>? mutate = null)
    {
        _setting = setting;
        _view = setting.View;
        var rules = mutate?.Invoke(_view) ?? new BbaRules(_view);
        _hearing = new Hearing(setting, rules, _view);
        _nodes = new NextNodes(setting, rules, _view);
        _badSeats = _view.CertificateThreshold - setting.HostileSeats;
        _mostSeats = _view.TotalWeight - ((_view.CertificateThreshold + 1) / 2) + 1;
        Span<int> codes = [.. setting.Seats.Take(setting.Honest).Select(seats => NodeCode.Of(seats, 0, 0, false))];
        Start = BbaState.Of(1, codes, Endings.None, Marks.None);
        Liveness = new CoinLiveness(this);
        Promises = BbaPromises.Of(setting, Liveness);
    }

    /// <inheritdoc/>
    public BbaState Start { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Promise<BbaState>> Promises { get; }

    /// <inheritdoc/>
    public long RuleCalls => _hearing.RuleCalls;

    /// <summary>What is explored.</summary>
    public BbaSetting Setting => _setting;

    /// <summary>Whether a coin ends the round.</summary>
    public CoinLiveness Liveness { get; }

    /// <summary>How nodes hear.</summary>
    public Hearing Hearing => _hearing;

    /// <summary>The step after a step, where 8 is 5 again.</summary>
    public static byte After(byte step) => step == 7 ? (byte)5 : (byte)(step + 1);

    /// <inheritdoc/>
    public IEnumerable<BbaState> Next(BbaState state) => Next(state, EitherCoin);

    /// <summary>The same where the genuine coin has one value.</summary>
    /// <param name="state">After a step.</param>
    /// <param name="coins">1 for a coin of 0, 2 for a coin of 1, 3 for either.</param>
    public List<BbaState> Next(BbaState state, int coins)
    {
        var found = new List<BbaState>();
        for (var toAll = 0; toAll < ChoicesAt(state); toAll++)
        {
            var groups = Groups(state, toAll, coins);
            if (groups.Count > 0)
                Combine(state, groups, 0, 0, new int[_setting.Honest], 0, Marks.None, 0, found);
        }

        return found;
    }

    /// <summary>In how many ways hostile nodes can speak after a state, seen by all nodes together.</summary>
    public int ChoicesAt(BbaState state) => state.Step < 2 ? 1 : _hearing.Choices[state.Step].ToAll.Length;

    /// <summary>What can become of a node of a code.</summary>
    public List<NextNode> NextOf(BbaState state, int code, int toAll, int coins)
    {
        var outcomes = _hearing.Outcomes(state, NodeCode.Own(code), toAll, coins);

        // What was certified once can be told to a node at any later time.
        if (_setting.Delivery == Delivery.NoRelay && state.Endings != Endings.None)
            outcomes |= 1 << Hearing.Ended;
        return _nodes.Of(NodeCode.Seats(code), new Step(After(state.Step)), outcomes);
    }

    /// <summary>The state of these nodes.</summary>
    /// <param name="before">The state from which they come.</param>
    /// <param name="codes">Of nodes that still speak.</param>
    /// <param name="marks">What has happened in the step.</param>
    public BbaState StateOf(BbaState before, Span<int> codes, Marks marks)
    {
        var step = After(before.Step);
        marks = MarksOf(before.Marks | marks, step, codes);
        var state = BbaState.Of(step, codes, before.Endings, marks);
        if (step < 4)
            return state;
        var (endings, isOutOfStep) = _hearing.EndingsOf(state);
        return state with
        {
            Endings = state.Endings | endings,
            Marks = marks | (isOutOfStep ? Marks.EndedOutOfStep : Marks.None),
        };
    }

    private List<(int Size, List<NextNode> Next)> Groups(BbaState state, int toAll, int coins)
    {
        Span<int> codes = stackalloc int[BbaSetting.NodesMax];
        codes = codes[..state.CopyTo(codes)];
        var groups = new List<(int Size, List<NextNode> Next)>();
        for (var i = 0; i < codes.Length; i++)
        {
            if (i > 0 && codes[i] == codes[i - 1])
                groups[^1] = (groups[^1].Size + 1, groups[^1].Next);
            else
                groups.Add((1, NextOf(state, codes[i], toAll, coins)));
        }

        return groups;
    }

    /// <summary>Nodes of a group are alike, so only how many of them do the same makes a difference.</summary>
    private void Combine(
        BbaState before, List<(int Size, List<NextNode> Next)> groups, int group, int from, int[] codes, int count,
        Marks marks, int unsent, List<BbaState> found)
    {
        var done = 0;
        for (var i = 0; i < group; i++)
            done += groups[i].Size;
        if (group == groups.Count)
        {
            Span<int> speaking = stackalloc int[BbaSetting.NodesMax];
            var spoken = 0;
            foreach (var code in codes.AsSpan(0, count))
            {
                if (code != 0)
                    speaking[spoken++] = code;
            }

            found.Add(StateOf(before, speaking[..spoken], marks));
            return;
        }

        var (size, next) = groups[group];
        var isLast = count - done == size - 1;
        for (var i = from; i < next.Count; i++)
        {
            var late = unsent + (NodeCode.IsUnsent(next[i].Code) ? 1 : 0);
            if (late > NextNodes.UnsentMax)
                continue;
            codes[count] = next[i].Code;
            Combine(
                before, groups, isLast ? group + 1 : group, isLast ? 0 : i, codes, count + 1, marks | next[i].Mark,
                late, found);
        }
    }

    private Marks MarksOf(Marks marks, byte step, ReadOnlySpan<int> codes)
    {
        const Marks started = Marks.AllStartedWithA | Marks.AllStartedWithB;
        if (step > 5)
            return marks & ~started;
        if (step is 4 or 5)
            return marks;
        var (badA, badB) = (0, 0);
        var (hasOnlyA, hasOnlyB) = (true, true);
        foreach (var code in codes)
        {
            var said = NodeCode.Said(code);
            hasOnlyA &= said == 1;
            hasOnlyB &= said == 2;
            badA += said is 3 or Words.BadA ? NodeCode.Seats(code) : 0;
            badB += said is 4 or Words.BadB ? NodeCode.Seats(code) : 0;
        }

        var same = (hasOnlyA ? Marks.AllStartedWithA : 0) | (hasOnlyB ? Marks.AllStartedWithB : 0);
        if (step == 2)
            return marks | same;
        // Who finds fault with a block, or does not have it in time, may well say something else than it started with.
        if (_setting.Scope.HasFlag(Scope.Verdicts))
            marks &= ~started | same;
        return marks
            | (badA >= _badSeats ? Marks.FoundBadA : 0) | (badB >= _badSeats ? Marks.FoundBadB : 0)
            | (badA >= _mostSeats ? Marks.FoundBadByMostA : 0) | (badB >= _mostSeats ? Marks.FoundBadByMostB : 0);
    }
}
