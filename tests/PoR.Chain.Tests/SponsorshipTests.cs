using PoR.Actors.Services;
using PoR.Consensus.Votes;
using PoR.Core.Admission;
using PoR.Core.Agreement;
using PoR.Core.Parameters;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Ledger.Blocks;

namespace PoR.Chain.Tests;

/// <summary>Rights that sortition drew, and what is none (D41), on a real chain.</summary>
public sealed class SponsorshipTests
{
    private const int Participants = 20;

    private static readonly ProtocolParameters Parameters = Cast.Everyone with
    {
        Admission = new AdmissionParameters { Rate = new Ratio(1, 4), RightRounds = 6 },
        EvidenceRounds = 2,
        StakeLookBackRounds = 3,
        LookBackRounds = 3,
    };

    private readonly Cast _cast = new(Participants, Parameters);
    private readonly Cast _newcomers;

    public SponsorshipTests() => _newcomers = new Cast(_cast.Genesis, seed: 99, participants: 5);

    [Fact(DisplayName = "D41: a right that was drawn admits an account for v rounds, whoever checks it")]
    public void A_drawn_right_admits()
    {
        var (holder, view, branch) = Drawn(1);
        var registration = Registration(_cast.Sponsor(holder, view, _newcomers.NewcomerKeys(0)));
        for (var late = 1; late <= 6; late++, branch = Next(branch))
        {
            var next = _cast.Extend(branch, _cast.Block(0, branch, registration));
            Assert.Equal(_cast[holder], next.State.FindAccount(_newcomers[0])!.Sponsor);
        }

        Assert.IsType<SponsorshipFault.NotOnThisChain>(RefusalOf(branch, registration)); // It has lapsed.
        Assert.Empty(_cast.Block(0, branch, registration).Payset);
    }

    [Fact(DisplayName = "D41: a right that was not drawn, is forged, another's or of another chain is refused by name")]
    public void What_is_no_right_is_refused()
    {
        var (holder, view, branch) = Drawn(1);
        var drawn = _cast.RightsOf(holder, view);
        var newcomer = _newcomers.NewcomerKeys(0);
        var good = _cast.Sponsor(holder, view, newcomer);
        var other = Enumerable.Range(0, Participants).First(who => who != holder);
        var stranger = new Cast(_cast.Genesis, seed: 98, participants: 1);
        var elsewhere = _cast.Extend(_cast.Root, _cast.Block(3, _cast.Root));
        var (later, laterView, _) = Drawn(1, elsewhere);

        Assert.IsType<SponsorshipFault.NotDrawn>(Of(_cast.Sponsor(holder, view, newcomer, drawn)));
        Assert.IsType<SponsorshipFault.WrongProof>(Of(good with { Proof = default }));
        Assert.IsType<SponsorshipFault.WrongProof>(Of(_cast.Sponsor(other, view, newcomer) with
        {
            Proof = good.Proof, // Shows another's credential as its own.
        }));
        Assert.IsType<SponsorshipFault.WrongProof>(Of(good with
        {
            Proof = _cast.Prove(holder, Consensus.Sortition.Credentials.Alpha(
                _cast[holder], view.Round, Step.LeaderSelection, view.Seed)),
        }));
        Assert.IsType<SponsorshipFault.NotEligible>(Of(stranger.Sponsor(0, view, newcomer)));
        Assert.Null(Of(good));
        while (branch.View.Round <= laterView.Round)
            branch = Next(branch);
        Assert.IsType<SponsorshipFault.NotOnThisChain>(Of(_cast.Sponsor(later, laterView, newcomer)));

        SponsorshipFault? Of(Sponsorship sponsorship)
        {
            var fault = RefusalOf(branch, Registration(sponsorship));
            var block = Forced(branch, Registration(sponsorship));
            var outcome = BlockRun.Execute(branch, block, Checks, Checks, null);
            Assert.Equal(
                fault is null ? null : new BlockFault.SponsorshipProvesNothing(0, fault),
                (outcome as BlockOutcome.Invalid)?.Faults[^1]);
            return fault;
        }
    }

