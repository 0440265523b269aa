using PoR.Actors.Mempools;
using PoR.Actors.Messages;
using PoR.Actors.Participants;
using PoR.Actors.Tests.Stages;
using PoR.Chain;
using PoR.Core.Parameters;
using PoR.Core.Transactions;
using PoR.Wire;

namespace PoR.Actors.Tests.Participants;

/// <summary>A participant that does not stand in genesis (D41).</summary>
public sealed class JoiningTests
{
    private readonly Cast _cast = new(4, Cast.Everyone with
    {
        Admission = new AdmissionParameters { Rate = new Ratio(1, 1), RightRounds = 5 },
    });

    private readonly Cast _newcomers;

    public JoiningTests() => _newcomers = new Cast(_cast.Genesis, seed: 50, participants: 1);

    [Fact(DisplayName = "D41: a newcomer asks, and again when a right's term has passed")]
    public void It_asks()
    {
        var (stage, branch) = (StageOf(), _cast.Root);
        for (var round = 1; round <= 7; round++)
        {
            Open(stage, branch);
            branch = Next(branch);
        }

        Assert.Equal(
            [10L, 15L],
            stage.Published<PeerMessage.SponsorshipRequested>().Select(s => s.Request.LastValidRound.Number));
    }

    [Fact(DisplayName = "D41: it keeps a sponsor's word until its chain has the right's round, and then joins once")]
    public void It_waits_for_the_rights_round()
    {
        var stage = StageOf();
        var holder = Enumerable.Range(0, 4).First(who => _cast.RightsOf(who, _cast.Root.View) > 0);
        var word = _cast.Sponsor(holder, _cast.Root.View, _newcomers.NewcomerKeys(0));
        Open(stage, _cast.Root);
        stage.Tell(Stage.Participant, new ParticipantMessage.Admitted(word));
        Assert.Empty(Submitted(stage)); // Its node stands before the right's round.

        var branch = Next(_cast.Root);
        Open(stage, branch);
        Open(stage, branch);
        var first = Assert.Single(Submitted(stage));
        Assert.Equal((word, 1UL), (first.Sponsorship, first.Sequence));

        // A review of it has come first, and used the number.
        var review = _newcomers.Review(0, 1);
        branch = _cast.Extend(branch, _cast.Block(3, branch, review));
        Open(stage, branch);
        Assert.Equal([1UL, 2UL], Submitted(stage).Select(r => r.Sequence));

        branch = _cast.Extend(
            branch, _cast.Block(3, branch, _newcomers.Registration(0, 2, word)));
        Open(stage, branch);
        var admitted = Assert.Single(stage.Facts<Fact.NewcomerAdmitted>());
        Assert.Equal((_cast[holder], _newcomers[0]), (admitted.Sponsor, admitted.Newcomer));
        Open(stage, Next(branch));
        Assert.Equal(2, Submitted(stage).Count());
    }

    private static IEnumerable<Transaction.Registration> Submitted(Stage stage) => stage.Heard<MempoolMessage.Submit>()
        .Select(s => s.Transaction.Body).OfType<Transaction.Registration>();

    private static void Open(Stage stage, Branch branch) =>
        stage.Tell(Stage.Participant, new ParticipantMessage.ProposalStepOpened(branch));

    private Branch Next(Branch branch) => _cast.Extend(branch, _cast.CertifyEmpty(branch).Block);

    private Stage StageOf() => new(
        Stage.Participant, (peer, _) => ParticipantActor.Props(peer, _newcomers.Keys(0), _cast.Services()));
}
