using System.Collections.Immutable;
using PoR.Core.Agreement;
using PoR.Core.Canonical;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Evaluation;

namespace PoR.Chain.Tests;

public sealed class ChainVerifierTests
{
    /// <summary>All members of the network sign whatever they are shown: what is left is the re-run.</summary>
    private static readonly Cast _mad = new(RealChain.Genesis, seed: 1);

    [Fact(DisplayName = "A stranger accepts what a network has decided: blocks, an empty block, evidence")]
    public void Accepts_a_real_chain()
    {
        var verifier = RealChain.VerifierAfter(RealChain.Blocks.Length);

        Assert.Equal(RealChain.Blocks[^1].Block.Digest, verifier.Branch.Tip);
        Assert.True(RealChain.Blocks[RealChain.WithReviews].Block.Payset.Length > 1);
        Assert.True(RealChain.Empty < RealChain.WithEvidence);
        var accused = RealChain.Blocks[RealChain.WithEvidence].Block.Evidence[0].Accused;
        Assert.Null(RealChain.VerifierAfter(RealChain.WithEvidence + 1).Branch.View.Find(accused));
    }

    [Fact(DisplayName = "Any changed bit of a block or its certificate is refused")]
    public void Refuses_changed_bits()
    {
        foreach (var index in new[] { RealChain.WithReviews, RealChain.Empty, RealChain.WithEvidence })
        {
            var verifier = RealChain.VerifierAfter(index);
            var bytes = CanonicalBytes.Of(RealChain.Blocks[index]);
            for (var i = 0; i < bytes.Length; i += i < 600 ? 1 : 37)
            {
                bytes[i] ^= (byte)(1 << (i % 8));
                Assert.True(verifier.Append(bytes) is not null, $"Block {index} was accepted with byte {i} changed.");
                bytes[i] ^= (byte)(1 << (i % 8));
            }

            Assert.NotNull(verifier.Append(bytes.AsSpan(0, bytes.Length - 1)));
            Assert.NotNull(verifier.Append([.. bytes, 0]));
            Assert.Null(verifier.Append(bytes)); // Nothing of all that was taken in.
        }
    }

    [Theory(DisplayName = "PoR §5.2 step 5: a certificate that is not whole proves nothing")]
    [InlineData("dropped", "seats needed.")]
    [InlineData("duplicated", "ascending order of their senders")]
    [InlineData("reordered", "ascending order of their senders")]
    [InlineData("another's ticket", "not that of the leader")]
    [InlineData("no ticket", "another way")]
    [InlineData("another step", "in step 4 is of another step, or for another value.")]
    [InlineData("impossible step", "no round can end this way in step 5.")]
    [InlineData("another round", "it is of round")]
    [InlineData("another parent", "it is of another branch")]
    [InlineData("another block", "of another block")]
    [InlineData("another's signature", "the vote of VOTER in step 4 bears a one-time signature that does not hold.")]
    [InlineData("forged ticket", "the ticket of the leader LEADER bears a proof of the seed that does not hold.")]
    public void Refuses_other_certificates(string kind, string reason)
    {
        var (block, certificate) = RealChain.Blocks[RealChain.WithReviews];
        var votes = certificate.Votes;
        var other = RealChain.Genesis.Accounts.First(a => a.Key != block.Header.Proposer!.Leader).Key;
        var verifier = RealChain.VerifierAfter(RealChain.WithReviews);
        var changed = kind switch
        {
            "dropped" => certificate with { Votes = votes.RemoveAt(2) },
            "duplicated" => certificate with { Votes = votes.RemoveAt(2).Insert(1, votes[1]) },
            "reordered" => certificate with { Votes = [votes[1], votes[0], .. votes.Skip(2)] },
            "another's ticket" => certificate with { Ticket = _mad.Ticket(_mad.NumberOf(other), verifier.Branch.View) },
            "another's signature" => certificate with
            {
                Votes = votes.SetItem(1, new UnverifiedVote(votes[1].Ballot, votes[0].Signature)),
            },
            "forged ticket" => certificate with
            {
                Ticket = certificate.Ticket! with { SeedProof = certificate.Ticket.Credential },
            },
            "no ticket" => certificate with { Ticket = null },
            "another step" => certificate with { Step = new Step(7) },
            "impossible step" => certificate with { Step = new Step(5) },
            "another round" => certificate with { Round = certificate.Round.Next },
            "another parent" => certificate with { Parent = certificate.Block },
            _ => certificate with { Block = certificate.Parent },
        };

        AssertRefused(verifier, new CertifiedBlock(block, changed), reason
            .Replace("VOTER", $"{votes[1].Ballot.Sender}", StringComparison.Ordinal)
            .Replace("LEADER", $"{certificate.Ticket!.Sender}", StringComparison.Ordinal));
    }

