using System.Text;
using PoR.Evaluation.Text;

namespace PoR.Evaluation.Tests;

public sealed class FeatureTests
{
    [Theory(DisplayName = "Words are hashed by FNV-1a, with its published vectors")]
    [InlineData("", 0x811C9DC5u)]
    [InlineData("a", 0xE40C292Cu)]
    [InlineData("foobar", 0xBF9CF968u)]
    public void Words_are_hashed_by_fnv(string word, uint hash) =>
        Assert.Equal(hash, FeatureHash.OfWord(Encoding.UTF8.GetBytes(word)));

    [Theory(DisplayName = "The finalizer is fmix32, with its known vectors")]
    [InlineData(0u, 0u)]
    [InlineData(1u, 0x514E28B7u)]
    [InlineData(0xFFFFFFFFu, 0x81F16F39u)]
    public void The_finalizer_is_fmix32(uint state, uint hash) =>
        Assert.Equal(hash, FeatureHash.Finish(state));

    [Fact(DisplayName = "Features are the hashes of bytes as specified, in order of occurrence")]
    public void Features_follow_the_specification()
    {
        var (not, good, at) = (Word("not"), Word("good"), Word("at"));
        int[] expected =
        [
            Bucket([.. "not"u8, 1]),
            Bucket([.. "good"u8, 2]), // Under the negation.
            Bucket([.. not, .. good, 3]),
            Bucket([.. "at"u8, 2]),
            Bucket([.. not, .. good, .. at, 4]),
            Bucket([.. good, .. at, 3]),
        ];

        Assert.Equal(expected, FoldedText.Features("Not good at"));
    }

    [Theory(DisplayName = "Feature vectors are pinned: a change needs a new tokenizer version")]
    [MemberData(nameof(PinnedTexts))]
    public void Feature_vectors_are_pinned(string text, int count, string digest)
    {
        var features = FoldedText.Features(text);
        var bytes = System.Runtime.InteropServices.MemoryMarshal.AsBytes<int>(features);
        Assert.Equal(count, features.Length);
        Assert.Equal(
            digest,
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes))[..16]);
    }

    public static TheoryData<string, int, string> PinnedTexts => new()
    {
        { "This is Good", 6, "899b8ace3b0e6601" },
        { "I do not recommend! It doesn't work", 21, "bb2388e1b016a7c9" },
        { "I've never seen anything so bad and worthless", 21, "6c85456d2e3935a8" },
        { "Café 👍 🎸 1234", 9, "3a99511fb95aaed9" },
        { "", 0, "e3b0c44298fc1c14" },
    };

    [Fact(DisplayName = "A negation reaches three words, and ends at a clause mark or 'but'")]
    public void A_negation_ends()
    {
        var plain = FoldedText.Features("good")[0];
        Assert.DoesNotContain(plain, FoldedText.Features("not good"));
        Assert.DoesNotContain(plain, FoldedText.Features("isn't all that good"));
        Assert.Contains(plain, FoldedText.Features("not a one of them good"));
        Assert.Contains(plain, FoldedText.Features("not cheap, good"));
        Assert.Contains(plain, FoldedText.Features("not cheap but good"));
        Assert.Contains(plain, FoldedText.Features("why not? good"));
    }

    [Fact(DisplayName = "A feature counts once, however often it stands in the text")]
    public void Features_are_distinct()
    {
        var features = FoldedText.Features(string.Join(' ', Enumerable.Repeat("awful", 50)));
        Assert.Equal(3, features.Length);
        Assert.Equal(features.Length, features.Distinct().Count());
    }

    private static byte[] Word(string word) =>
        BitConverter.GetBytes(FeatureHash.OfWord(Encoding.UTF8.GetBytes(word)));

    /// <summary>Written out on its own, so that a slip in the product does not repeat here.</summary>
    private static int Bucket(byte[] bytes)
    {
        var hash = 2166136261u;
        foreach (var value in bytes)
            hash = unchecked((hash ^ value) * 16777619u);
        hash ^= hash >> 16;
        hash = unchecked(hash * 0x85EBCA6Bu);
        hash ^= hash >> 13;
        hash = unchecked(hash * 0xC2B2AE35u);
        return (int)((hash ^ (hash >> 16)) & 0x3FFFFF);
    }
}
