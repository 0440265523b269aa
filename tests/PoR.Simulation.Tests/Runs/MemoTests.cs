using System.Collections.Immutable;
using System.Globalization;
using Akka.Actor;
using PoR.Actors.Links;
using PoR.Actors.Peers;
using PoR.Actors.Services;
using PoR.Actors;
using PoR.Configuration.Profiles;
using PoR.Core.Hashing;
using PoR.Evaluation;
using PoR.Wire;

namespace PoR.Simulation.Tests.Runs;

/// <summary>What a process remembers saves work, and changes no turn.</summary>
public sealed class MemoTests
{
    private const int LimitMs = 120_000;
    private const int Rounds = 3;

    [Theory(
        DisplayName = "I11: peers that remember alone, or one result of each kind, take the same turns",
        Timeout = LimitMs)]
    [InlineData(10_000, null)]
    [InlineData(1, null)]
    [InlineData(1, "halves@6s+20s")]
    public Task Memory_changes_no_turn(int capacity, string? cut)
    {
        var settings = Lab.Unit(Rounds, seed: 5);
        settings = cut is null ? settings : settings.WithFaults(cut);

        Assert.Equal(Trace(settings, static setup => setup), Trace(settings, setup => Alone(setup, capacity)));
        return Task.CompletedTask;
    }

    [Theory(
        DisplayName = "I11: peers that get messages as bytes, or the objects themselves, take the same turns",
        Timeout = LimitMs)]
    [InlineData(null)]
    [InlineData("halves@6s+20s")]
    public Task Decoding_changes_no_turn(string? cut)
    {
        var settings = Lab.Unit(Rounds, seed: 5);
        settings = cut is null ? settings : settings.WithFaults(cut);
        var links = new List<DecodingLink>();

        var objects = Trace(settings, static setup => setup);
        var bytes = Trace(settings, setup => setup with
        {
            LinkOf = system =>
            {
                var link = new DecodingLink(setup.LinkOf(system), WireLimits.Of(settings.Protocol));
                lock (links)
                    links.Add(link);
                return link;
            },
        });

        Assert.Equal(objects, bytes);
        Assert.Equal(settings.Population.Nodes, links.Count);
        Assert.All(links, static link => Assert.True(link.Sent > 10, $"{link.Sent} messages"));
        return Task.CompletedTask;
    }

    private static PeerSetup Alone(PeerSetup setup, int capacity) => setup with
    {
        Services = setup.Services with
        {
            Checks = new PeerChecks(setup.Services.Cryptography, capacity),
            Chain = new SharedChain(
                setup.Services.Chain.Genesis, new ModelScores(EvaluationModel.Embedded), capacity, capacity),
        },
    };

    private static string Trace(SimulationSettings settings, Func<PeerSetup, PeerSetup> adapt)
    {
        using var world = new TestWorld(settings, adapt: adapt, threads: 2);
        world.Decide(Rounds);
        Assert.True(world.Blocks(0).Any(static b => !b.Block.Payset.IsEmpty), "Nothing was written.");
        var simulation = world.World.Simulation;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{simulation.TraceHash} {world.Facts.Count} facts, {simulation.Deliveries} deliveries");
    }

    /// <summary>Gives each message as its own bytes have it.</summary>
    private sealed class DecodingLink(IPeerLink inner, WireLimits limits) : IPeerLink
    {
        public int Sent { get; private set; }

        public NodeId Self => inner.Self;

        public void Listen(IActorRef receiver) => inner.Listen(receiver);

        public SendVerdict Send(NodeId to, EncodedMessage message) => inner.Send(to, Decoded(message));

        public void SendAll(ImmutableArray<NodeId> to, EncodedMessage message) => inner.SendAll(to, Decoded(message));

        public void Taken(PeerHeard heard) => inner.Taken(heard);

        public void Forged(Digest message) => inner.Forged(message);

        public void Fault(NodeId peer, PeerFault fault) => inner.Fault(peer, fault);

        private EncodedMessage Decoded(EncodedMessage message)
        {
            Sent++;
            return message.RoundTripped(limits);
        }
    }
}
