using PoR.Actors.Evaluators;
using PoR.Actors.Gossiping;
using PoR.Actors.Mempools;
using PoR.Actors.Messages;
using PoR.Actors.Rounds;
using PoR.Actors.Tests.Stages;
using PoR.Chain;
using PoR.Consensus.EvidenceRules;
using PoR.Core.Agreement;
using PoR.Core.Bytes;
using PoR.Core.Parameters;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Ledger.Transactions;
using PoR.Wire;

namespace PoR.Actors.Tests.Mempools;

public sealed class MempoolTests
{
    private const string _me = Stage.Mempool;

    private readonly Cast _cast = new(4);

    [Fact(DisplayName = "PoR §5.2 step 0: a valid transaction is pending, and the network hears of it once")]
    public void Takes_what_is_valid()
    {
        var stage = StageOf();
        var review = _cast.Review(1, 1);
        stage.Tell(_me, new MempoolMessage.Submit(review));
        stage.Tell(_me, new MempoolMessage.Submit(review), new MempoolMessage.TransactionReceived(review));

        Assert.Same(review, Assert.Single(stage.Published<PeerMessage.TransactionSent>()).Transaction);
        Assert.Empty(stage.Heard<GossipMessage.Relay>());
        Assert.Equal([review.Id], Pending(stage));
        Assert.Equal(new PoolFault.AlreadyPending(), Assert.Single(stage.Facts<Fact.TransactionRefused>()).Fault);
    }

    [Fact]
    public void A_peers_transaction_is_passed_on_and_not_said_as_ones_own()
    {
        var stage = StageOf();
        var review = _cast.Review(1, 1);
        stage.Tell(_me, new MempoolMessage.TransactionReceived(review), new MempoolMessage.TransactionReceived(review));
        stage.Tell(_me, new MempoolMessage.TransactionReceived(review));

        Assert.Single(stage.Heard<GossipMessage.Relay>());
        Assert.Empty(stage.Heard<GossipMessage.Publish>());
        Assert.Empty(stage.Facts<Fact.TransactionRefused>());
    }

    [Theory(DisplayName = "D36: what is not valid is refused with its reason")]
    [InlineData("network", typeof(TransactionFault.WrongNetwork))]
    [InlineData("expired", typeof(TransactionFault.Expired))]
    [InlineData("ahead", typeof(TransactionFault.TooFarAhead))]
    [InlineData("sequence", typeof(TransactionFault.SequenceUsed))]
    [InlineData("overdrawn", typeof(TransactionFault.Overdrawn))]
    [InlineData("unsigned", typeof(PoolFault.NotSigned))]
    public void Refuses_with_a_reason(string kind, Type reason)
    {
        var stage = StageOf();
        var review = (Transaction.Review)_cast.Review(1, 1).Body;
        var refused = kind switch
        {
            "network" => _cast.Signed(1, review with { Network = default }),
            "expired" => _cast.Signed(1, review with { LastValidRound = new Round(0) }),
            "ahead" => _cast.Signed(1, review with { LastValidRound = new Round(100_000) }),
            "sequence" => _cast.Signed(1, review with { Sequence = 0 }),
            "overdrawn" => _cast.Payment(1, 2, 1, 1_001),
            _ => new SignedTransaction(review, _cast.Review(2, 1).Signature),
        };
        stage.Tell(_me, new MempoolMessage.Submit(refused), new MempoolMessage.TransactionReceived(refused));

        var fault = Assert.Single(stage.Facts<Fact.TransactionRefused>()).Fault;
        Assert.IsType(reason, fault is PoolFault.Invalid { Fault: var broken } ? broken : fault);
        Assert.Equal(kind == "unsigned" ? 1 : 0, stage.Heard<GossipMessage.Forged>().Count());
        Assert.Empty(stage.Heard<GossipMessage.Publish>());
        Assert.Empty(stage.Heard<GossipMessage.Relay>());
        Assert.Empty(Pending(stage));
    }

    [Fact]
    public void A_forged_copy_does_not_keep_the_real_transaction_out()
    {
        var stage = StageOf();
        var review = _cast.Review(1, 1);
        stage.Tell(_me, new MempoolMessage.TransactionReceived(
            new SignedTransaction(review.Body, _cast.Review(2, 1).Signature)));
        stage.Tell(_me, new MempoolMessage.TransactionReceived(review));

        Assert.Equal([review.Id], Pending(stage));
    }

