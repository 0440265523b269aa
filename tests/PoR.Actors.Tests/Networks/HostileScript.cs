using PoR.Consensus.Tests.Agreement;

namespace PoR.Actors.Tests.Networks;

/// <summary>
/// What the last of 4 or 7 nodes says in round 1, to whom and when, drawn from a seed; and the delay of each link,
/// below λ. It never says two things in one step.
/// </summary>
internal sealed class HostileScript
{
    private readonly long[] _delays;

    public HostileScript(int seed)
    {
        Seed = seed;
        Nodes = seed % 2 == 0 ? 4 : 7;
        var random = new Xorshift((ulong)seed + 1);
        _delays =
        [
            .. Enumerable.Range(0, Nodes * Nodes).Select(_ => 1L + (random.OnceIn(3) ? 1_896 : random.Below(400))),
        ];
        IEnumerable<(int At, int Step, byte? Bit)> words =
        [
            (51, 0, null), (12_403, 1, null), (16_907, 2, null), (20_857, 3, null), (20_909, 4, 0),
            (29_053, 6, 1), (29_107, 7, 1), (29_159, 8, 1),
        ];
        Words =
        [
            .. words.Select(word => (word.At, word.Step, word.Bit,
                Enumerable.Range(0, Hostile).Where(_ => !random.OnceIn(word.Step == 0 ? 9 : 3)).ToArray())),
        ];
    }

    public long Seed { get; }

    public int Nodes { get; }

    public int Hostile => Nodes - 1;

    /// <summary>Step 0 is the ticket, step 1 the block; times in milliseconds.</summary>
    public IReadOnlyList<(int At, int Step, byte? Bit, int[] To)> Words { get; }

    /// <summary>Milliseconds; the hostile node is near everybody.</summary>
    public long DelayOf(int from, int to) => from == Hostile ? 0 : _delays[(from * Nodes) + to];
}
