using PoR.Actors.Evaluators;
using PoR.Actors.Mempools;
using PoR.Chain;
using PoR.Consensus.EvidenceRules;
using PoR.Core.Agreement;
using PoR.Core.Parameters;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Ledger.Blocks;

namespace PoR.Actors.Tests.Review;

public sealed class ForeignEvidenceTests
{
    private static readonly Cast Members = new(6);

    [Fact(DisplayName = "PoR §6.5.1: evidence of a branch that was left never spoils an honest leader's block")]
    public void A_leader_leaves_out_what_proves_nothing_on_its_branch()
    {
        var services = Members.Services();
        var taken = Members.Extend(Members.Root, Members.Block(0, Members.Root));
        var left = Members.Extend(Members.Root, BlockExecutor.EmptyBlock(Members.Root.State).Block);
        Evidence foreign = Contradiction(3, left), own = Contradiction(4, taken);
        Evidence foreignToo = WrongCredential(5, left), ownToo = WrongCredential(5, taken);
        Evidence honest = new Evidence.WrongCredential(Members.Vote(1, left.View, Step.BbaStart, null, 1));
        var tip = Members.Extend(taken, Members.Block(0, taken));

        var request = new MempoolMessage.BuildBlock(tip, Members.ProposerOn(tip, 2), Members.SeedAfter(tip, 2));
        var built = BlockWork.Begin(
            services, new EvaluatorMessage.Build(request, [], [foreign, own, foreignToo, ownToo, honest]),
            new Timestamp(2_000)).Seal().Block;

        Assert.Equal([own, ownToo], built.Evidence);
        Assert.IsType<BlockOutcome.Valid>(services.Chain.Execute(tip, built, services.Checks, isScored: true));
    }

    [Fact(DisplayName = "D41: a right of a branch that was left, or that nobody drew, never spoils it either")]
    public void A_leader_leaves_out_rights_that_are_none()
    {
        var members = new Cast(6, Cast.Everyone with
        {
            Admission = new AdmissionParameters { Rate = new Ratio(1, 1) },
        });
        var newcomers = new Cast(members.Genesis, seed: 9, participants: 3);
        var services = members.Services();
        var taken = members.Extend(members.Root, members.Block(0, members.Root));
        var left = members.Extend(members.Root, BlockExecutor.EmptyBlock(members.Root.State).Block);
        var tip = members.Extend(taken, members.Block(0, taken));
        SignedTransaction[] candidates =
        [
            newcomers.Registration(0, 1, members.Sponsor(Holder(left), left.View, newcomers.NewcomerKeys(0))),
            newcomers.Registration(1, 1, members.Sponsor(Holder(taken), taken.View, newcomers.NewcomerKeys(1), 9)),
            newcomers.Registration(2, 1, members.Sponsor(Holder(taken), taken.View, newcomers.NewcomerKeys(2))),
        ];

        var request = new MempoolMessage.BuildBlock(tip, members.ProposerOn(tip, 2), members.SeedAfter(tip, 2));
        var built = BlockWork.Begin(
            services, new EvaluatorMessage.Build(request, [.. candidates], []), new Timestamp(2_000))
            .Try(3).Seal().Block;

        Assert.Equal([candidates[2]], built.Payset.Select(e => e.Transaction));
        Assert.IsType<BlockOutcome.Valid>(services.Chain.Execute(tip, built, services.Checks, isScored: true));

        int Holder(Branch on) => Enumerable.Range(0, 6).First(who => members.RightsOf(who, on.View) > 0);
    }

    private static Evidence.WrongCredential WrongCredential(int who, Branch on) =>
        new(Members.WithWrongCredential(Members.Vote(who, on.View, Step.BbaStart, null, 1)));

    private static Evidence.Contradiction Contradiction(int who, Branch on) => EvidenceBuilder.Contradiction(
        Members.Vote(who, on.View, Step.BbaStart, Members.ValueOf(1), 1),
        Members.Vote(who, on.View, Step.BbaStart, null, 1));
}