    [Fact]
    public void The_pool_is_bounded_in_all_and_per_sender()
    {
        var stage = StageOf(new MempoolLimits { TransactionsMax = 5, PerSenderMax = 3 });
        for (ulong i = 1; i <= 4; i++)
            stage.Tell(_me, new MempoolMessage.Submit(_cast.Payment(0, 1, i, 1)));
        for (ulong i = 1; i <= 3; i++)
            stage.Tell(_me, new MempoolMessage.Submit(_cast.Payment(1, 2, i, 1)));

        Assert.Equal(5, Pending(stage).Length);
        Assert.Equal(
            [new PoolFault.SenderFull(), new PoolFault.PoolFull()],
            stage.Facts<Fact.TransactionRefused>().Select(f => f.Fault));

        var branch = _cast.Extend(_cast.Root, _cast.Block(3, _cast.Root, _cast.Payment(0, 1, 1, 1)));
        stage.Tell(_me, Moved(branch));
        stage.Tell(_me, new MempoolMessage.Submit(_cast.Payment(0, 1, 4, 1))); // There is room again.
        Assert.Equal(5, Pending(stage).Length);
    }

    [Fact(DisplayName = "D36: what a block holds leaves the pool and is never taken again")]
    public void Included_ones_leave_for_good()
    {
        var stage = StageOf();
        var (included, other) = (_cast.Review(1, 1), _cast.Review(2, 1));
        stage.Tell(_me, new MempoolMessage.Submit(included), new MempoolMessage.Submit(other));
        stage.Tell(_me, Moved(_cast.Extend(_cast.Root, _cast.Block(3, _cast.Root, included))));
        Assert.Equal([other.Id], Pending(stage));

        stage.Tell(_me, new MempoolMessage.Submit(included));
        Assert.Equal([other.Id], Pending(stage));
        Assert.Equal(
            new PoolFault.Invalid(new TransactionFault.SequenceUsed(1, 1)),
            Assert.Single(stage.Facts<Fact.TransactionRefused>()).Fault);
    }

    [Fact(DisplayName = "D36: what has expired leaves the pool")]
    public void Expired_ones_leave()
    {
        var stage = StageOf();
        stage.Tell(_me, new MempoolMessage.Submit(_cast.Review(1, 1, lastRound: 2)));
        var (blocks, _) = _cast.Chain(_cast.Root, 2);
        var one = _cast.Extend(_cast.Root, blocks[0].Block);
        stage.Tell(_me, Moved(one));
        Assert.Single(Pending(stage));
        stage.Tell(_me, Moved(_cast.Extend(one, blocks[1].Block)));
        Assert.Empty(Pending(stage));
    }

    [Fact(DisplayName = "D14: transactions of an abandoned block are pending again, those that still hold")]
    public void Returned_ones_are_pending_again()
    {
        var stage = StageOf();
        var (mine, both) = (_cast.Review(1, 1), _cast.Review(2, 1));
        stage.Tell(_me, Moved(_cast.Extend(_cast.Root, _cast.Block(3, _cast.Root, mine, both))));
        var other = _cast.Extend(_cast.Root, _cast.Block(0, _cast.Root, both));
        stage.Tell(_me, new MempoolMessage.TipMoved(other, [mine, both]));

        Assert.Equal([mine.Id], Pending(stage));
    }

    [Fact(DisplayName = "D12: a proposal is whole when all its transactions are known")]
    public void Expands_compact_blocks()
    {
        var stage = StageOf();
        var (one, two) = (_cast.Review(1, 1), _cast.Review(2, 1));
        var compact = CompactBlock.Of(_cast.Block(3, _cast.Root, one, two));
        stage.Tell(_me, new MempoolMessage.Submit(one), new MempoolMessage.ExpandBlock(compact));
        stage.Tell(_me, new MempoolMessage.Submit(two));
        stage.Tell(_me, new MempoolMessage.ExpandBlock(compact));

        var answers = stage.Heard<CoordinatorMessage.BlockExpanded>().ToArray();
        Assert.Null(answers[0].Block);
        Assert.Equal(2, answers[1].Block!.Payset.Length);
    }

