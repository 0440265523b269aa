using System.Collections.Immutable;
using Akka.Actor;
using PoR.Actors;
using PoR.Actors.Links;
using PoR.Actors.Messages;
using PoR.Actors.Peers;
using PoR.Core.Agreement;
using PoR.Core.Hashing;
using PoR.Simulation.Runs;
using PoR.Simulation.Tests.Worlds;
using PoR.Wire;

namespace PoR.Simulation.Tests.Runs;

/// <summary>What nodes refuse of their peers' messages, and whom they have proof against, is counted.</summary>
public sealed class PeerFaultsTests
{
    private static readonly NodeId Liar = new(0);

    [Fact(DisplayName = "An honest network refuses nothing and has proof against nobody")]
    public void An_honest_network_shows_zero()
    {
        var run = WatchedRun.Of(Lab.Unit(rounds: 4, seed: 1));

        Assert.Empty(run.Result.Refused);
        Assert.Empty(run.Result.Evidence);
    }

    [Fact(DisplayName = "Forged votes are counted by reason, the first with its sender; evidence by whom it accuses")]
    public void A_liar_is_counted()
    {
        var settings = Lab.Unit(rounds: 12, seed: 4);
        using var world = new TestWorld(settings, adapt: WithLiar);
        var recorder = new RunRecorder(world.World, metricsNodes: 0, faults: [], seed: 1, rounds: 12);
        var (refused, seen) = (0L, 0L);
        world.Observer = fact =>
        {
            recorder.See(fact, world.SubmittedAt);
            refused += fact is Fact.MessageRefused ? 1 : 0;
            seen += fact is Fact.EvidenceSeen ? 1 : 0;
        };
        world.Until(() => seen > 0 && recorder.LeastTip.Number >= 2);

        var liar = world.ParticipantOf(0);
        var votes = Assert.Single(recorder.Refused);
        Assert.Equal(("Vote", "BadSignature", refused), (votes.Kind, votes.Reason, votes.Count));
        Assert.Matches(
            $"^At [0-9.]+ s, node [0-9]+: the vote of {liar} in step [0-9]+ bears a one-time signature that does not "
            + "hold.$",
            votes.First);
        var proofs = Assert.Single(recorder.Evidence);
        Assert.Equal((nameof(Evidence.NoConfidence), $"{liar}", seen), (proofs.Kind, proofs.Accused, proofs.Count));
    }

    private static PeerSetup WithLiar(PeerSetup honest) => honest.Id != Liar
        ? honest
        : Lab.FirstLie(1)(honest) with { LinkOf = system => new ForgingLink(honest.LinkOf(system)) };

    /// <summary>Sends a forged copy of each vote behind the real one.</summary>
    private sealed class ForgingLink(IPeerLink inner) : IPeerLink
    {
        public NodeId Self => inner.Self;

        public void Listen(IActorRef receiver) => inner.Listen(receiver);

        public SendVerdict Send(NodeId to, EncodedMessage message) => inner.Send(to, message);

        public void SendAll(ImmutableArray<NodeId> to, EncodedMessage message)
        {
            inner.SendAll(to, message);
            if (message.Message is PeerMessage.VoteSent { Vote: { Ballot: var ballot, Signature: var signature } })
                inner.SendAll(to, EncodedMessage.Of(new PeerMessage.VoteSent(
                    new UnverifiedVote(ballot, signature with { Signature = default }))));
        }

        public void Taken(PeerHeard heard) => inner.Taken(heard);

        public void Forged(Digest message) => inner.Forged(message);

        public void Fault(NodeId peer, PeerFault fault) => inner.Fault(peer, fault);
    }
}
