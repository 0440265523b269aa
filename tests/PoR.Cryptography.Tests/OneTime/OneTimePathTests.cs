using PoR.Core.Agreement;
using PoR.Core.Bytes;
using PoR.Core.Hashing;
using PoR.Core.Rounds;
using PoR.Cryptography.OneTime;

namespace PoR.Cryptography.Tests.OneTime;

public sealed class OneTimePathTests
{
    private static byte[] PathOf(long round, int step) =>
        OneTimePath.Of(new Round(round), new Step(step)).Children.ToArray();

    [Theory]
    [InlineData(1, 1, "00")]
    [InlineData(1, 2, "01")]
    [InlineData(4, 4, "33")]
    [InlineData(5, 5, "400400")]
    [InlineData(20, 1, "4330")]
    [InlineData(21, 1, "440000")]
    [InlineData(84, 1, "443330")]
    [InlineData(85, 1, "44400000")]
    [InlineData(1_000_000, 1, "44444444421323032230")]
    public void The_way_follows_from_round_and_step(long round, int step, string path)
    {
        Assert.Equal(path, string.Concat(PathOf(round, step)));
    }

    [Fact]
    public void The_order_of_ways_is_the_order_of_time_and_no_way_begins_another()
    {
        byte[]? last = null;
        for (var round = 1; round <= 120; round++)
        {
            for (var step = 1; step <= 40; step++)
            {
                var path = PathOf(round, step);
                if (last is not null)
                {
                    Assert.True(path.AsSpan().SequenceCompareTo(last) > 0);
                    Assert.False(path.AsSpan().StartsWith(last));
                }

                last = path;
            }
        }
    }

    [Fact]
    public void The_last_slot_of_all_has_a_way_that_the_decoder_of_chains_accepts()
    {
        var longest = PathOf(long.MaxValue, int.MaxValue).Length;
        Assert.True(longest < OneTimePath.LengthMax);
        Assert.True(longest <= OneTimeSignature.ChainMax);
        Assert.Equal(
            longest,
            OneTimeSignatureVerifier.ChainLength(new Round(long.MaxValue), new Step(int.MaxValue)));
    }

    [Fact]
    public void Rounds_and_steps_below_1_have_no_way()
    {
        foreach (var (round, step) in new[] { (0L, 1), (1L, 0), (-1L, 1), (1L, -1), (long.MinValue, int.MinValue) })
        {
            Assert.False(OneTimePath.Exists(new Round(round), new Step(step)));
            Assert.Equal(0, OneTimeSignatureVerifier.ChainLength(new Round(round), new Step(step)));
        }
    }

    [Fact(DisplayName = "D28: a link is signed for its depth, its place on the way and its key")]
    public void The_digest_of_a_link_covers_depth_place_and_key()
    {
        var path = OneTimePath.Of(new Round(9), new Step(3));
        byte[] key = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];
        var digest = new byte[32];
        for (var depth = 0; depth < path.Length; depth++)
        {
            var child = path.Children[depth];
            path.WriteLinkDigest(depth, child, new Bytes32(key), digest);
            byte[] covered = [(byte)(depth + 1), .. path.Children[..depth], child, .. key];
            Assert.Equal(DomainHash.Of(HashDomain.OneTimeLink, covered).Bytes, new Bytes32(digest));
        }

        Assert.Equal(4, path.Length);
    }

    [Fact]
    public void Only_nodes_of_a_spine_have_a_fifth_child()
    {
        var path = OneTimePath.Of(new Round(21), new Step(5)); // 4 4 0 0 0 | 4 0 0
        Assert.Equal(
            [5, 5, 5, 4, 4, 5, 5, 4], Enumerable.Range(0, path.Length).Select(path.ChildCount));
    }
}
