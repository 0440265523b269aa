namespace PoR.Exploration.Bba;

/// <summary>Where all honest nodes are after a step. Nodes of equal code are interchangeable.</summary>
/// <param name="Nodes">The codes of the honest nodes that have not fallen silent, sorted, nine bits each.</param>
/// <param name="Step">
/// The step in which they have spoken last, 1 before any. From step 5 on steps repeat by threes, so 5 stands for 5, 8,
/// 11, …, 6 for 6, 9, … and 7 for 7, 10, ….
/// </param>
/// <param name="Endings">With what the round can end by now; this only grows.</param>
/// <param name="Marks">What has happened on the way, as far as a promise asks for it.</param>
internal readonly record struct BbaState(UInt128 Nodes, byte Step, Endings Endings, Marks Marks)
{
    private const int CodeBits = 9;

    /// <summary>Before anybody has spoken.</summary>
    public static BbaState Of(byte step, Span<int> codes, Endings endings, Marks marks)
    {
        codes.Sort();
        UInt128 nodes = 0;
        foreach (var code in codes)
            nodes = (nodes << CodeBits) | (uint)code;
        return new BbaState(nodes, step, endings, marks);
    }

    /// <summary>The codes in ascending order.</summary>
    /// <param name="into">At least as many as there are honest nodes.</param>
    /// <returns>How many there are.</returns>
    public int CopyTo(Span<int> into)
    {
        var count = 0;
        for (var rest = Nodes; rest != 0; rest >>= CodeBits)
            into[count++] = (int)(uint)(rest & ((1 << CodeBits) - 1));
        into[..count].Reverse();
        return count;
    }
}

/// <summary>With what a round can end: honest seats that said so, and all hostile ones, reach t_H.</summary>
[Flags]
internal enum Endings : byte
{
    None = 0,
    BlockA = 1,
    BlockB = 2,
    Empty = 4,
    Blocks = BlockA | BlockB,
}

/// <summary>What has happened on the way to a state.</summary>
[Flags]
internal enum Marks : ushort
{
    None = 0,

    /// <summary>t_H − f honest seats have found A bad.</summary>
    FoundBadA = 1,

    /// <summary>The same of B.</summary>
    FoundBadB = 2,

    /// <summary>Up to step 5: all honest nodes have started with A, and none finds fault with it.</summary>
    AllStartedWithA = 4,

    /// <summary>The same of B.</summary>
    AllStartedWithB = 8,

    /// <summary>An honest node has said two things in one step.</summary>
    Contradiction = 16,

    /// <summary>A member that contradicted itself was counted in a quorum.</summary>
    EquivocatorCounted = 32,

    /// <summary>A step's votes were taken for an ending that this step cannot have.</summary>
    EndedOutOfStep = 64,

    /// <summary>So few honest seats have not found A bad that they and all hostile ones give nobody a grade.</summary>
    FoundBadByMostA = 128,

    /// <summary>The same of B.</summary>
    FoundBadByMostB = 256,
}
