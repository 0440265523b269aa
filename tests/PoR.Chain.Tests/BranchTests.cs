using PoR.Consensus.EvidenceRules;
using PoR.Consensus.Votes;
using PoR.Core.Agreement;
using PoR.Core.Genesis;
using PoR.Core.Rounds;
using PoR.Cryptography;
using PoR.Ledger.Blocks;

namespace PoR.Chain.Tests;

public sealed class BranchTests
{
    [Theory(DisplayName = "Decisions 7, 21: a branch keeps the states that look-back and evidence need, no more")]
    [InlineData(3, 1)]
    [InlineData(3, 4)]
    [InlineData(1, 1)]
    public void Keeps_a_bounded_history(int evidenceRounds, int lookBack)
    {
        var branch = Branch.Of(GenesisWith(evidenceRounds, lookBack));
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
        var genesis = Branch.Of(GenesisWith(evidenceRounds, lookBack));
        var branch = Next(Next(Next(genesis)));

        Assert.Equal(4, branch.Recent.Length);
        Assert.Equal(new Round(1), branch.ViewAfter(genesis.Tip)!.Round);
    }

    [Fact(DisplayName = "Decision 21: evidence counts on its own chain and within its window only")]
    public void Judges_evidence_by_the_chain()
    {
        var genesis = GenesisWith(evidenceRounds: 3, lookBack: 1);
        var mad = new MadCommittee(genesis, seed: 1);
        var root = Branch.Of(genesis);
        var evidence = EvidenceOn(mad, root);
        var branch = Next(root);
        for (var late = 1; late <= 3; late++, branch = Next(branch))
            Assert.Null(FaultOf(evidence, branch));
        Assert.Equal(new EvidenceFault.NotOnThisChain(evidence.Round), FaultOf(evidence, Next(branch)));

        var elsewhere = Branch.Of(GenesisWith(evidenceRounds: 3, lookBack: 2));
        Assert.IsType<EvidenceFault.NotOnThisChain>(FaultOf(EvidenceOn(mad, elsewhere), branch));
        Assert.IsType<EvidenceFault.NoContradiction>(
            FaultOf(new Evidence.Contradiction(evidence.First, evidence.First), Next(root)));
        Assert.Throws<ArgumentException>(() => new BranchEvidenceRules(
            branch, new CryptographyChecks(new ModelCryptography())).Fault(evidence, root.State));
    }

    private static EvidenceFault? FaultOf(Evidence evidence, Branch branch) => new BranchEvidenceRules(
        branch, new CryptographyChecks(new ModelCryptography())).Fault(evidence, branch.State);

    private static Evidence.Contradiction EvidenceOn(MadCommittee mad, Branch branch) => EvidenceBuilder.Contradiction(
        mad.Vote(2, branch.View, Step.LeaderSelection, null, null),
        mad.Vote(
            2, branch.View, Step.LeaderSelection, new BlockValue(branch.Tip, branch.View.Members[0].Key), null));

    private static Branch Next(Branch branch) => branch.With(BlockExecutor.EmptyBlock(branch.State).Next);

    private static GenesisDocument GenesisWith(int evidenceRounds, int lookBack) => new(
        "test",
        RealChain.Genesis.Parameters with { EvidenceRounds = evidenceRounds, StakeLookBackRounds = lookBack },
        RealChain.Genesis.EvaluatorDigest,
        true,
        RealChain.Genesis.Seed,
        RealChain.Genesis.Time,
        RealChain.Genesis.Accounts);
}