    [Fact(DisplayName = "D13: evidence of a branch that was left does not keep out that of this one")]
    public void Evidence_of_another_branch_shadows_nothing()
    {
        var stage = StageOf(new MempoolLimits());
        var left = _cast.Extend(_cast.Root, _cast.CertifyEmpty(_cast.Root).Block);
        var stays = _cast.Extend(_cast.Root, _cast.Block(3, _cast.Root));
        Evidence[] found = [ContradictionOn(left, 1), ContradictionOn(stays, 1)];
        foreach (var evidence in found)
        {
            stage.Tell(_me, new MempoolMessage.EvidenceFound(evidence));
            stage.Tell(_me, new MempoolMessage.EvidenceFound(evidence));
        }

        Assert.Equal(found, EvidenceOf(stage));
    }

    [Fact(DisplayName = "D15: of an account and round one wrong credential is kept and told, beside other evidence")]
    public void One_wrong_credential_is_kept()
    {
        var stage = StageOf(new MempoolLimits());
        var contradiction = ContradictionOn(_cast.Root, 1);
        foreach (var step in new[] { Step.LeaderSelection, Step.BlockVerification, Step.BlockVerification })
            stage.Tell(_me, new MempoolMessage.EvidenceFound(WrongIn(step)));
        stage.Tell(_me, new MempoolMessage.EvidenceFound(contradiction));

        Assert.Equal([3, 2], EvidenceOf(stage).Select(evidence => (int)evidence.Kind));
        Assert.Equal([3, 2], stage.Heard<ComparisonMessage.Caught>().Select(caught => (int)caught.Evidence.Kind));

        Evidence.WrongCredential WrongIn(Step step) =>
            new(_cast.WithWrongCredential(_cast.Vote(1, _cast.Root.View, step, null)));
    }

    private Evidence.Contradiction ContradictionOn(Branch on, int who) => EvidenceBuilder.Contradiction(
        _cast.Vote(who, on.View, Step.LeaderSelection, null),
        _cast.Vote(who, on.View, Step.LeaderSelection, new BlockValue(on.Tip, _cast[0])));

    [Fact(DisplayName = "D13: evidence is kept once, bounded, until a block holds it or it is too old")]
    public void Evidence_is_bounded_and_dropped_when_done()
    {
        var stage = StageOf(new MempoolLimits { EvidenceMax = 2 });
        for (var who = 0; who < 3; who++)
            stage.Tell(_me, new MempoolMessage.EvidenceFound(Contradiction(who)));
        stage.Tell(_me, new MempoolMessage.EvidenceFound(Contradiction(0)));
        Assert.Equal([_cast[0], _cast[1]], EvidenceOf(stage).Select(e => e.Accused));

        var empty = _cast.Extend(_cast.Root, _cast.CertifyEmpty(_cast.Root).Block);
        var block = _cast.Build(3, empty, [], [Contradiction(0)]).Block;
        stage.Tell(_me, Moved(_cast.Extend(empty, block)));
        Assert.Equal([_cast[1]], EvidenceOf(stage).Select(e => e.Accused));

        var (_, late) = _cast.Chain(_cast.Root, _cast.Genesis.Parameters.EvidenceRounds + 2);
        stage.Tell(_me, Moved(late));
        Assert.Empty(EvidenceOf(stage));
    }

    [Fact(DisplayName = "D36: a transaction that names an own one with its number takes its place in the pool")]
    public void Replaced_by_its_author()
    {
        var stage = StageOf(new MempoolLimits { PerSenderMax = 1 });
        var older = _cast.Payment(1, 2, 1, 5);
        var newer = _cast.Signed(1, _cast.Payment(1, 3, 1, 5).Body with { Replaces = older.Id });
        var stranger = _cast.Signed(2, _cast.Payment(2, 3, 1, 5).Body with { Replaces = newer.Id });
        stage.Tell(_me, new MempoolMessage.Submit(older));
        stage.Tell(_me, new MempoolMessage.Submit(newer));
        stage.Tell(_me, new MempoolMessage.TransactionReceived(older));
        Assert.Equal([newer.Id], Pending(stage));

        stage.Tell(_me, new MempoolMessage.TransactionReceived(stranger));
        Assert.Equal([newer.Id, stranger.Id], Pending(stage)); // Only its author can.

        // A block may hold either.
        stage.Tell(_me, Moved(_cast.Extend(_cast.Root, _cast.Block(3, _cast.Root, older))));
        Assert.Equal([stranger.Id], Pending(stage));
    }

