using System.Reflection;
using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using PoR.Core.Agreement;
using PoR.Core.Bytes;
using PoR.Core.Canonical;
using PoR.Core.Hashing;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Core.Transactions;

namespace PoR.Core.Tests;

public sealed class HashingTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(495)]
    [InlineData(500)]
    [InlineData(512)]
    [InlineData(70_000)]
    public void A_digest_is_sha256_of_tag_and_bytes(int length)
    {
        var bytes = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();
        var expected = SHA256.HashData([.. HashDomain.Transaction.Tag, .. bytes]);

        Assert.Equal(expected, DomainHash.Of(HashDomain.Transaction, bytes).Bytes.ToArray());
    }

    [Fact]
    public void No_domain_is_the_beginning_of_another()
    {
        var domains = typeof(HashDomain).GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Select(p => (HashDomain)p.GetValue(null)!).ToList();

        Assert.True(domains.Count > 15);
        Assert.Equal(domains.Count, domains.Select(d => d.Name).Distinct().Count());
        foreach (var (a, b) in domains.SelectMany(a => domains.Where(b => b != a).Select(b => (a, b))))
            Assert.False(a.Tag.AsSpan().StartsWith(b.Tag.AsSpan()));
    }

    [Fact]
    public void Bytes_are_compared_first_byte_first() => Prop.ForAll(Keys(), Keys(), (a, b) =>
        Math.Sign(new Bytes32(a).CompareTo(new Bytes32(b))) == Math.Sign(a.AsSpan().SequenceCompareTo(b))
        && Bytes32.Parse(new Bytes32(a).ToString()) == new Bytes32(a)
        && new Bytes32(a).ToArray().AsSpan().SequenceEqual(a)).Check(Repeatable);

    [Fact]
    public void Only_32_bytes_are_32_bytes()
    {
        Assert.Throws<ArgumentException>(() => new Bytes32(new byte[31]));
        Assert.Throws<ArgumentException>(() => new Bytes64(new byte[65]));
        Assert.Throws<ArgumentException>(() => new VrfProof(new byte[79]));
        Assert.Throws<FormatException>(() => Bytes32.Parse("00"));
    }

    [Fact(DisplayName = "PoR §12.3: the seed follows from the leader's output, or from the last seed alone")]
    public void Seeds_depend_on_output_round_and_kind()
    {
        var output = new VrfOutput(new Bytes64(new byte[64]));
        var seeds = new[]
        {
            SeedChain.AfterBlock(output, new Round(1)),
            SeedChain.AfterBlock(output, new Round(2)),
            SeedChain.AfterBlock(new VrfOutput(new Bytes64([1, .. new byte[63]])), new Round(1)),
            SeedChain.AfterEmpty(new Seed(default), new Round(1)),
            SeedChain.AfterEmpty(new Seed(default), new Round(2)),
            SeedChain.AfterEmpty(new Seed(Samples.Fixed(1)), new Round(1)),
        };

        Assert.Equal(seeds.Length, seeds.Distinct().Count());
        Assert.Equal(
            SHA256.HashData([8, .. "PoR.seed"u8, .. new byte[64], 0, 0, 0, 0, 0, 0, 0, 1]), seeds[0].Bytes.ToArray());
        Assert.Equal(
            SHA256.HashData([14, .. "PoR.empty-seed"u8, .. new byte[32], 0, 0, 0, 0, 0, 0, 0, 1]),
            seeds[3].Bytes.ToArray());
    }

    [Fact]
    public void Lengths_are_told_without_writing()
    {
        Assert.Equal(CanonicalBytes.Of(Samples.Vote).Length, Samples.Vote.ByteCount);
        Assert.Equal(LeaderTicket.ByteCount, CanonicalBytes.Of(Samples.Ticket).Length);
        var review = Samples.ReviewEntry.Transaction;
        Assert.Equal(CanonicalBytes.Of(review).Length, review.ByteCount);
        var bare = Samples.Certificate with { Ticket = null, Votes = [] };
        foreach (var certificate in new[] { Samples.Certificate, bare })
            Assert.Equal(CanonicalBytes.Of(certificate).Length, certificate.ByteCount);
    }

    [Fact(DisplayName = "D26, D29: a vote and a transaction are signed whole, each under its own domain")]
    public void What_is_signed_is_a_digest_of_its_domain()
    {
        Assert.Equal(
            DomainHash.Of(HashDomain.Vote, CanonicalBytes.Of(Samples.Ballot)).Bytes.ToArray(),
            UnverifiedVote.SigningBytes(Samples.Ballot));
        Assert.Equal(
            DomainHash.Of(HashDomain.Transaction, CanonicalBytes.Of<Transaction>(Samples.Review)).Bytes.ToArray(),
            SignedTransaction.SigningBytes(Samples.Review));
    }

    [Fact(DisplayName = "PoR §3.7 item 1: a network is the digest of its whole genesis")]
    public void A_network_is_its_genesis()
    {
        var genesis = Samples.Genesis(Samples.Account(1));
        Assert.Equal(
            DomainHash.Of(HashDomain.Genesis, CanonicalBytes.Of(genesis)).Bytes, genesis.Network.Bytes);
        Assert.NotEqual(genesis.Network, Samples.Genesis(Samples.Account(2)).Network);
    }

    [Fact]
    public void Ids_leave_out_signatures_and_block_digests_cover_the_header()
    {
        var again = new SignedTransaction(Samples.Review, Samples.Signature(99));
        Assert.Equal(Samples.ReviewEntry.Transaction.Id, again.Id);
        Assert.NotEqual(again.Id, new SignedTransaction(Samples.Payment, Samples.Signature(99)).Id);
        Assert.Equal(again.Id.Bytes.ToArray(), SignedTransaction.SigningBytes(Samples.Review));

        var block = Samples.Block;
        Assert.Equal(block.Digest, new Block(block.Header, [], []).Digest);
        Assert.NotEqual(block.Digest, new Block(block.Header with { Time = default }, [], []).Digest);
        Assert.NotEqual(Block.DigestOf(block.Payset), Block.DigestOf([.. block.Payset.Reverse()]));
    }

    private static Config Repeatable => Config.QuickThrowOnFailure.WithReplay(3_003, 5);

    // Keys that often share their first bytes.
    private static Arbitrary<byte[]> Keys() => Gen.Choose(0, 255).Select(b => (byte)(b % 3 == 0 ? 0 : b))
        .ListOf(32).Select(list => list.ToArray()).ToArbitrary();
}
