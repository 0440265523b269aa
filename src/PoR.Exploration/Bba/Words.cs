using PoR.Consensus.Agreement;
using PoR.Core.Agreement;
using PoR.Core.Rounds;

namespace PoR.Exploration.Bba;

/// <summary>What a node can say in a step, as small numbers: positions about two blocks A and B.</summary>
internal static class Words
{
    /// <summary>How many there are, in whichever step.</summary>
    public const int Count = 7;

    /// <summary>⊥ in steps 2 and 3; ⊥ with bit 1 from step 4 on.</summary>
    public const int Bottom = 0;

    /// <summary>Step 3: A, although the node has found it bad. No rule of the product says so.</summary>
    public const int BadA = 5;

    /// <summary>Step 3: B, although the node has found it bad.</summary>
    public const int BadB = 6;

    /// <summary>From step 4 on: ⊥ with bit 0.</summary>
    public const int ZeroBottom = 5;

    /// <summary>The leader's block.</summary>
    public static BlockValue A { get; } = Block(1);

    /// <summary>Another block, of the same leader, who shows each to some.</summary>
    public static BlockValue B { get; } = Block(2);

    private static readonly Position[] WithoutBit =
    [
        Position.Empty, new(A), new(B), new(null, NoConfidence: A), new(null, NoConfidence: B), new(A), new(B),
    ];

    private static readonly Position[] WithBit =
    [
        new(null, Bit: 1), new(A, Bit: 1), new(B, Bit: 1), new(A, Bit: 0), new(B, Bit: 0), new(null, Bit: 0),
    ];

    /// <summary>The position of a word.</summary>
    public static Position PositionOf(Step step, int word) => (step.CarriesBit ? WithBit : WithoutBit)[word];

    /// <summary>The word of a position.</summary>
    /// <param name="step">2 and up.</param>
    /// <param name="position">As a rule has decided it.</param>
    /// <param name="isFoundBad">Whether the node has found the block bad that it was to verify.</param>
    public static int Of(Step step, Position position, bool isFoundBad)
    {
        var word = Array.IndexOf(step.CarriesBit ? WithBit : WithoutBit, position);
        if (word < 0)
            throw new ArgumentException($"No node says {position} in step {step}.", nameof(position));
        return isFoundBad && !step.CarriesBit && position.Value is { } value ? (value == A ? BadA : BadB) : word;
    }

    /// <summary>Which value a word of a step with bits names: 0 for ⊥, 1 for A, 2 for B.</summary>
    public static int ValueOf(int word) => word switch { 1 or 3 => 1, 2 or 4 => 2, _ => 0 };

    /// <summary>Whether a word of a step with bits has bit 0, which is grade 2 in step 4.</summary>
    public static bool IsZero(int word) => word >= 3;

    /// <summary>As people write it.</summary>
    public static string TextOf(Step step, int word) => step.CarriesBit
        ? word switch
        {
            0 => "(1, ⊥)",
            1 => "(1, A)",
            2 => "(1, B)",
            3 => "(0, A)",
            4 => "(0, B)",
            _ => "(0, ⊥)",
        }
        : word switch
        {
            0 => "⊥",
            1 or BadA => "A",
            2 or BadB => "B",
            3 => "⊥ without confidence in A",
            _ => "⊥ without confidence in B",
        };

    private static BlockValue Block(byte number)
    {
        Span<byte> bytes = stackalloc byte[32];
        bytes[^1] = number;
        return new BlockValue(new BlockDigest(new(bytes)), BbaSetting.Key(0));
    }
}
