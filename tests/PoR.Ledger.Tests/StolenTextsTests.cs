using System.Collections.Immutable;
using PoR.Core.Agreement;
using PoR.Core.Bytes;
using PoR.Core.Hashing;
using PoR.Core.Identities;
using PoR.Core.Parameters;
using PoR.Core.Transactions;
using PoR.Evaluation.Behaviour;
using PoR.Ledger.Blocks;
using PoR.Ledger.Transactions;

namespace PoR.Ledger.Tests;

/// <summary>Ten thieves copy ten pending texts to other subjects (PoR §8.3 spamming; D42).</summary>
public sealed class StolenTextsTests
{
    private const int Ten = 10;

    private static readonly Bytes32 _salt = TestData.Bytes("salt");

    private static int[] Authors { get; } = [.. Enumerable.Range(1, Ten)];

    private static int[] Thieves { get; } = [.. Enumerable.Range(101, Ten)];

    [Fact(DisplayName = "D42: a copy on another subject takes nothing from its author")]
    public void Copies_first()
    {
        var chain = Chain();
        var block = chain.Commit([.. Copies(chain), .. Authors.Select(a => Text(chain, a))]);

        // As the rule was, whoever says a text second is a copier: thieves went from 1 to 3, authors stayed at 10.
        Assert.Equal(Authors.Select(TestData.Key), SaidSecond(block));
        Assert.All(FlagsOf(block), flags => Assert.Equal(BehaviourFlags.None, flags));
        Assert.All(Authors, author => Assert.Equal(12, chain.Reputation(author)));
    }

    [Theory(DisplayName = "D42: whoever has committed is never withheld; a copy beside or behind gets nothing")]
    [InlineData(true)]
    [InlineData(false)]
    public void Committed(bool isBeside)
    {
        var chain = Chain();
        chain.Commit([.. Authors.Select(author => Commitment(chain, author, TextOf(author)))]);
        SignedTransaction[] opened = [.. Authors.Select(author => Opened(chain, author, TextOf(author)))];
        if (isBeside)
        {
            // A leader on the thieves' side lets them go first.
            var built = chain.Build([.. opened, .. Copies(chain)]);
            var turned = Turned(built.Block);
            Assert.Equal(Authors.Select(TestData.Key), SaidSecond(turned).Reverse());
            Assert.Equal(built.Next.Root, Assert.IsType<BlockOutcome.Valid>(chain.Execute(turned)).Next.Root);
            var spared = Forge.WithEvaluation(turned, 0, e => e with { Flags = BehaviourFlags.None, RepAdjust = 2 });
            Assert.Contains(
                new BlockFault.FlagsDiffer(0, BehaviourFlags.DuplicateText, BehaviourFlags.None),
                Assert.IsType<BlockOutcome.Invalid>(chain.Execute(spared)).Faults);
            chain.Advance(built);
        }
        else
        {
            chain.Commit(opened);
            chain.Commit(Copies(chain));
        }

        Assert.All(Authors, author => Assert.Equal(12, chain.Reputation(author)));
        Assert.All(Thieves, thief => Assert.Equal(1, chain.Reputation(thief)));
    }

    [Fact(DisplayName = "D42: a copy in an earlier block keeps its gain, and takes nothing from who had committed")]
    public void Earlier_copies()
    {
        var chain = Chain();
        chain.Commit([.. Authors.Select(author => Commitment(chain, author, TextOf(author)))]);
        chain.Commit(Copies(chain, onSubjectOf: true));
        chain.Commit([.. Authors.Select(author => Opened(chain, author, TextOf(author)))]);

        Assert.All(Authors, author => Assert.Equal(12, chain.Reputation(author)));
        Assert.All(Thieves, thief => Assert.Equal(3, chain.Reputation(thief)));
    }

