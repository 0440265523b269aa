using PoR.Core.Agreement;
using PoR.Core.Parameters;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Ledger.Blocks;

namespace PoR.Ledger.Tests;

/// <summary>How much a block may hold: exactly the bound, and not one more.</summary>
public sealed class BlockBoundsTests
{
    private const int BytesMax = 16 * 1024;

    [Fact(DisplayName = "A block holds as many transactions as the parameters allow, and not one more")]
    public void Transactions()
    {
        var chain = new Scenario(
            ProtocolParameters.Paper with { BlockTransactionsMax = 3 }, TestData.Account(1, 9, balance: 50));
        SignedTransaction[] payments = [.. Enumerable.Range(0, 4).Select(_ => chain.Payment(1, 2, 1))];
        var built = chain.Build(payments);

        Assert.Equal(payments[..3], built.Block.Payset.Select(e => e.Transaction));
        Assert.IsType<BlockOutcome.Valid>(chain.Execute(built.Block));
        var entry = new PaysetEntry(payments[3], null);
        AssertFault<BlockFault.TooManyEntries>(
            chain, Forge.WithPayset(built.Block, built.Block.Payset.Add(entry)));
    }

    [Theory(DisplayName = "A leader takes no more than it has time for, and no more than a block may hold")]
    [InlineData(2, 2)]
    [InlineData(5, 3)]
    public void Time(int tried, int expected)
    {
        var chain = new Scenario(
            ProtocolParameters.Paper with { BlockTransactionsMax = 3 }, TestData.Account(1, 9, balance: 50));
        SignedTransaction[] payments = [.. Enumerable.Range(0, 4).Select(_ => chain.Payment(1, 2, 1))];
        var builder = new BlockBuilder(
            chain.State, Scenario.Leader, Scenario.SeedAfter(chain.State), chain.NextTime, payments, [],
            new FakeScores());
        builder.Try(tried);

        Assert.Equal((expected, expected < 3), (builder.Entries, builder.HasMore));
        Assert.Equal(payments[..expected], builder.Seal().Block.Payset.Select(e => e.Transaction));
    }

    [Fact(DisplayName = "A block holds 64 pieces of evidence, and not one more")]
    public void Evidences()
    {
        var chain = new Scenario(
            ProtocolParameters.Paper, Enumerable.Range(0, 65).Select(i => TestData.Account(i)));
        chain.SkipEmpty(1);
        Evidence[] evidence = [.. Enumerable.Range(0, 65).Select(i => TestData.NoConfidence(i, 1))];
        var built = chain.Build([], [.. evidence]);

        Assert.Equal(evidence[..64], built.Block.Evidence);
        Assert.IsType<BlockOutcome.Valid>(chain.Execute(built.Block));
        AssertFault<BlockFault.TooManyEntries>(chain, Forge.WithEvidence(built.Block, [.. evidence]));
    }

    [Fact(DisplayName = "A leader gives at most half of its block to evidence, so that reviews find room")]
    public void Half_of_a_block_is_evidence()
    {
        var chain = new Scenario(
            ProtocolParameters.Paper with { BlockBytesMax = BytesMax },
            Enumerable.Range(0, 64).Select(i => TestData.Account(i)));
        chain.SkipEmpty(1);
        Evidence[] evidence = [.. Enumerable.Range(0, 64).Select(WithVote)];
        var built = chain.Build([], [.. evidence]);

        Assert.Equal(BytesMax / 2 / BlockSize.OfEvidence([evidence[0]]), built.Block.Evidence.Length);
        Assert.InRange(built.Block.Evidence.Length, 1, 63);
    }

    [Fact(DisplayName = "A block is filled to its last byte, and one byte more makes it invalid")]
    public void Bytes()
    {
        var chain = new Scenario(
            ProtocolParameters.Paper with { BlockBytesMax = BytesMax }, TestData.Account(1), TestData.Account(2));
        var first = TextOf(chain, 1, 8_000);
        var second = TextOf(chain, 2, 1);
        var room = BytesMax - (int)BlockSize.Of(chain.Build([first, second]).Block);

        var exact = chain.Build([first, TextOf(chain, 2, 1 + room)]);
        Assert.Equal(BytesMax, BlockSize.Of(exact.Block));
        Assert.IsType<BlockOutcome.Valid>(chain.Execute(exact.Block));

        var large = TextOf(chain, 2, 2 + room);
        Assert.Equal([first], chain.Build([first, large]).Block.Payset.Select(e => e.Transaction));
        var entry = exact.Block.Payset[1] with { Transaction = large };
        AssertFault<BlockFault.TooLarge>(chain, Forge.WithPayset(exact.Block, exact.Block.Payset.With(1, entry)));
    }

    private static Evidence WithVote(int accused)
    {
        var evidence = (Evidence.NoConfidence)TestData.NoConfidence(accused, 1);
        var ballot = new Ballot(
            default, evidence.Round, Step.BlockVerification, evidence.Parent, TestData.Key(accused),
            null, null, evidence.Value, TestData.Proof(1));
        return evidence with
        {
            Votes = [new UnverifiedVote(ballot, new OneTimeSignature(TestData.AnySignature, []))],
        };
    }

    private static SignedTransaction TextOf(Scenario chain, int author, int length) => chain.Review(
        author,
        subject: "subject",
        text: "80 " + new string('x', length),
        writtenAt: chain.NextTime.Milliseconds,
        sequence: 1);

    private static void AssertFault<T>(Scenario chain, Block block)
        where T : BlockFault =>
        Assert.IsType<T>(Assert.IsType<BlockOutcome.Invalid>(chain.Execute(block)).Faults[0]);
}
