using PoR.Core.Agreement;
using PoR.Core.Canonical;
using PoR.Core.Parameters;
using PoR.Core.Rounds;
using PoR.Core.Transactions;

namespace PoR.Core.Tests;

/// <summary>Each bound of a decoder: the last value that is taken and the first that is not.</summary>
public sealed class DecoderBoundsTests
{
    [Fact]
    public void A_list_is_as_long_as_its_kind_allows()
    {
        var certificate = CanonicalBytes.Of(Samples.Certificate with { Votes = [] })[..^4];
        AssertCount<Certificate>(certificate, Certificate.VotesMax, 100_000);
        var evidence = CanonicalBytes.Of<Evidence>(NoConfidenceWithoutVotes())[..^4];
        AssertCount<Evidence>(evidence, Evidence.VotesMax, 100_000);
        AssertCount<OneTimeSignature>(new byte[64], OneTimeSignature.ChainMax, 128);
        var header = CanonicalBytes.Of(Samples.Header);
        AssertCount<Block>(header, Block.EntriesMax, 100_000);
        AssertCount<Block>([.. header, 0, 0, 0, 0], Block.EvidenceMax, 64);
    }

    [Fact]
    public void A_text_has_at_most_its_number_of_bytes()
    {
        AssertTaken<Transaction>(Samples.Review with { Subject = new string('x', 128) });
        AssertRefused<Transaction>(Samples.Review with { Subject = new string('x', 129) }, "0..128");
        AssertTaken<Transaction>(Samples.Review with { Category = new string('x', 128) });
        AssertRefused<Transaction>(Samples.Review with { Category = new string('x', 129) }, "0..128");
        Assert.NotNull(ReviewNote.TryCreate(Letters(8_192)));
        Assert.Null(ReviewNote.TryCreate(Letters(8_193)));
    }

    [Fact]
    public void A_round_and_a_step_begin_with_1()
    {
        AssertTaken(Samples.Ballot with { Round = new Round(1), Step = new Step(1) });
        AssertRefused(Samples.Ballot with { Round = new Round(0) }, "a round and a step");
        AssertRefused(Samples.Ballot with { Step = new Step(0) }, "a round and a step");
        AssertTaken(Samples.Certificate with { Round = new Round(1), Step = new Step(1) });
        AssertRefused(Samples.Certificate with { Round = new Round(0) }, "a round and a step");
        AssertRefused(Samples.Certificate with { Step = new Step(0) }, "a round and a step");
        AssertTaken(Samples.Ticket with { Round = new Round(1) });
        AssertRefused(Samples.Ticket with { Round = new Round(0) }, "a round");
        AssertTaken(Samples.Header with { Round = new Round(1) });
        AssertRefused(Samples.Header with { Round = new Round(0) }, "a block's round");
        AssertTaken<Transaction>(Samples.Payment with { LastValidRound = new Round(1), Sequence = 1, Amount = 1 });
        AssertRefused<Transaction>(Samples.Payment with { LastValidRound = new Round(0) }, "last valid round");
        AssertRefused<Transaction>(Samples.Payment with { Sequence = 0 }, "sequence number");
        AssertRefused<Transaction>(Samples.Payment with { Amount = 0 }, "amount");
    }

    [Fact(DisplayName = "PoR §3.7: an evaluation has a score of 0 to 100, one of four verdicts and eight flags")]
    public void An_evaluation_lies_on_its_scales()
    {
        AssertTaken(Samples.Evaluation with { Score = 100 });
        AssertRefused(Samples.Evaluation with { Score = 101 }, "0..100");
        AssertTaken(Samples.Evaluation with { Verdict = (CongruenceVerdict)3, Flags = (BehaviourFlags)255 });
        AssertRefused(Samples.Evaluation with { Verdict = (CongruenceVerdict)4 }, "verdict");
    }

