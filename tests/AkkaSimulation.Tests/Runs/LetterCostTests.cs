using Akka.Actor;
using AkkaSimulation.Networks;

namespace AkkaSimulation.Tests.Runs;

/// <summary>The way of a letter is what a run spends its time on.</summary>
public sealed class LetterCostTests
{
    private const int BytesPerLetter = 16;

    [Theory(DisplayName = "The runtime allocates at most 16 bytes for a letter, within a node and between nodes")]
    [InlineData(1)]
    [InlineData(4)]
    public void A_letter_allocates_nearly_nothing(int nodes)
    {
        using var simulation = new Simulation { Network = new UniformNetwork(TimeSpan.Zero, 2.Milliseconds()) };
        simulation.AddNodes(nodes, static node => node.System.ActorOf(Acting.Of(PassOn), "player"));
        var players = simulation.Nodes.Select(static n => n.Find("/user/player")).ToArray();
        for (var i = 0; i < players.Length; i++)
            players[i].Tell(new Partner(players[(i + 1) % nodes]));
        players[0].Tell("ball");
        Play(simulation, 20_000);

        var (bytes, deliveries) = (GC.GetAllocatedBytesForCurrentThread(), simulation.Deliveries);
        Play(simulation, 100_000);
        (bytes, deliveries) = (GC.GetAllocatedBytesForCurrentThread() - bytes, simulation.Deliveries - deliveries);

        Assert.True(deliveries > 40_000, $"{deliveries} letters");
        Assert.True(bytes < BytesPerLetter * deliveries, $"{bytes} bytes for {deliveries} letters");
    }

    private static void PassOn(Acting actor)
    {
        IActorRef partner = ActorRefs.Nobody;
        actor.On<Partner>(said => partner = said.Reference);
        actor.On<string>(ball => partner.Tell(ball));
    }

    private static void Play(Simulation simulation, int turns) =>
        simulation.RunUntil(() => --turns < 0, 60.Minutes());

    private sealed record Partner(IActorRef Reference);
}