    [Fact(DisplayName = "D41: a sponsor signs for one network, right and set of keys, and nobody can move its word")]
    public void A_signature_is_for_one_newcomer()
    {
        var (holder, view, branch) = Drawn(1);
        var good = _cast.Sponsor(holder, view, _newcomers.NewcomerKeys(0));
        var stolen = _newcomers.Registration(1, 1, good);
        var moved = Registration(good with { Right = good.Right with { Seat = 1 } });
        var keys = _newcomers.NewcomerKeys(0) with { VrfKey = _newcomers.NewcomerKeys(1).VrfKey };
        var otherKeys = _newcomers.Signed(0, new Transaction.Registration(
            _cast.Genesis.Network, keys.Account, 1, new Round(100), keys.VrfKey, keys.OneTimeRoot, good));

        Assert.True(Checks.IsValid(Registration(good)));
        foreach (var transaction in new[] { stolen, moved, otherKeys })
        {
            Assert.False(Checks.IsValid(transaction));
            var outcome = BlockRun.Execute(branch, Forced(branch, transaction), Checks, Checks, null);
            Assert.IsType<BlockFault.WrongSignature>(Assert.IsType<BlockOutcome.Invalid>(outcome).Faults[^1]);
        }
    }

    [Fact(DisplayName = "D41: a stranger's verifier accepts a sponsored entry, and refuses it with a forged right")]
    public void A_stranger_checks_rights()
    {
        var (holder, view, branch) = Drawn(1);
        var good = _cast.Sponsor(holder, view, _newcomers.NewcomerKeys(0));
        var forged = _cast.Sponsor(holder, view, _newcomers.NewcomerKeys(0), seat: 9);

        Assert.Null(Verify(good));
        Assert.Equal(
            new ChainFault.InvalidBlock(
                branch.View.Round,
                new BlockFault.SponsorshipProvesNothing(
                    0, new SponsorshipFault.NotDrawn(forged.Right, _cast.RightsOf(holder, view)))),
            Verify(forged));

        ChainFault? Verify(Sponsorship sponsorship)
        {
            var verifier = ChainVerifier.Start(
                Core.Canonical.CanonicalBytes.Of(_cast.Genesis), Evaluation.EvaluationModel.Embedded, out _)!;
            ChainFault? fault = null;
            for (var on = _cast.Root; fault is null && on.View.Round <= branch.View.Round;)
            {
                var block = on.View.Round == branch.View.Round
                    ? Forced(on, Registration(sponsorship))
                    : BlockExecutor.EmptyBlock(on.State).Block;
                fault = verifier.Append(Core.Canonical.CanonicalBytes.Of(_cast.Certify(on, block)));
                on = fault is null ? verifier.Branch : on;
            }

            return fault;
        }
    }

    private PeerChecks Checks => new(_cast.Cryptography, 100);

    /// <summary>The first round from one on in which somebody draws a right, and the branch that it ends.</summary>
    private (int Holder, CommitteeView View, Branch After) Drawn(long round, Branch? from = null)
    {
        for (var branch = from ?? _cast.Root; ; branch = Next(branch))
        {
            var holder = Enumerable.Range(0, Participants)
                .FirstOrDefault(who => _cast.RightsOf(who, branch.View) > 0, -1);
            if (holder >= 0 && branch.View.Round.Number >= round)
                return (holder, branch.View, Next(branch));
        }
    }

    private SignedTransaction Registration(Sponsorship sponsorship) => _newcomers.Registration(0, 1, sponsorship);

    private SponsorshipFault? RefusalOf(Branch branch, SignedTransaction registration) =>
        new BranchRules(branch, new CryptographyChecks(_cast.Cryptography)).Fault(
            ((Transaction.Registration)registration.Body).Sponsorship!, branch.State);

    /// <summary>What a leader makes that checks no right.</summary>
    private Block Forced(Branch branch, SignedTransaction registration)
    {
        var block = _cast.Block(0, branch, registration);
        Assert.Single(block.Payset);
        return block;
    }

    private static Branch Next(Branch branch) => branch.With(BlockExecutor.EmptyBlock(branch.State).Next);
}