    [Theory(DisplayName = "PoR §5.2 step 3: a re-run finds what even a whole committee cannot make true")]
    [InlineData("score", "scores")]
    [InlineData("verdict", "verdict")]
    [InlineData("adjustment", "RepAdjust must be")]
    [InlineData("flags", "flags must be")]
    [InlineData("left out", "another state")]
    [InlineData("sequence", "sequence number")]
    [InlineData("twice", "Entry 2: The sequence number")]
    [InlineData("signature", "did not sign")]
    [InlineData("state root", "another state")]
    [InlineData("payset digest", "does not cover this payset")]
    [InlineData("evidence digest", "does not cover this evidence")]
    [InlineData("seed proof", "proof of the seed")]
    [InlineData("parent seed", "another seed")]
    [InlineData("time", "below its parent's")]
    [InlineData("network", "another network")]
    [InlineData("round", "is of round")]
    [InlineData("parent", "another parent")]
    [InlineData("evidence", "too old, or has not ended")]
    public void Refuses_blocks_that_break_rules(string kind, string reason)
    {
        var verifier = RealChain.VerifierAfter(RealChain.WithReviews);
        var real = RealChain.Blocks[RealChain.WithReviews].Block;
        var first = real.Payset[0];
        var header = real.Header;
        var block = kind switch
        {
            "score" => WithFirst(real, first with
            {
                Evaluation = Evaluation(first, e => e with { Score = Off(e.Score) }),
            }),
            "verdict" => WithFirst(real, first with
            {
                Evaluation = Evaluation(first, e => e with { Verdict = CongruenceVerdict.NoEvidence }),
            }),
            "adjustment" => WithFirst(real, first with
            {
                Evaluation = Evaluation(first, e => e with { RepAdjust = e.RepAdjust + 1 }),
            }),
            "flags" => WithFirst(real, first with
            {
                Evaluation = Evaluation(first, e => e with { Flags = BehaviourFlags.ShortInterval }),
            }),
            "left out" => With(real, real.Payset.RemoveAt(0)),
            "sequence" => WithFirst(real, first with
            {
                Transaction = new SignedTransaction(first.Transaction.Body with { Sequence = 0 }, default),
            }),
            "twice" => With(real, real.Payset.Insert(1, first)),
            "signature" => WithFirst(real, first with
            {
                Transaction = new SignedTransaction(first.Transaction.Body, real.Payset[1].Transaction.Signature),
            }),
            "evidence" => WithEvidence(real),
            _ => new Block(Changed(header, kind), real.Payset, real.Evidence),
        };

        AssertRefused(verifier, _mad.Certify(verifier.Branch, block), reason);
    }

    [Fact]
    public void Refuses_blocks_out_of_order()
    {
        var verifier = RealChain.VerifierAfter(2);
        AssertRefused(verifier, RealChain.Blocks[3], "it is of round 4, not");
        AssertRefused(verifier, RealChain.Blocks[1], "it is of round 2, not");
        Assert.Null(verifier.Append(CanonicalBytes.Of(RealChain.Blocks[2])));
        AssertRefused(verifier, RealChain.Blocks[2], "it is of round 3, not");
    }

    [Fact(DisplayName = "PoR §5.1: there is one empty block, whatever a committee signs")]
    public void Refuses_another_empty_block()
    {
        var verifier = RealChain.VerifierAfter(RealChain.Empty);
        var real = RealChain.Blocks[RealChain.Empty].Block;
        var later = new Block(real.Header with { Time = new Timestamp(real.Header.Time.Milliseconds + 1) }, [], []);

        AssertRefused(verifier, _mad.Certify(verifier.Branch, later), "must be B_ε");
    }