    [Theory(DisplayName = "D42: a thief that commits to what it has seen is as late as its commitment")]
    [InlineData(true, BehaviourFlags.DuplicateText)] // In the block that shows the text.
    [InlineData(false, BehaviourFlags.None)] // In the block before, when nobody could know it.
    public void A_committed_copy(bool hasSeen, BehaviourFlags expected)
    {
        var chain = Chain();
        chain.Commit(Commitment(chain, 1, "80 a text"));
        if (!hasSeen)
            chain.Commit(Commitment(chain, 2, "80 a text"));
        chain.Commit([Opened(chain, 1, "80 a text"), .. hasSeen ? [Commitment(chain, 2, "80 a text")] : Nothing]);

        Assert.Equal([expected], FlagsOf(chain.Commit(Opened(chain, 2, "80 a text"))));
    }

    [Theory(DisplayName = "D42: a thief that commits while a leader holds a review back gains beside it")]
    [InlineData(true, 12)] // Who has committed loses nothing.
    [InlineData(false, 10)] // Who has not is a copier.
    public void Held_back(bool hasCommitted, long expected)
    {
        var chain = Chain();
        if (hasCommitted)
            chain.Commit(Commitment(chain, 1, "80 a text"));
        var review = hasCommitted
            ? Opened(chain, 1, "80 a text")
            : chain.Review(1, subject: "of 1", text: "80 a text");

        // It waits in the pool for all to see, while a leader on the thief's side makes a block without it.
        chain.Commit(Commitment(chain, 101, "80 a text"));
        chain.Commit(Opened(chain, 101, "80 a text"), review);

        Assert.Equal((expected, 3), (chain.Reputation(1), chain.Reputation(101)));
    }

    [Fact(DisplayName = "D42: an author that commits to one text twice has said it twice")]
    public void Own_copies()
    {
        var chain = Chain();
        chain.Commit(Commitment(chain, 1, "80 a text"), Commitment(chain, 1, "80 A text!"));

        Assert.Equal(
            [BehaviourFlags.None, BehaviourFlags.DuplicateText],
            FlagsOf(chain.Commit(Opened(chain, 1, "80 a text"), Opened(chain, 1, "80 A text!"))));
    }

    [Fact(DisplayName = "D42: without a commitment a text counts as said by its author and on its subject")]
    public void Without_commitment()
    {
        var chain = Chain();
        chain.Commit(chain.Review(1, subject: "novel", text: "80 a text"));

        Assert.Equal(
            [BehaviourFlags.DuplicateText, BehaviourFlags.None, BehaviourFlags.DuplicateText],
            FlagsOf(chain.Commit(
                chain.Review(2, subject: "novel", text: "80 a text"),
                chain.Review(3, subject: "film", text: "80 a text"),
                chain.Review(1, subject: "disc", text: "80 a text"))));
    }

    [Theory(DisplayName = "D42: a commitment opens from the next block on, for so many rounds")]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public void Age(int age, bool isValid)
    {
        var chain = Chain(new BehaviourParameters { DuplicateRounds = 3 });
        var (commitment, opened) = (Commitment(chain, 1, "80 a text"), Opened(chain, 1, "80 a text"));
        if (age == 0)
        {
            Assert.Equal([commitment], chain.Build([commitment, opened]).Block.Payset.Select(e => e.Transaction));
            return;
        }

        chain.Commit(commitment);
        chain.SkipEmpty(age - 1);
        var fault = chain.FaultOf(opened);
        Assert.Equal(isValid ? null : new TransactionFault.CommitmentMissing(), fault);
        Assert.NotEqual(true, fault?.IsFinal); // An author may commit once more.
    }

    [Fact(DisplayName = "D42: a commitment opens for its author, its text and its salt alone")]
    public void Binding()
    {
        var chain = Chain();
        chain.Commit(Commitment(chain, 1, "80 a text"));
        var opened = (Transaction.Review)Opened(chain, 1, "80 a text").Body;

        Assert.Null(chain.FaultOf(TestData.Sign(opened)));
        Transaction.Review[] others =
        [
            opened with { Sender = TestData.Key(2) },
            opened with { Note = TestData.Note("80 A text") },
            opened with { CommitmentSalt = TestData.Bytes("pepper") },
        ];
        Assert.All(others, other => Assert.IsType<TransactionFault.CommitmentMissing>(
            chain.FaultOf(TestData.Sign(other))));
    }

