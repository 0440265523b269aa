using System.Collections.Immutable;
using PoR.Actors;
using PoR.Actors.Links;
using PoR.Actors.Messages;
using PoR.Configuration.Profiles;
using PoR.Core.Hashing;
using PoR.Wire;

namespace PoR.Simulation.Tests.Runs;

/// <summary>
/// D10 in whole networks: what nodes say again does not grow with the length of a cut, and it is enough for the round
/// to end after it.
/// </summary>
public sealed class RepeatSizeTests
{
    private const int LimitMs = 120_000;
    private const int CutAt = 2;

    /// <summary>Seconds by which each node has repeated a whole loop: step 8 ends after some 40 s.</summary>
    private const int SettledAt = 60;

    private readonly List<Letter> _letters = [];
    private readonly HashSet<int> _decided = [];
    private long _lastStep;

    [Theory(
        DisplayName = "D10: half an hour into a cut a repeat is as long as after two minutes; the round ends soon",
        Timeout = LimitMs)]
    [InlineData("direct", 1)]
    [InlineData("direct", 2)]
    [InlineData("gossip", 1)]
    [InlineData("gossip", 2)]
    public Task Half_an_hour(string delivery, long seed) => CutAsync(
        Lab.Unit(4, seed, "run.reviews-per-round=0", $"network.delivery={delivery}"), minutes: 30, perNode: 1);

    [Theory(
        DisplayName = "D10: so it is where ten participants of a node are drawn in each step anew", Timeout = LimitMs)]
    [InlineData("direct")]
    [InlineData("gossip")]
    public Task Ten_participants(string delivery) => CutAsync(
        Lab.Wide(4, seed: 1, $"network.delivery={delivery}"), minutes: 5, perNode: 10);

    private Task CutAsync(SimulationSettings settings, int minutes, int perNode)
    {
        var healsAt = TimeSpan.FromSeconds(CutAt + (60 * minutes));
        using var world = new TestWorld(
            settings.WithFaults($"halves@{CutAt}s+{60 * minutes}s"),
            adapt: setup => setup with
            {
                LinkOf = system => new Scale(setup.LinkOf(system), system, _letters),
            });
        world.Observer = See;
        world.World.Simulation.RunUntil(healsAt);
        Assert.Empty(_decided);
        Assert.InRange(_lastStep, 15 * minutes * 0.9, 15 * minutes); // Each takes 2λ.

        // A ticket, a proposal, votes of steps 2 to 5 and of three steps; of the block no bytes beside its names.
        Assert.All(_letters, letter => Assert.InRange(letter.Count, 0, perNode * (2 + 4 + 3)));
        var early = _letters.Where(letter => letter.At < TimeSpan.FromSeconds(2 * SettledAt)).Max(l => l.Bytes);
        var late = _letters.Where(letter => letter.At > healsAt - TimeSpan.FromSeconds(SettledAt)).Max(l => l.Bytes);
        TestContext.Current.TestOutputHelper!.WriteLine($"{early} bytes early, {late} late, of {_letters.Count}.");
        Assert.InRange(late, early * 0.5, early * 1.25);

        world.World.Simulation.RunUntil(healsAt + TimeSpan.FromSeconds(32)); // 16λ
        Assert.Equal(20, _decided.Count);
        world.Decide(3, limitSeconds: 120);
        Assert.Empty(world.Checks.Violations);
        return Task.CompletedTask;
    }

    private void See(Fact fact)
    {
        if (fact is Fact.StepEntered { Round.Number: 1, Step.Number: var step })
            _lastStep = Math.Max(_lastStep, step);
        else if (fact is Fact.RoundDecided { Node.Index: var node, Round.Number: 1 })
            _decided.Add(node);
    }

    /// <summary>A repeat that left a node.</summary>
    private sealed record Letter(TimeSpan At, int Count, int Bytes);

    /// <summary>A way to the other peers on which each repeat is weighed, once for all peers that get it.</summary>
    private sealed class Scale(IPeerLink link, Akka.Actor.ActorSystem system, List<Letter> letters) : IPeerLink
    {
        public NodeId Self => link.Self;

        public void Listen(Akka.Actor.IActorRef receiver) => link.Listen(receiver);

        public SendVerdict Send(NodeId to, EncodedMessage message)
        {
            Weigh(message);
            return link.Send(to, message);
        }

        public void SendAll(ImmutableArray<NodeId> to, EncodedMessage message)
        {
            Weigh(message);
            link.SendAll(to, message);
        }

        public void Taken(PeerHeard heard) => link.Taken(heard);

        public void Forged(Digest message) => link.Forged(message);

        public void Fault(NodeId peer, PeerFault fault) => link.Fault(peer, fault);

        private void Weigh(EncodedMessage message)
        {
            if (message.Message is not PeerMessage.Repeated { OpenRound.Number: 1, Own: var own })
                return;
            lock (letters)
                letters.Add(new Letter(system.Scheduler.MonotonicClock, own.Length, message.Length));
        }
    }
}