    [Fact(DisplayName = "A changed genesis is refused, or begins a network to which no block of this chain belongs")]
    public void Refuses_a_changed_genesis()
    {
        var bytes = RealChain.GenesisBytes;
        var first = CanonicalBytes.Of(RealChain.Blocks[0]);
        for (var i = 0; i < bytes.Length; i++)
        {
            foreach (var bit in new[] { 0, 6, 7 })
            {
                bytes[i] ^= (byte)(1 << bit);
                var verifier = ChainVerifier.Start(bytes, EvaluationModel.Embedded, out var fault);
                Assert.NotEqual(verifier is null, fault is null);
                Assert.True(verifier?.Append(first) is not null || fault is not null, $"Byte {i} is of no account.");
                bytes[i] ^= (byte)(1 << bit);
            }
        }
    }

    [Fact]
    public void Refuses_the_chain_of_another_evaluation_model()
    {
        var other = new Core.Genesis.GenesisDocument(
            RealChain.Genesis.Name, RealChain.Genesis.Parameters, default, true, RealChain.Genesis.Seed,
            RealChain.Genesis.Time, RealChain.Genesis.Accounts);

        Assert.Null(ChainVerifier.Start(CanonicalBytes.Of(other), EvaluationModel.Embedded, out var fault));
        Assert.Equal(new ChainFault.OtherEvaluator(default, EvaluationModel.Embedded.Digest), fault);
        Assert.Contains("was evaluated by model", FaultSentences.Of(fault!), StringComparison.Ordinal);
        Assert.Equal(Round.Genesis, fault!.Round);
    }

    [Fact]
    public void Bytes_that_are_no_chain_are_refused_without_a_crash()
    {
        Assert.Null(ChainVerifier.Start([], EvaluationModel.Embedded, out var fault));
        Assert.NotNull(fault);
        var verifier = RealChain.VerifierAfter(0);
        Assert.Equal(new Round(1), verifier.Append([])!.Round);
        Assert.NotNull(verifier.Append(new byte[100_000]));
        Assert.NotNull(verifier.Append(RealChain.GenesisBytes));
    }

    private static BlockHeader Changed(BlockHeader header, string kind) => kind switch
    {
        "state root" => header with { StateRoot = header.PaysetDigest },
        "payset digest" => header with { PaysetDigest = header.StateRoot },
        "evidence digest" => header with { EvidenceDigest = header.StateRoot },
        "seed proof" => header with
        {
            Proposer = header.Proposer! with
            {
                SeedProof = RealChain.Blocks[RealChain.WithReviews].Certificate.Ticket!.Credential,
            },
        },
        "parent seed" => header with { ParentSeed = default },
        "time" => header with { Time = new Timestamp(-1) },
        "network" => header with { Network = default },
        "round" => header with { Round = header.Round.Next },
        _ => header with { Parent = default },
    };

    private static Block WithEvidence(Block real)
    {
        var vote = _mad.Vote(3, RealChain.VerifierAfter(0).Branch.View, Step.LeaderSelection, null);
        Evidence evidence = new Evidence.Contradiction(vote, vote);
        ImmutableArray<Evidence> all = [evidence];
        return new Block(real.Header with { EvidenceDigest = Block.DigestOf(all) }, real.Payset, all);
    }

    private static ReviewEvaluation Evaluation(PaysetEntry entry, Func<ReviewEvaluation, ReviewEvaluation> change) =>
        change(entry.Evaluation!);

    private static byte Off(byte score) => (byte)(score > 0 ? score - 1 : 1);

    private static Block WithFirst(Block block, PaysetEntry first) => With(block, block.Payset.SetItem(0, first));

    private static Block With(Block block, ImmutableArray<PaysetEntry> payset) =>
        new(block.Header with { PaysetDigest = Block.DigestOf(payset) }, payset, block.Evidence);

    private static void AssertRefused(ChainVerifier verifier, CertifiedBlock block, string reason)
    {
        var (tip, round) = (verifier.Branch.Tip, verifier.Branch.View.Round);
        var fault = verifier.Append(CanonicalBytes.Of(block));
        Assert.NotNull(fault);
        Assert.Contains(reason, FaultSentences.Of(fault), StringComparison.Ordinal);
        Assert.Equal((tip, round), (verifier.Branch.Tip, fault.Round));
    }
}
