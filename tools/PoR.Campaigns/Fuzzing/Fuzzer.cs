using System.Diagnostics;
using System.Globalization;
using AkkaSimulation;

namespace PoR.Campaigns.Fuzzing;

/// <summary>
/// Gives a decoder cases, each of which follows from the seed and its number. Whatever the bytes are, a decoder throws
/// nothing, refuses with a reason, allocates no more than the input's length gives it, comes to an end, and takes no
/// second form of a value.
/// </summary>
/// <param name="decoder">Which.</param>
/// <param name="seed">Of all cases.</param>
internal sealed class Fuzzer(Decoder decoder, ulong seed)
{
    private const int ShrinkTriesMax = 5_000;
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);

    private readonly Mutator _mutator = new(decoder);
    private readonly ulong _stream = RandomStream.Of(seed, decoder.Name).State;

    /// <summary>How many cases the decoder took.</summary>
    public long Taken { get; private set; }

    /// <summary>How many it refused.</summary>
    public long Refused { get; private set; }

    /// <summary>What it allocated at most for one case, bytes.</summary>
    public long BytesMax { get; private set; }

    /// <summary>Runs cases by their numbers.</summary>
    /// <param name="first">The first one's.</param>
    /// <param name="count">How many.</param>
    /// <returns>The first finding, shrunk; null: there is none.</returns>
    public FuzzFinding? Run(long first, long count)
    {
        foreach (var sample in decoder.Samples)
        {
            if (FaultOf(sample) is { } fault)
                return new FuzzFinding(decoder.Name, seed, null, fault, sample);
            if (decoder.Decode(sample).Refusal is { } refusal)
                return new FuzzFinding(decoder.Name, seed, null, new("Refused", refusal), sample);
        }

        for (var number = first; number < first + count; number++)
        {
            var bytes = CaseOf(number);
            if (FaultOf(bytes) is not { } fault)
                continue;
            var least = Shrunk(bytes, fault.Kind);
            return new FuzzFinding(decoder.Name, seed, number, FaultOf(least) ?? fault, least);
        }

        return null;
    }

    /// <summary>The bytes of a case.</summary>
    public byte[] CaseOf(long number) =>
        _mutator.Next(new RandomStream(RandomStream.Mix(_stream ^ RandomStream.Mix((ulong)number))));

    /// <summary>What the decoder does with bytes that it must not; null: nothing.</summary>
    public FuzzFault? FaultOf(byte[] bytes)
    {
        var fault = Once(bytes);

        // The first call may compile, fill a table or be interrupted by another process. What is the decoder's own
        // doing happens each time.
        for (var again = 0; again < 2 && fault is { Kind: FuzzFault.Memory or FuzzFault.Time }; again++)
            fault = Once(bytes);
        return fault;
    }

    private FuzzFault? Once(byte[] bytes)
    {
        var begun = Stopwatch.GetTimestamp();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Decoded decoded;
        try
        {
            decoded = decoder.Decode(bytes);
        }
        catch (Exception thrown)
        {
            return new FuzzFault(thrown.GetType().Name, thrown.ToString());
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        var bytesMax = decoder.BytesAtOnce + ((long)decoder.BytesPerByte * bytes.Length);
        if (allocated > bytesMax)
            return new FuzzFault(FuzzFault.Memory, string.Create(
                CultureInfo.InvariantCulture,
                $"{allocated} bytes are allocated for {bytes.Length}; {bytesMax} are right."));
        if (Stopwatch.GetElapsedTime(begun) is var time && time > s_limit)
            return new FuzzFault(FuzzFault.Time, $"It takes {time} for {bytes.Length} bytes.");
        BytesMax = Math.Max(BytesMax, allocated);
        if (decoded.Refusal is { } refusal)
        {
            Refused++;
            return refusal.Length > 0 ? null : new FuzzFault("NoReason", "It refuses and does not say why.");
        }

        Taken++;
        return decoded.Again is null || decoded.Again.AsSpan().SequenceEqual(bytes)
            ? null
            : new FuzzFault("SecondForm", $"What it takes is written as {Convert.ToHexStringLower(decoded.Again)}.");
    }

    /// <summary>The same fault with fewer bytes, and with zeros for those that do not matter.</summary>
    private byte[] Shrunk(byte[] bytes, string kind)
    {
        var tries = 0;
        // Where a length has become a zero, the bytes that it counted may go, too.
        for (var before = bytes.Length + 1; before > bytes.Length;)
        {
            before = bytes.Length;
            Cut();
            Clear();
        }

        return bytes;

        bool Fails(byte[] fewer) => tries++ < ShrinkTriesMax && FaultOf(fewer)?.Kind == kind;

        void Cut()
        {
            for (var block = bytes.Length / 2; block > 0; block /= 2)
            {
                for (var at = 0; at + block <= bytes.Length;)
                {
                    byte[] fewer = [.. bytes[..at], .. bytes[(at + block)..]];
                    if (Fails(fewer))
                        bytes = fewer;
                    else
                        at += block;
                }
            }
        }

        void Clear()
        {
            for (var at = 0; at < bytes.Length; at++)
            {
                byte[] plain = [.. bytes];
                plain[at] = 0;
                if (bytes[at] != 0 && Fails(plain))
                    bytes = plain;
            }
        }
    }
}

/// <summary>What a decoder did that it must not.</summary>
/// <param name="Kind">Of which a shrunk case is, too; the type of what was thrown.</param>
/// <param name="Sentence">For people.</param>
internal sealed record FuzzFault(string Kind, string Sentence)
{
    public const string Memory = "Memory";
    public const string Time = "Time";
}

/// <summary>A case in which a decoder did what it must not.</summary>
/// <param name="Decoder">Which.</param>
/// <param name="Seed">Of the cases.</param>
/// <param name="Number">Of the case; null: it is a sample.</param>
/// <param name="Fault">What it did.</param>
/// <param name="Bytes">The case, shrunk.</param>
internal sealed record FuzzFinding(string Decoder, ulong Seed, long? Number, FuzzFault Fault, byte[] Bytes)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Decoder}, seed {Seed}, {(Number is { } n ? $"case {n}" : "a sample")}: {Fault.Kind}: {Fault.Sentence} "
        + $"Bytes: {Convert.ToHexStringLower(Bytes)}");
}
