using System.Buffers.Binary;
using System.Collections.Immutable;
using PoR.Campaigns.Fuzzing;

namespace PoR.Campaigns.Tests;

/// <summary>Whatever a decoder must not do is found, told in a form that repeats it, and made small.</summary>
public sealed class FuzzerTests
{
    private const int LimitMs = 60_000;
    private const int CasesMax = 20_000;
    private static readonly ImmutableArray<byte[]> s_samples = [[7, 0, 0, 0, 3, 1, 2, 3, 9, 9, 9, 9]];

    [Theory(DisplayName = "A wrong decoder is found within 20,000 cases, always in the same one", Timeout = LimitMs)]
    [InlineData("throws", "IndexOutOfRangeException", 5)]
    [InlineData("trusts a length", "Memory", 5)]
    [InlineData("takes what is left over", "SecondForm", 10)]
    [InlineData("says no reason", "NoReason", 0)]
    public async Task It_is_found(string wrong, string kind, int lengthMax)
    {
        await Task.Yield();
        var decoder = new Decoder(wrong, CasesMax, bytes => Wrong(wrong, bytes), s_samples);
        var finding = new Fuzzer(decoder, seed: 3).Run(0, CasesMax);
        var again = new Fuzzer(decoder, seed: 3).Run(0, CasesMax);

        Assert.Equal(kind, finding?.Fault.Kind);
        Assert.InRange(finding!.Bytes.Length, 0, lengthMax);
        Assert.Equal(finding.ToString(), again?.ToString());
        Assert.Contains(Convert.ToHexStringLower(finding.Bytes), finding.ToString(), StringComparison.Ordinal);
        Assert.Equal(kind, new Fuzzer(decoder, seed: 3).Run(finding.Number!.Value, 1)?.Fault.Kind);
    }

    [Fact(DisplayName = "A decoder that refuses its own samples shows nothing, which is a finding", Timeout = LimitMs)]
    public async Task A_refused_sample_is_found()
    {
        await Task.Yield();
        var decoder = new Decoder("refuses all", CasesMax, static _ => new Decoded("No."), s_samples);
        var finding = new Fuzzer(decoder, seed: 3).Run(0, CasesMax);
        Assert.Equal(("Refused", (long?)null), (finding?.Fault.Kind, finding?.Number));
    }

    [Fact(DisplayName = "A right decoder has no finding, and cases of other seeds are others", Timeout = LimitMs)]
    public async Task A_right_decoder_has_none()
    {
        await Task.Yield();
        var decoder = new Decoder("right", CasesMax, static bytes => Wrong("not at all", bytes), s_samples);
        var fuzzer = new Fuzzer(decoder, seed: 3);
        Assert.Null(fuzzer.Run(0, CasesMax));
        Assert.True(fuzzer.Taken > 0);
        Assert.True(fuzzer.Refused > 0);
        Assert.NotEqual(
            Enumerable.Range(0, 100).Select(i => Convert.ToHexString(fuzzer.CaseOf(i))),
            Enumerable.Range(0, 100).Select(i => Convert.ToHexString(new Fuzzer(decoder, seed: 4).CaseOf(i))));
    }

    /// <summary>A kind (7), bytes behind their length, and 4 bytes more.</summary>
    private static Decoded Wrong(string how, byte[] bytes)
    {
        if (bytes.Length < 5 || bytes[0] != 7)
            return new Decoded(how == "says no reason" ? "" : "It has no head.");
        var length = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(1));
        if (how == "trusts a length" && length is > 0 and < 1 << 28)
            GC.KeepAlive(new byte[length]);
        if (how == "throws" && length > 0)
            GC.KeepAlive(bytes[length]);
        var left = bytes.Length - 5 - (long)length - 4;
        if (length < 0 || left < 0 || (left > 0 && how != "takes what is left over"))
            return new Decoded("Its length is wrong.");
        return new Decoded(null, [.. bytes[..(5 + length + 4)]]);
    }
}
