using PoR.Consensus.Votes;
using PoR.Core.Rounds;

namespace PoR.Exploration.Bba;

/// <summary>What the hostile nodes can say in one step, to one node and to all together.</summary>
/// <remarks>Hostile nodes of equal seats are interchangeable, so of two such nodes the later never says less.</remarks>
internal sealed class HostileChoices
{
    private readonly BbaSetting _setting;
    private readonly Step _step;
    private readonly VoteBook _book;

    public HostileChoices(BbaSetting setting, Step step, bool allowsZeroBottom, VoteBook book)
    {
        (_setting, _step, _book) = (setting, step, book);
        int[] words = step.CarriesBit ? [.. Enumerable.Range(0, allowsZeroBottom ? 6 : 5)]
            : step == Step.BlockVerification && setting.Scope.HasFlag(Scope.Verdicts) ? [0, 1, 2, 3, 4] : [0, 1, 2];
        List<int[]> messages = [[], .. words.Select(word => (int[])[word])];
        if (setting.Adversary == Adversary.Contradicting)
            messages.AddRange(words.SelectMany(one => words.Where(two => two > one).Select(two => (int[])[one, two])));
        var said = Combine(messages.Count);
        var places = said.Index().ToDictionary(item => string.Join(',', item.Item), item => item.Index);
        ToOne = [.. said.Select(indices => Make(indices, messages, PlaceOf))];
        ToAll = setting.Adversary == Adversary.Selective
            ? [.. said.Select(indices => PartsOf(indices).Select(PlaceOf).Distinct().ToArray())]
            : [[.. Enumerable.Range(0, ToOne.Length)]];

        int PlaceOf(int[] part) => places[string.Join(',', part)];
    }

    /// <summary>All that one node can hear.</summary>
    public HostileWords[] ToOne { get; }

    /// <summary>For each thing that they can say in the step, what of <see cref="ToOne"/> a node can hear.</summary>
    public int[][] ToAll { get; }

    private int Hostile => _setting.Hostile;

    /// <summary>The number of a message for each hostile node.</summary>
    private List<int[]> Combine(int messages)
    {
        List<int[]> said = [[]];
        for (var node = 0; node < Hostile; node++)
        {
            var isAlike = node > 0 && SeatsOf(node) == SeatsOf(node - 1);
            said =
            [
                .. said.SelectMany(before =>
                {
                    var least = isAlike ? before[^1] : 0;
                    return Enumerable.Range(least, messages - least).Select(next => (int[])[.. before, next]);
                }),
            ];
        }

        return said;
    }

    /// <summary>A node hears some of the hostile nodes and not the others.</summary>
    private IEnumerable<int[]> PartsOf(int[] said)
    {
        for (var heard = 0; heard < 1 << Hostile; heard++)
        {
            yield return Sorted([.. said.Select((message, node) => (heard >> node & 1) == 0 ? 0 : message)]);
        }
    }

    /// <summary>The same, where of two nodes of equal seats the later never says less.</summary>
    private int[] Sorted(int[] said)
    {
        for (var from = 0; from < Hostile;)
        {
            var to = from + 1;
            while (to < Hostile && SeatsOf(to) == SeatsOf(from))
                to++;
            said.AsSpan(from, to - from).Sort();
            from = to;
        }

        return said;
    }

    private HostileWords Make(int[] indices, List<int[]> messages, Func<int[], int> placeOf)
    {
        int[][] said = [.. indices.Select(index => messages[index])];
        var without = Sorted([.. indices.Select(index => messages[index].Length > 1 ? 0 : index)]);
        return new HostileWords(said, VotesOf(said, 0), VotesOf(said, 1), placeOf(without));
    }

    private Vote[] VotesOf(int[][] said, int coin) =>
    [
        .. said.SelectMany((words, node) => words.Select(
            word => _book.Of(_step, _setting.Honest + node, SeatsOf(node), word, coin))),
    ];

    private int SeatsOf(int node) => _setting.Seats[_setting.Honest + node];
}

/// <summary>What hostile nodes say to one node in one step.</summary>
/// <param name="Said">For each hostile node its words: none, one, or two that contradict each other.</param>
/// <param name="EvenVotes">The same as votes whose ranks throw coin 0.</param>
/// <param name="OddVotes">The same as votes whose ranks throw coin 1.</param>
/// <param name="Without">The place of the same without those that contradict themselves.</param>
internal sealed record HostileWords(int[][] Said, Vote[] EvenVotes, Vote[] OddVotes, int Without)
{
    /// <summary>Whether some node contradicts itself.</summary>
    public bool HasContradiction { get; } = Said.Any(words => words.Length > 1);

    /// <summary>The votes with a coin.</summary>
    public Vote[] Votes(int coin) => coin == 0 ? EvenVotes : OddVotes;
}
