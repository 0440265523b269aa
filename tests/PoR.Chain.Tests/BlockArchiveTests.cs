using PoR.Core.Agreement;
using PoR.Core.Canonical;
using PoR.Core.Rounds;

namespace PoR.Chain.Tests;

/// <summary>Who puts a certified block into the archive gets the same one back, whatever others have put in.</summary>
public sealed class BlockArchiveTests
{
    private const int KeptOpen = 3;

    /// <summary>A block with reviews, with certificates that differ: no two peers count the same votes.</summary>
    private static CertifiedBlock[] Variants
    {
        get
        {
            var (block, whole) = RealChain.Blocks[RealChain.WithReviews];
            Assert.True(whole.Votes.Length > 3, "The certificate has votes to leave out.");
            return
            [
                .. Enumerable.Range(0, whole.Votes.Length)
                    .Select(left => new CertifiedBlock(block, whole with { Votes = whole.Votes.RemoveAt(left) })),
                new CertifiedBlock(block, whole),
                new CertifiedBlock(block, whole with { Votes = [] }),
                new CertifiedBlock(block, whole with { Step = new Step(7) }),
                new CertifiedBlock(block, whole with { Votes = [.. whole.Votes.Select(OfStep7)] }),
            ];
        }
    }

    [Theory]
    [InlineData(KeptOpen)]
    [InlineData(1_000)]
    public void What_comes_out_is_what_went_in(int openRounds)
    {
        var archive = new BlockArchive(openRounds);
        CertifiedBlock[] all = [.. Variants, .. RealChain.Blocks, .. Variants.Reverse().Select(Copy)];

        var archived = all.Select(archive.Put).ToArray();

        var last = RealChain.Blocks[^1].Block.Header.Round;
        Assert.True(RealChain.Blocks[RealChain.WithReviews].Block.Header.Round < last - KeptOpen);
        for (var i = 0; i < all.Length; i++)
            AssertSame(all[i], archive.Open(archived[i]));
    }

    [Fact]
    public void Equal_content_of_recent_rounds_is_kept_once()
    {
        var archive = new BlockArchive(KeptOpen);
        var first = Variants.Select(archive.Put).ToArray();

        Assert.Equal(first, Variants.Select(v => archive.Put(Copy(v))));
        Assert.Equal(first.Length, first.Distinct().Count());
    }

    [Fact]
    public void Recent_blocks_and_votes_are_the_objects_themselves()
    {
        var archive = new BlockArchive(KeptOpen);
        var (block, certificate) = Variants[0];
        var archived = archive.Put(Variants[0]);
        archive.Put(Copy(Variants[1]));

        Assert.Same(block, archive.Open(archived).Block);
        Assert.Same(certificate.Votes[0], archive.Open(archived).Certificate.Votes[0]);
    }

    [Fact]
    public void It_knows_the_rounds_of_its_blocks()
    {
        var archive = new BlockArchive(KeptOpen);
        var archived = RealChain.Blocks.Select(archive.Put).ToArray();

        Assert.Equal(RealChain.Blocks.Select(b => b.Block.Digest), archived.Select(a => a.Digest));
        Assert.Equal(RealChain.Blocks.Select(b => b.Block.Header.Round), archived.Select(a => a.Round));
    }

    [Fact]
    public void Two_votes_of_one_sender_stay_apart()
    {
        var (block, certificate) = Variants[^2];
        var other = certificate with { Votes = certificate.Votes.SetItem(1, OfStep7(certificate.Votes[1])) };
        var archive = new BlockArchive(KeptOpen);
        CertifiedBlock[] both = [new(block, certificate), new(block, other)];

        var archived = both.Select(archive.Put).ToArray();

        AssertSame(both[0], archive.Open(archived[0]));
        AssertSame(both[1], archive.Open(archived[1]));
    }

    [Fact]
    public void What_no_peer_may_certify_is_refused()
    {
        var archive = new BlockArchive(KeptOpen);
        var (block, certificate) = Variants[^4];
        var foreign = new Block(block.Header, [], block.Evidence);
        var reversed = certificate with { Votes = [.. certificate.Votes.Reverse()] };
        var twice = certificate with { Votes = [certificate.Votes[0], .. certificate.Votes] };

        Assert.Throws<ArgumentException>(() => archive.Put(new CertifiedBlock(foreign, certificate)));
        Assert.Throws<ArgumentException>(() => archive.Put(new CertifiedBlock(block, reversed)));
        Assert.Throws<ArgumentException>(() => archive.Put(new CertifiedBlock(block, twice)));
    }

    [Fact]
    public void Many_threads_may_use_it()
    {
        var archive = new BlockArchive(KeptOpen);
        CertifiedBlock[] all = [.. Variants, .. RealChain.Blocks];

        Parallel.For(0, 2_000, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i =>
        {
            var mine = all[i * 7 % all.Length];
            AssertSame(mine, archive.Open(archive.Put(mine)));
        });
    }

    [Fact]
    public void A_chain_of_it_opens_block_by_block()
    {
        var archive = new BlockArchive(KeptOpen);
        var chain = new ArchivedChain(archive, [.. RealChain.Blocks.Select(archive.Put)]);

        Assert.Equal(RealChain.Blocks.Length, chain.Count);
        Assert.Equal(RealChain.Blocks.Select(CanonicalBytes.Of), chain.Select(CanonicalBytes.Of));
        AssertSame(RealChain.Blocks[2], chain[2]);
    }

    private static UnverifiedVote OfStep7(UnverifiedVote vote) =>
        new(vote.Ballot with { Step = new Step(7) }, vote.Signature);

    private static CertifiedBlock Copy(CertifiedBlock block) =>
        CanonicalBytes.Decode<CertifiedBlock>(CanonicalBytes.Of(block), out _)!;

    private static void AssertSame(CertifiedBlock expected, CertifiedBlock actual) =>
        Assert.Equal(CanonicalBytes.Of(expected), CanonicalBytes.Of(actual));
}
