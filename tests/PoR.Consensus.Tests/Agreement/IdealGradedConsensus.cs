namespace PoR.Consensus.Tests.Agreement;

/// <summary>
/// GC on synchronous rounds with n = 3t + 1 players, of whom the last t are Byzantine: the sub-protocol that steps 2
/// to 4 stand for. Values are numbers from 0; null is ⊥.
/// </summary>
internal sealed class IdealGradedConsensus
{
    private readonly int _t;
    private readonly Xorshift _random;

    public IdealGradedConsensus(int t, IReadOnlyList<int?> inputs, Xorshift random)
    {
        _t = t;
        _random = random;
        First = Exchange(inputs);
        Echoed = [.. First.Select(Echo)];
        Second = Exchange(Echoed);
        Outputs = [.. Second.Select(Output)];
    }

    public int Quorum => (2 * _t) + 1;

    /// <summary>What each honest player heard in the first exchange, by sender; a silent sender is absent.</summary>
    public IReadOnlyList<IReadOnlyDictionary<int, int?>> First { get; }

    /// <summary>What each honest player says in the second exchange.</summary>
    public IReadOnlyList<int?> Echoed { get; }

    public IReadOnlyList<IReadOnlyDictionary<int, int?>> Second { get; }

    public IReadOnlyList<(int? Value, int Grade)> Outputs { get; }

    private int? Echo(IReadOnlyDictionary<int, int?> heard) =>
        Enumerable.Range(0, 4).Cast<int?>().FirstOrDefault(v => Count(heard, v) >= Quorum);

    private (int? Value, int Grade) Output(IReadOnlyDictionary<int, int?> heard)
    {
        for (var value = 0; value < 4; value++)
        {
            var count = Count(heard, value);
            if (count >= _t + 1)
                return (value, count >= Quorum ? 2 : 1);
        }

        return (null, 0);
    }

    private List<IReadOnlyDictionary<int, int?>> Exchange(IReadOnlyList<int?> said)
    {
        var heardBy = new List<IReadOnlyDictionary<int, int?>>();
        for (var receiver = 0; receiver < Quorum; receiver++)
        {
            var heard = Enumerable.Range(0, Quorum).ToDictionary(i => i, i => said[i]);
            for (var liar = Quorum; liar < Quorum + _t; liar++)
            {
                var lie = _random.Below(4);
                if (lie < 3)
                    heard[liar] = lie == 2 ? null : lie;
            }

            heardBy.Add(heard);
        }

        return heardBy;
    }

    private static int Count(IReadOnlyDictionary<int, int?> heard, int? value) => heard.Values.Count(v => v == value);
}
