using System.Buffers.Binary;
using PoR.Core.Bytes;
using PoR.Core.Hashing;
using PoR.Core.Rounds;
using PoR.Ledger.State;

namespace PoR.Ledger.Tests;

/// <summary>What is remembered of texts and commitments (PoR §8.3 spamming; D24, D42).</summary>
public sealed class RecentDigestsTests
{
    private const int LimitMs = 60_000;
    private const int OfRound = 10_000; // As many as a block of free keys' commitments has.
    private const int Memory = 100;

    [Fact(
        DisplayName = "D42: what senders choose to be alike is remembered and looked up as fast as anything else",
        Timeout = LimitMs)]
    public async Task Chosen_prefixes()
    {
        await Task.Yield();
        var flooded = Flooded();
        Assert.Equal(Memory * OfRound, flooded.Count);
        Assert.Equal(new Round(1), flooded.FirstRoundOf(Chosen(1, 0)));
        Assert.Equal(new Round(Memory), flooded.FirstRoundOf(Chosen(Memory, OfRound - 1)));
        for (var i = 0; i < OfRound; i++)
            Assert.False(flooded.Contains(Chosen(0, i)));
    }

    [Fact(
        DisplayName = "D42: states that follow one another share what they remember, however much it is",
        Timeout = LimitMs)]
    public async Task Shared()
    {
        await Task.Yield();
        var flooded = Flooded(rounds: 10);
        Assert.True(flooded.Contains(Chosen(10, 0)));

        // A tree of blocks keeps 70 states and more: with a copy of a million digests in each, nodes would run out.
        var before = GC.GetAllocatedBytesForCurrentThread();
        var next = flooded.After(new Round(11), [Chosen(11, 0)], Memory);
        Assert.Equal(new Round(11), next.FirstRoundOf(Chosen(11, 0)));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.InRange(allocated, 0, 64 * 1024);
    }

    [Fact(
        DisplayName = "D42: a candidate that nobody builds upon costs no tree, though it forgets a whole flood",
        Timeout = LimitMs)]
    public async Task Not_built_upon()
    {
        await Task.Yield();
        var flooded = Flooded();
        Assert.True(flooded.Contains(Chosen(1, 0)));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var candidate = flooded.After(new Round(Memory + 1), [Chosen(Memory + 1, 0)], Memory);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.InRange(allocated, 0, 64 * 1024);
        Assert.False(candidate.Contains(Chosen(1, 0)));
        Assert.True(candidate.Contains(Chosen(2, 0)));
    }

    [Fact(DisplayName = "§8.3: a digest is remembered from its first round to the last but so many rounds")]
    public void Named_again()
    {
        const int memory = 3;
        var digest = Chosen(1, 1);
        var recent = RecentDigests.Empty
            .After(new Round(1), [digest], memory)
            .After(new Round(2), [], memory)
            .After(new Round(3), [digest, Chosen(3, 3)], memory);
        Assert.Equal(new Round(1), recent.FirstRoundOf(digest));
        recent = recent.After(new Round(4), [], memory);
        Assert.Equal(new Round(3), recent.FirstRoundOf(digest));
        Assert.True(recent.Contains(digest));
        recent = recent.After(new Round(5), [Chosen(5, 5)], memory);
        Assert.Equal(new Round(3), recent.FirstRoundOf(digest));
        recent = recent.After(new Round(6), [], memory);
        Assert.Null(recent.FirstRoundOf(digest));
        Assert.False(recent.Contains(digest));
        Assert.Equal(new Round(5), recent.FirstRoundOf(Chosen(5, 5)));
        Assert.Equal(1, recent.Count);
    }

    private static RecentDigests Flooded(int rounds = Memory)
    {
        var recent = RecentDigests.Empty;
        for (var round = 1; round <= rounds; round++)
            recent = recent.After(
                new Round(round), [.. Enumerable.Range(0, OfRound).Select(i => Chosen(round, i))], Memory);
        return recent;
    }

    /// <summary>
    /// A commitment is what its sender says it is: here all begin with the same bits, and have one hash code.
    /// </summary>
    private static Digest Chosen(int round, int number)
    {
        var bytes = new byte[Bytes32.Length];
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(8), round);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(12), number);
        return new Digest(new Bytes32(bytes));
    }
}