    [Theory(DisplayName = "PoR §3.6: a rating lies on its scale [a, b], 0 ≤ a < b ≤ 1000")]
    [InlineData(0, 0, 1, true)]
    [InlineData(1, 0, 1, true)]
    [InlineData(-1, 0, 1, false)]
    [InlineData(2, 0, 1, false)]
    [InlineData(5, 5, 5, false)]
    [InlineData(0, -1, 1, false)]
    [InlineData(1_000, 0, 1_000, true)]
    [InlineData(1, 0, 1_001, false)]
    public void A_rating_lies_on_its_scale(int value, int min, int max, bool isValid)
    {
        var rating = new Rating(value, min, max);
        Assert.Equal(isValid, rating.IsValid);
        var reader = new CanonicalReader(CanonicalBytes.Of(rating));
        Rating.Read(ref reader);
        Assert.Equal(isValid, reader.IsComplete);
    }

    [Theory]
    [InlineData(0, 1, true)]
    [InlineData(-1, 1, false)]
    [InlineData(1, 0, false)]
    public void A_ratio_is_0_or_more(int numerator, int denominator, bool isValid)
    {
        var reader = new CanonicalReader(CanonicalBytes.Of(new Ratio(numerator, denominator)));
        Ratio.Read(ref reader);
        Assert.Equal(isValid, reader.IsComplete);
    }

    [Fact(DisplayName = "PoR §3.7 item 1: genesis bounds a reputation, a blacklist and the sum of all money")]
    public void Genesis_has_bounds()
    {
        AssertTaken(Samples.Account(1) with { Reputation = 0, BlacklistedUntil = Round.Genesis });
        AssertTaken(Samples.Account(1) with { Reputation = 1L << 39 });
        AssertRefused(Samples.Account(1) with { Reputation = -1 }, "reputation");
        AssertRefused(Samples.Account(1) with { Reputation = (1L << 39) + 1 }, "reputation");
        AssertRefused(Samples.Account(1) with { BlacklistedUntil = new Round(-1) }, "blacklist");

        var rich = Samples.Account(1) with { Balance = long.MaxValue - 1 };
        AssertTaken(Samples.Genesis(rich, Samples.Account(2) with { Balance = 1 }));
        AssertRefused(Samples.Genesis(rich, Samples.Account(2) with { Balance = 2 }), "add up");
    }

    [Fact(DisplayName = "A block's body is its own only where both digests of its header agree")]
    public void A_body_is_covered_by_its_header()
    {
        var header = Samples.Header with
        {
            PaysetDigest = Block.DigestOf([Samples.PaymentEntry]),
            EvidenceDigest = Block.DigestOf([Samples.NoConfidence]),
        };

        Assert.True(new Block(header, [Samples.PaymentEntry], [Samples.NoConfidence]).HasOwnBody);
        Assert.False(new Block(header, [Samples.ReviewEntry], [Samples.NoConfidence]).HasOwnBody);
        Assert.False(new Block(header, [Samples.PaymentEntry], []).HasOwnBody);
    }

    private static byte[] Letters(int count) => [.. Enumerable.Repeat((byte)'x', count)];

    private static Evidence.NoConfidence NoConfidenceWithoutVotes() =>
        new(new Round(6), new BlockDigest(Samples.Fixed(14)), Samples.Value, []);

    // A count that is taken is followed by the complaint that its values are missing.
    private static void AssertCount<T>(byte[] before, int max, int expected)
        where T : class, ICanonical<T>
    {
        Assert.Equal(expected, max);
        Assert.Contains(" are expected, ", FaultOf<T>(WithCount(before, max)), StringComparison.Ordinal);
        Assert.Contains($"0..{expected}", FaultOf<T>(WithCount(before, max + 1)), StringComparison.Ordinal);
    }

    private static byte[] WithCount(byte[] before, int count)
    {
        var writer = new CanonicalWriter();
        writer.Int32(count);
        return [.. before, .. writer.ToArray()];
    }

    private static void AssertTaken<T>(T value)
        where T : class, ICanonical<T> => Assert.Null(FaultOf<T>(CanonicalBytes.Of(value)));

    private static void AssertRefused<T>(T value, string says)
        where T : class, ICanonical<T> =>
        Assert.Contains(says, FaultOf<T>(CanonicalBytes.Of(value)), StringComparison.Ordinal);

    private static string? FaultOf<T>(byte[] bytes)
        where T : class, ICanonical<T>
    {
        CanonicalBytes.Decode<T>(bytes, out var fault);
        return fault;
    }
}
