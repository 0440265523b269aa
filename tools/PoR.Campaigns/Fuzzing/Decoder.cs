using System.Collections.Immutable;

namespace PoR.Campaigns.Fuzzing;

/// <summary>A door through which bytes or text come in from outside.</summary>
/// <param name="Name">For people and the command line.</param>
/// <param name="Cases">Of a million cases together, how many are this decoder's; slow ones have fewer.</param>
/// <param name="Decode">Takes any bytes. It throws nothing: what it refuses has a reason.</param>
/// <param name="Samples">What it takes; all else is made of these.</param>
internal sealed record Decoder(string Name, int Cases, Func<byte[], Decoded> Decode, ImmutableArray<byte[]> Samples)
{
    /// <summary>Pieces that a text is made of; none: it decodes bytes.</summary>
    public ImmutableArray<string> Words { get; init; } = [];

    /// <summary>What it may allocate however short the input is, bytes.</summary>
    public int BytesAtOnce { get; init; } = 64 * 1024;

    /// <summary>What it may allocate beside that for each byte of the input, bytes.</summary>
    public int BytesPerByte { get; init; } = 32;

    /// <summary>What must hold beside what holds for all, as a clause; for the table of a report.</summary>
    public string Holds { get; init; } = "";

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>What a decoder made of bytes.</summary>
/// <param name="Refusal">The reason that it tells its user; null: it took them.</param>
/// <param name="Again">What it took, as bytes; null: its format has more than one form of a value.</param>
internal readonly record struct Decoded(string? Refusal, byte[]? Again = null);