    [Fact(DisplayName = "D42: a review that would make another of its block a copy waits for the next block")]
    public void Waits()
    {
        var chain = Chain();
        chain.Commit(Commitment(chain, 1, "80 a text"));
        var copy = chain.Review(2, text: "80 a text");
        var before = chain.Review(1);
        var opened = TestData.Sign((Transaction.Review)Opened(chain, 1, "80 a text").Body with
        {
            After = before.Body.Sequence,
        });
        Assert.Equal([before, opened], chain.Build([opened, before]).Block.Payset.Select(e => e.Transaction));

        var built = chain.Build([copy, before, opened]);
        Assert.Equal([copy, before], built.Block.Payset.Select(e => e.Transaction));
        chain.Advance(built);

        // Once its predecessor is in a block, a copy for each block does not hold it back.
        Assert.Equal(
            [BehaviourFlags.None, BehaviourFlags.DuplicateText],
            FlagsOf(chain.Commit(chain.Review(3, text: "80 a text"), opened)));
    }

    [Fact(DisplayName = "D42: reviews that open nothing take no leader's time before those that are valid")]
    public void Salts_are_free()
    {
        var chain = Chain();
        chain.Commit(Commitment(chain, 1, TextOf(1)), chain.Review(102));
        SignedTransaction[] empty = [Opened(chain, 101, TextOf(1)), Opened(chain, 102, TextOf(1))];
        SignedTransaction[] valid = [Text(chain, 2), Opened(chain, 1, TextOf(1))];

        // As a pool has them: who is known, in the order of arrival, and then free keys.
        Assert.Equal(
            [valid[1], valid[0], empty[1], empty[0]],
            CandidateOrder.Of([valid[0], empty[1], valid[1], empty[0]], chain.State));
    }

    private static SignedTransaction[] Nothing => [];

    private static Scenario Chain(BehaviourParameters? behaviour = null) => new(
        ProtocolParameters.Paper with { Behaviour = behaviour ?? new() },
        Authors.Select(author => TestData.Account(author, 10)));

    private static string TextOf(int author) => $"80 what {author} says";

    private static SignedTransaction Text(Scenario chain, int author) =>
        chain.Review(author, subject: $"of {author}", text: TextOf(author));

    private static SignedTransaction[] Copies(Scenario chain, bool onSubjectOf = false) =>
    [
        .. Authors.Zip(Thieves, (author, thief) => chain.Review(
            thief, subject: onSubjectOf ? $"of {author}" : null, text: TextOf(author))),
    ];

    private static SignedTransaction Commitment(Scenario chain, int author, string text) => TestData.Sign(
        new Transaction.TextCommitment(
            chain.Network, TestData.Key(author), chain.NextSequence(author), chain.State.Round + 100,
            Transaction.TextCommitment.DigestOf(TestData.Key(author), TestData.Note(text), _salt)));

    private static SignedTransaction Opened(Scenario chain, int author, string text) => TestData.Sign(
        (Transaction.Review)chain.Review(author, subject: $"of {author}", text: text).Body with
        {
            CommitmentSalt = _salt,
        });

    private static Block Turned(Block block)
    {
        ImmutableArray<PaysetEntry> payset = [.. block.Payset.Reverse()];
        return new Block(block.Header with { PaysetDigest = Block.DigestOf(payset) }, payset, block.Evidence);
    }

    /// <summary>Who says a text that an earlier review of the block has said.</summary>
    private static IEnumerable<PublicKey> SaidSecond(Block block)
    {
        var said = new HashSet<Digest>();
        return [.. Reviews(block).Where(r => !said.Add(TextFingerprint.Of(r.Note))).Select(r => r.Sender)];
    }

    private static IEnumerable<Transaction.Review> Reviews(Block block) =>
        block.Payset.Select(e => e.Transaction.Body).Cast<Transaction.Review>();

    private static IEnumerable<BehaviourFlags> FlagsOf(Block block) =>
        block.Payset.Where(e => e.Evaluation is not null).Select(e => e.Evaluation!.Flags);
}
