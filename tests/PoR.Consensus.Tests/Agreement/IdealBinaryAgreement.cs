namespace PoR.Consensus.Tests.Agreement;

/// <summary>
/// BBA* on synchronous steps with n = 3t + 1 players, of whom the last t are Byzantine: the sub-protocol that steps
/// 5 and up stand for. Who has halted is replayed with his last bit.
/// </summary>
internal sealed class IdealBinaryAgreement
{
    private readonly int _t;
    private readonly ulong _seed;
    private readonly Xorshift _random;
    private readonly byte[] _bits;

    public IdealBinaryAgreement(int t, IEnumerable<byte> bits, ulong seed)
    {
        _t = t;
        _seed = seed;
        _random = new Xorshift(seed);
        _bits = [.. bits];
        Outputs = new byte?[Quorum];
    }

    public int Quorum => (2 * _t) + 1;

    /// <summary>The step that comes next, as the paper counts them: 5 and up.</summary>
    public int Step { get; private set; } = 5;

    public IReadOnlyList<byte> Bits => _bits;

    public byte?[] Outputs { get; }

    public bool HasEnded => Outputs.All(o => o is not null);

    public ulong RankOf(int player, int step) => Xorshift.Mix(_seed ^ ((ulong)step << 20) ^ (ulong)player) >> 1;

    /// <summary>One step: what every honest player hears, by sender, and what he makes of it.</summary>
    public IReadOnlyList<IReadOnlyDictionary<int, byte>> Advance()
    {
        var heardBy = Enumerable.Range(0, Quorum).Select(_ => Hear()).ToArray();
        for (var i = 0; i < Quorum; i++)
        {
            if (Outputs[i] is null)
                Decide(i, heardBy[i]);
        }

        Step++;
        return heardBy;
    }

    private Dictionary<int, byte> Hear()
    {
        var heard = Enumerable.Range(0, Quorum).ToDictionary(i => i, i => _bits[i]);
        for (var liar = Quorum; liar < Quorum + _t; liar++)
        {
            if (!_random.OnceIn(3))
                heard[liar] = (byte)_random.Below(2);
        }

        return heard;
    }

    private void Decide(int player, Dictionary<int, byte> heard)
    {
        var hasZeros = heard.Values.Count(b => b == 0) >= Quorum;
        var hasOnes = heard.Values.Count(b => b == 1) >= Quorum;
        var kind = (Step - 2) % 3;
        if (kind == 0 && hasZeros)
            Outputs[player] = 0;
        if (kind == 1 && hasOnes)
            Outputs[player] = 1;
        var coin = kind == 2 ? (byte)(heard.Keys.Min(j => RankOf(j, Step - 1)) & 1) : (byte)kind;
        _bits[player] = hasZeros ? (byte)0 : hasOnes ? (byte)1 : coin;
    }
}
