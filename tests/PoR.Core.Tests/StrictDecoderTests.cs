using PoR.Core.Agreement;
using PoR.Core.Canonical;
using PoR.Core.Genesis;
using PoR.Core.Rounds;
using PoR.Core.Transactions;

namespace PoR.Core.Tests;

public sealed class StrictDecoderTests
{
    [Fact]
    public void Unknown_kinds_are_refused()
    {
        foreach (var kind in new byte[] { 0, 5, 255 })
            Assert.Contains("kind", FaultOf<Transaction>(Samples.Payment, b => b[0] = kind));
        foreach (var kind in new byte[] { 0, 4, 255 })
            Assert.Contains("kind", FaultOf(Samples.NoConfidence, b => b[0] = kind));
    }

    [Fact]
    public void A_boolean_is_0_or_1()
    {
        for (var value = 2; value < 256; value++)
        {
            var reader = new CanonicalReader([(byte)value]);
            reader.Boolean();
            Assert.NotNull(reader.Fault);
        }

        Assert.Contains("boolean", FaultOf(Samples.PaymentEntry, b => b[^1] = 2));
        Assert.Contains("bit", FaultOf(Samples.BareBallot, b => b[32 + 8 + 4 + 32 + 32 + 1] = 3));
    }

    [Fact]
    public void A_huge_count_allocates_nothing_to_speak_of()
    {
        AssertSmall(() => CanonicalBytes.Decode<Block>(
            [.. CanonicalBytes.Of(Samples.Header), .. Count(Block.EntriesMax)], out _));
        AssertSmall(() => CanonicalBytes.Decode<OneTimeSignature>(
            [.. new byte[64], .. Count(OneTimeSignature.ChainMax)], out _));
        AssertSmall(() => CanonicalBytes.Decode<GenesisDocument>(
            [.. CanonicalBytes.Of(Samples.Genesis())[..^4], .. Count(GenesisDocument.AccountsMax)], out _));
        var voteless = CanonicalBytes.Of(Samples.Certificate with { Votes = [] })[..^4];
        AssertSmall(() => CanonicalBytes.Decode<Certificate>([.. voteless, .. Count(Certificate.VotesMax)], out _));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    [InlineData(Block.EntriesMax + 1)]
    public void A_count_beyond_its_bound_is_refused(int count)
    {
        var header = CanonicalBytes.Of(Samples.Header);
        var decoded = CanonicalBytes.Decode<Block>([.. header, .. Count(count)], out var fault);

        Assert.Null(decoded);
        Assert.Contains("count must be 0..100000", fault);
    }

    [Fact(DisplayName = "PoR §3.7: exactly the reviews of a payset are evaluated")]
    public void An_evaluation_belongs_to_a_review()
    {
        AssertFault(new PaysetEntry(Samples.ReviewEntry.Transaction, null), "review must have an evaluation");
        AssertFault(Samples.PaymentEntry with { Evaluation = Samples.Evaluation }, "nothing else may have one");
    }

    [Fact]
    public void Values_off_their_scales_are_refused()
    {
        AssertFault(Samples.Evaluation with { Score = 101 }, "0..100");
        AssertFault(Samples.Evaluation with { Verdict = (CongruenceVerdict)4 }, "verdict");
        AssertFault<Transaction>(Samples.Review with { Rate = new Rating(6, 1, 5) }, "scale");
        AssertFault<Transaction>(Samples.Review with { Rate = new Rating(5, 5, 5) }, "scale");
        AssertFault<Transaction>(Samples.Review with { Subject = "" }, "subject");
        AssertFault<Transaction>(Samples.Review with { Subject = new string('x', 129) }, "0..128");
        AssertFault<Transaction>(Samples.Payment with { Amount = 0 }, "amount");
        AssertFault<Transaction>(Samples.Payment with { Sequence = 0 }, "sequence");
        AssertFault<Transaction>(Samples.Review with { After = Samples.Review.Sequence }, "below its own");
        AssertFault<Transaction>(Samples.Review with { After = 0 }, "below its own");
        Assert.Contains("below its own", FaultOf<Transaction>(Samples.Payment, b => b[0] |= 0x40));
        Assert.Contains("only a review opens", FaultOf<Transaction>(Samples.TextCommitment, b => b[0] |= 0x20));
        AssertFault<Transaction>(Samples.Payment with { LastValidRound = Round.Genesis }, "last valid round");
        AssertFault(Samples.Header with { Round = Round.Genesis }, "round");
        AssertFault(Samples.Ballot with { Step = new Step(0) }, "step");
        AssertFault(Samples.Certificate with { Round = new Round(-1) }, "round");
        AssertFault(Samples.Ticket with { Round = new Round(0) }, "round");
    }

    [Fact]
    public void A_text_that_is_not_utf8_is_refused()
    {
        var bytes = CanonicalBytes.Of<Transaction>(Samples.Review);
        var subject = 1 + 32 + 32 + 8 + 8 + 4;
        bytes[subject] = 0xFF;
        Assert.Null(CanonicalBytes.Decode<Transaction>(bytes, out var fault));
        Assert.Contains("UTF-8", fault);
        Assert.Null(ReviewNote.TryCreate([0xC0, 0x80])); // An overlong form.
        Assert.Null(ReviewNote.TryCreate([]));
        Assert.Null(ReviewNote.TryCreate(new byte[ReviewNote.BytesMax + 1]));
    }

    [Fact(DisplayName = "PoR §3.7 item 1: genesis lists every account once, in order, with bounded sums")]
    public void Genesis_accounts_are_in_order()
    {
        AssertFault(Samples.Genesis(Samples.Account(2), Samples.Account(1)), "ascending");
        AssertFault(Samples.Genesis(Samples.Account(1), Samples.Account(1)), "ascending");
        var rich = Samples.Account(1) with { Balance = GenesisDocument.BalanceSumMax };
        AssertFault(Samples.Genesis(rich, Samples.Account(2)), "add up");
        AssertFault(Samples.Account(1) with { Reputation = -1 }, "reputation");
        AssertFault(Samples.Account(1) with { Reputation = GenesisAccount.ReputationMax + 1 }, "reputation");
        AssertFault(Samples.Account(1) with { BlacklistedUntil = new Round(-1) }, "blacklist");
    }

    private static byte[] Count(int count)
    {
        var writer = new CanonicalWriter();
        writer.Int32(count);
        return writer.ToArray();
    }

    private static void AssertSmall(Func<object?> decode)
    {
        Assert.Null(decode()); // Once, so that nothing is compiled while we count.
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Null(decode());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 * 1024);
    }

    private static void AssertFault<T>(T value, string says)
        where T : class, ICanonical<T> => Assert.Contains(says, FaultOf(value, _ => { }));

    private static string? FaultOf<T>(T value, Action<byte[]> change)
        where T : class, ICanonical<T>
    {
        var bytes = CanonicalBytes.Of(value);
        change(bytes);
        Assert.Null(CanonicalBytes.Decode<T>(bytes, out var fault));
        return fault;
    }
}
