using PoR.Consensus.EvidenceRules;
using PoR.Consensus.Votes;
using PoR.Core.Agreement;
using PoR.Core.Rounds;
using PoR.Cryptography;
using PoR.Ledger.Blocks;

namespace PoR.Chain.Tests;

public sealed class BranchTests
{
    [Theory(DisplayName = "D5, D13: a branch keeps the states that look-back and evidence need, no more")]
    [InlineData(3, 1)]
    [InlineData(3, 4)]
    [InlineData(1, 1)]
    public void Keeps_a_bounded_history(int evidenceRounds, int lookBack)
    {
        var branch = CastWith(evidenceRounds, lookBack).Root;
        var tips = new List<Core.Agreement.BlockDigest> { branch.Tip };
        for (var round = 1; round <= 20; round++)
        {
            branch = Next(branch);
            tips.Add(branch.Tip);
            Assert.Equal(Math.Min(round + 1, evidenceRounds + lookBack + 1), branch.Recent.Length);
            Assert.Equal(new Round(round + 1), branch.View.Round);
            Assert.Same(branch.View, branch.ViewAfter(branch.Tip));
        }

        for (var back = 0; back <= evidenceRounds; back++)
            Assert.Equal(new Round(21 - back), branch.ViewAfter(tips[^(back + 1)])!.Round);
        Assert.Null(branch.ViewAfter(tips[0]));
    }

    [Theory(DisplayName = "Parameters at the end of their range do no harm")]
    [InlineData(1_000_000, 1)]
    [InlineData(1, 1_000_000)]
    [InlineData(1_000_000, 1_000_000)]
    public void Survives_extreme_parameters(int evidenceRounds, int lookBack)
    {
        var genesis = CastWith(evidenceRounds, lookBack).Root;
        var branch = Next(Next(Next(genesis)));

        Assert.Equal(4, branch.Recent.Length);
        Assert.Equal(new Round(1), branch.ViewAfter(genesis.Tip)!.Round);
    }

    [Fact(DisplayName = "D13: evidence counts on its own chain and within its window only")]
    public void Judges_evidence_by_the_chain()
    {
        var cast = CastWith(evidenceRounds: 3, lookBack: 1);
        var root = cast.Root;
        var evidence = Contradiction(cast, root);
        var branch = Next(root);
        for (var late = 1; late <= 3; late++, branch = Next(branch))
            Assert.Null(FaultOf(evidence, branch));
        Assert.Equal(new EvidenceFault.NotOnThisChain(evidence.Round), FaultOf(evidence, Next(branch)));

        var elsewhere = CastWith(evidenceRounds: 3, lookBack: 2).Root;
        Assert.IsType<EvidenceFault.NotOnThisChain>(FaultOf(Contradiction(cast, elsewhere), branch));
        Assert.IsType<EvidenceFault.NoContradiction>(
            FaultOf(new Evidence.Contradiction(evidence.First, evidence.First), Next(root)));
        Assert.Throws<ArgumentException>(() => new BranchRules(
            branch, new CryptographyChecks(new ModelCryptography())).Fault(evidence, root.State));
    }

    [Fact(DisplayName = "D15: a wrong credential counts on the chain of its parent alone; an honest vote on none")]
    public void Judges_a_credential_by_its_own_branch()
    {
        var cast = CastWith(evidenceRounds: 3, lookBack: 1);
        var (left, right) = (Next(cast.Root), cast.Extend(cast.Root, cast.Block(1, cast.Root)));
        var honest = cast.Vote(2, left.View, Step.LeaderSelection, null);
        var wrong = new Evidence.WrongCredential(cast.WithWrongCredential(honest));
        var leftLater = Next(Next(Next(left)));

        Assert.Null(FaultOf(wrong, leftLater));
        Assert.Equal(new EvidenceFault.NotOnThisChain(new Round(2)), FaultOf(wrong, Next(Next(leftLater))));
        Assert.Equal(new EvidenceFault.NotOnThisChain(new Round(2)), FaultOf(wrong, Next(right)));
        Assert.Equal(
            new EvidenceFault.NotOnThisChain(new Round(2)), FaultOf(new Evidence.WrongCredential(honest), Next(right)));
        Assert.Equal(
            new EvidenceFault.CredentialHolds(cast[2], Step.LeaderSelection),
            FaultOf(new Evidence.WrongCredential(honest), leftLater));

        // Its sender itself has signed what it had made for the other branch.
        var moved = cast.Sign(2, honest.Ballot with { Parent = right.Tip });
        Assert.Null(FaultOf(new Evidence.WrongCredential(moved), Next(right)));
    }

    private static EvidenceFault? FaultOf(Evidence evidence, Branch branch) => new BranchRules(
        branch, new CryptographyChecks(new ModelCryptography())).Fault(evidence, branch.State);

    private static Evidence.Contradiction Contradiction(Cast cast, Branch on) => EvidenceBuilder.Contradiction(
        cast.Vote(2, on.View, Step.LeaderSelection, null),
        cast.Vote(2, on.View, Step.LeaderSelection, cast.ValueOf(0)));

    private static Branch Next(Branch branch) => branch.With(BlockExecutor.EmptyBlock(branch.State).Next);

    private static Cast CastWith(int evidenceRounds, int lookBack) => new(
        8, Cast.Everyone with { EvidenceRounds = evidenceRounds, StakeLookBackRounds = lookBack });
}
