using Akka.Actor;
using PoR.Actors.Committees;
using PoR.Actors.Messages;
using PoR.Actors.Peers;
using PoR.Actors.Rounds;
using PoR.Actors.Tests.Stages;
using PoR.Core.Agreement;
using PoR.Core.Identities;
using PoR.Core.Rounds;

namespace PoR.Actors.Tests.Rounds;

/// <summary>
/// D10: a round that stays open for long is as small as any other, and is found again.
/// </summary>
public sealed class LongRoundTests
{
    private const string _me = Stage.Coordinator;
    private static readonly TimeSpan _stepWait = TimeSpan.FromSeconds(4);

    private readonly Cast _cast = new(4); // ⌈t_H/2⌉ is two of four.

    private CommitteeView View => _cast.Root.View;

    [Fact(DisplayName = "D10: committees of steps that no longer matter go, and late votes make none")]
    public void Committees_of_passed_steps_go()
    {
        var stage = StageOf();
        for (var steps = 0; steps < 60; steps++)
        {
            stage.Tell(_me, Received(1, StepOf(stage)));
            stage.Pass(_stepWait);
            Assert.InRange(Committees(stage), 1, 4 + 6 + 1);
        }

        var step = StepOf(stage);
        stage.Forget();
        stage.Tell(_me, Received(2, 7), Received(2, 5), Received(2, step - 6), Received(2, step - 7));
        Assert.Equal(
            [5, step - 6],
            stage.Heard<CommitteeMessage.VoteReceived>().Select(m => m.Vote.Ballot.Step.Number));
        Assert.Empty(stage.Facts<Fact.MessageRefused>()); // Late is no fault.
    }

    [Fact(DisplayName = "D10: votes of steps beyond all that is kept tell a peer far behind where to go")]
    public void Goes_to_a_step_beyond_what_is_kept()
    {
        const int far = 20_000;
        var stage = StageOf();
        stage.Pass(TimeSpan.FromSeconds(60));
        stage.Tell(_me, Received(1, far), Received(1, far - 1));
        Assert.True(StepOf(stage) < 30);
        Assert.Equal(0, Committees(stage));

        stage.Tell(_me, Received(2, far));
        Assert.Equal(far + 1, StepOf(stage));
        Assert.Equal(
            [(1, far - 1), (1, far), (2, far)],
            stage.Heard<CommitteeMessage.VoteReceived>()
                .Select(m => (NumberOf(m.Vote.Ballot.Sender), m.Vote.Ballot.Step.Number)).Order());
    }

    [Fact(DisplayName = "D10: forged votes of far steps move nobody, nor does one member alone")]
    public void Nonsense_moves_nobody()
    {
        var stage = StageOf();
        stage.Pass(TimeSpan.FromSeconds(60));
        for (var step = 10_000; step < 10_050; step++)
        {
            for (var who = 1; who < 4; who++)
                stage.Post(_me, new CoordinatorMessage.VoteReceived(Cast.Forged(VoteOf(who, step), 1)));
            stage.Post(_me, Received(1, step));
        }

        stage.Pass(TimeSpan.FromMilliseconds(100));
        Assert.True(StepOf(stage) < 30);
        Assert.Equal(150, stage.Facts<Fact.MessageRefused>().Count());
        stage.Tell(_me, Received(2, 10_048));
        Assert.Equal(10_049, StepOf(stage));
    }

    [Fact(DisplayName = "D10: after a crash a peer goes on behind what its participants had signed")]
    public void Goes_on_where_it_was()
    {
        var stage = StageOf();
        stage.Tell(_me, new CoordinatorMessage.StepSigned(VoteOf(0, 700).Ballot));
        Assert.Equal(701, StepOf(stage));

        var elsewhere = _cast.Extend(_cast.Root, _cast.CertifyEmpty(_cast.Root).Block);
        stage.Tell(_me, new CoordinatorMessage.StepSigned(
            _cast.Vote(0, elsewhere.View, new Step(900), null, 1).Ballot));
        Assert.Equal(701, StepOf(stage));
    }

    private static int StepOf(Stage stage) =>
        stage.Facts<Fact.StepEntered>().LastOrDefault()?.Step.Number ?? Step.LeaderSelection.Number;

    private static int Committees(Stage stage) =>
        ((ActorRefWithCell)((ExtendedActorSystem)stage.Machine.System).Provider.ResolveActorRef(
            stage.Machine.System + _me)).Children.Count();

    private int NumberOf(PublicKey key) => Enumerable.Range(0, 4).Single(who => _cast[who] == key);

    private UnverifiedVote VoteOf(int who, int step) =>
        _cast.Vote(who, View, new Step(step), null, step > 3 ? (byte)1 : null);

    private CoordinatorMessage.VoteReceived Received(int who, int step) => new(VoteOf(who, step));

    private Stage StageOf()
    {
        var services = _cast.Services();
        var stage = new Stage(
            Stage.Coordinator, (peer, _) => RoundCoordinatorActor.Props(peer, services, Supervision.Escalate));
        stage.Tell(_me, new CoordinatorMessage.RoundOpened(_cast.Root, null));
        return stage;
    }
}