    [Fact(DisplayName = "D36: a review waits in the pool for what its author signed as its predecessor")]
    public void Waits_for_its_predecessor()
    {
        var stage = StageOf(new MempoolLimits());
        var first = _cast.Payment(1, 2, 1, 5);
        var second = _cast.Signed(1, (Transaction.Review)_cast.Review(1, 2).Body with { After = 1 });
        stage.Tell(_me, new MempoolMessage.Submit(second));
        Assert.Equal([second.Id], Pending(stage));

        stage.Tell(_me, new MempoolMessage.TransactionReceived(first));
        var block = _cast.Block(3, _cast.Root, [.. Asked(stage).Candidates]);
        Assert.Equal([first, second], block.Payset.Select(e => e.Transaction));
    }

    [Fact(DisplayName = "D41: one registration of a right is pending, however many keys its holder signs it for")]
    public void A_right_is_pending_once()
    {
        var cast = new Cast(4, Cast.Everyone with
        {
            Admission = new AdmissionParameters { Rate = new Ratio(1, 1), RightRounds = 5 },
        });
        var stage = new Stage(_me, (peer, _) => MempoolActor.Props(peer, cast.Services()));
        var view = cast.Root.View;
        var holder = Enumerable.Range(0, 4).First(who => cast.RightsOf(who, view) > 0);
        var newcomers = new Cast(cast.Genesis, seed: 9, participants: 3);
        var next = cast.Extend(cast.Root, cast.CertifyEmpty(cast.Root).Block);
        stage.Tell(_me, Moved(next));
        SignedTransaction Registration(int who, long seat = 0) => newcomers.Registration(
            who, 1, cast.Sponsor(holder, view, newcomers.NewcomerKeys(who), seat), lastRound: 6);
        stage.Tell(_me, new MempoolMessage.Submit(Registration(0)));
        stage.Tell(_me, new MempoolMessage.Submit(Registration(1)));
        stage.Tell(_me, new MempoolMessage.Submit(Registration(2, seat: 9)));

        Assert.Equal([Registration(0).Id], Pending(stage));
        Assert.Equal(
            [nameof(PoolFault.RightPending), "Unproven.NotDrawn"],
            stage.Facts<Fact.TransactionRefused>().Select(f => f.Fault.Name).Order());
    }

    [Fact(DisplayName = "D42: a review waits in the pool until what it opens is in a block")]
    public void Waits_for_its_commitment()
    {
        var stage = StageOf(new MempoolLimits());
        var salt = new Bytes32([.. Enumerable.Repeat((byte)7, 32)]);
        var written = (Transaction.Review)_cast.Review(1, 2).Body;
        var opened = _cast.Signed(1, written with { CommitmentSalt = salt });
        var commitment = _cast.Signed(1, new Transaction.TextCommitment(
            written.Network, written.Sender, 1, written.LastValidRound,
            Transaction.TextCommitment.DigestOf(written.Sender, written.Note, salt)));
        stage.Tell(_me, new MempoolMessage.Submit(opened));
        stage.Tell(_me, new MempoolMessage.Submit(commitment));

        var first = _cast.Block(3, _cast.Root, [.. Asked(stage).Candidates]);
        Assert.Equal([commitment], first.Payset.Select(e => e.Transaction));
        var next = _cast.Extend(_cast.Root, first);
        stage.Tell(_me, Moved(next));
        Assert.Equal([opened], _cast.Block(3, next, [.. Asked(stage).Candidates]).Payset.Select(e => e.Transaction));
    }

    private static MempoolMessage.TipMoved Moved(Branch branch) => new(branch, []);

    private TransactionId[] Pending(Stage stage) => [.. Asked(stage).Candidates.Select(c => c.Id)];

    private Evidence[] EvidenceOf(Stage stage) => [.. Asked(stage).Evidence];

    private EvaluatorMessage.Build Asked(Stage stage)
    {
        stage.Tell(
            _me, new MempoolMessage.BuildBlock(_cast.Root, new Core.Agreement.Proposer(_cast[0], default), default));
        return stage.Heard<EvaluatorMessage.Build>().Last();
    }

    private Evidence.Contradiction Contradiction(int who) => EvidenceBuilder.Contradiction(
        _cast.Vote(who, _cast.Root.View, Step.LeaderSelection, null),
        _cast.Vote(who, _cast.Root.View, Step.LeaderSelection, new BlockValue(_cast.Root.Tip, _cast[0])));

    private Stage StageOf(MempoolLimits? limits = null)
    {
        var services = _cast.Services() with { Mempool = limits ?? new MempoolLimits() };
        return new Stage(Stage.Mempool, (peer, _) => MempoolActor.Props(peer, services));
    }
}
