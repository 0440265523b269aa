using System.Globalization;
using PoR.Campaigns.Fuzzing;

namespace PoR.Campaigns.Tests;

/// <summary>A million cases, which are the same in every run.</summary>
public sealed class FuzzTests
{
    private const int LimitMs = 120_000;
    private const ulong Seed = 1;

    public static TheoryData<string> Names => [.. Decoders.All.Select(static decoder => decoder.Name)];

    [Theory(
        DisplayName = "F38: a decoder of bytes from outside refuses with a reason, within its memory, or takes what has"
            + " one form; it throws nothing",
        Timeout = LimitMs)]
    [MemberData(nameof(Names))]
    public async Task Bytes_from_outside_are_taken_or_refused(string name)
    {
        await Task.Yield();
        var decoder = Decoders.All.Single(decoder => decoder.Name == name);
        var fuzzer = new Fuzzer(decoder, Seed);
        var finding = fuzzer.Run(0, decoder.Cases);

        Assert.True(finding is null, finding?.ToString());
        Assert.True(fuzzer.Refused > decoder.Cases / 100, "The cases hardly differ from the samples.");
        Assert.True(fuzzer.Taken > decoder.Samples.Length, "No case gets through the decoder.");
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{fuzzer.Taken} taken, {fuzzer.Refused} refused, {fuzzer.BytesMax} bytes"));
    }

    [Fact(DisplayName = "The cases of all decoders are a million or more, and each decoder has its own name")]
    public void A_million_cases()
    {
        Assert.True(Decoders.All.Sum(static decoder => decoder.Cases) >= 1_000_000);
        Assert.Equal(Decoders.All.Length, Decoders.All.Select(static decoder => decoder.Name).Distinct().Count());
    }
}
