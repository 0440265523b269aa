using System.Collections.Immutable;
using Akka.Actor;
using AkkaSimulation;
using PoR.Actors.Links;
using PoR.Actors.Messages;
using PoR.Core.Agreement;
using PoR.Core.Hashing;
using PoR.Core.Rounds;
using PoR.TestKit.Adversaries;
using PoR.Wire;

namespace PoR.Actors.Tests.Networks;

/// <summary>F38: a peer that sends what no honest peer does, round for round; nobody else's rounds suffer.</summary>
public sealed class FuzzedPeerTests
{
    private const int LimitMs = 120_000;
    private const int Nodes = 7;
    private const int Hostile = Nodes - 1;
    private const int FuzzedOfStep = 20;
    private const int FaultsOfBan = 5; // Of 20 points each; 100 are a ban (PeerScore of PoR.Node).
    private const long Seed = 38;

    private readonly RandomStream _random = RandomStream.Of(Seed, nameof(FuzzedPeerTests));
    private readonly HashSet<Digest> _said = [];
    private readonly HashSet<(BlockDigest Parent, Step Step)> _steps = [];
    private readonly List<(NodeId At, Digest Message)> _forged = [];
    private int _fuzzed;

    [Fact(
        DisplayName = "F38: fuzzed bytes, wrong rounds and steps, and valid signatures on garbage are refused with a "
            + "counted reason, rounds go on, and links learn who forges",
        Timeout = LimitMs)]
    public async Task Rounds_go_on()
    {
        await Task.Yield();
        using var network = SmallNetwork.Of(
            Nodes,
            s => s with { Run = s.Run with { Seed = Seed } },
            adapt: peer => peer with { LinkOf = system => new Watched(peer.LinkOf(system), _forged) },
            propsOf: Puppet.From(Hostile));
        var cast = new Cast(network.World.Population.Genesis, Seed);
        network.Observer = fact => See(network, cast, fact);
        network.Until(() => Enumerable.Range(0, Hostile).All(node => network.RoundOf(node) >= 8));

        network.AssertSound(Hostile);
        var blocks = network.Blocks(0).Select(certified => certified.Block).ToArray();
        Assert.Contains(blocks, block => block.Header.Round.Number > 2 && !block.IsEmpty);
        var hostile = network.ParticipantOf(Hostile);
        Assert.All(blocks.SelectMany(block => block.Evidence), piece => Assert.Equal(hostile, piece.Accused));

        Assert.InRange(_fuzzed, 10, int.MaxValue);
        var refused = network.Facts.OfType<Fact.MessageRefused>().ToArray();
        var reasons = refused.Select(fact => $"{fact.Refusal.Name.Kind} {fact.Refusal.Name.Reason}").ToHashSet();
        Assert.Superset(
            new HashSet<string>
            {
                "Vote BadSignature", "Vote BadCredential", "Vote WrongRound", "Vote WrongNetwork", "Vote BadForm",
                "Ticket WrongNetwork", "Ticket BadCredential", "Ticket BadSeedProof",
            },
            reasons);
        Assert.All(Enumerable.Range(0, Hostile), node =>
        {
            Assert.Contains(refused, fact => fact.Node.Index == node);
            Assert.InRange(_forged.Count(forged => forged.At.Index == node), FaultsOfBan, int.MaxValue);
        });
        Assert.All(_forged, forged => Assert.Contains(forged.Message, _said)); // Nobody else is scored.
    }

    private void See(TestWorld network, Cast cast, Fact fact)
    {
        if (fact is not Fact.StepEntered { Node.Index: < Hostile and var at, Round: var round, Step: var step }
            || step < Step.LeaderSelection)
            return;
        var view = network.Chain(at).Tip.View;
        var hostile = network.ParticipantOf(Hostile);
        if (view.Round != round || view.Find(hostile) is null || !_steps.Add((view.Parent, step)))
            return;
        var who = cast.NumberOf(hostile);
        var vote = cast.Vote(who, view, step, null, step.CarriesBit ? (byte)1 : null);
        var garbage = new BlockDigest(Cast.Hash($"garbage {step}"));
        PeerMessage[] honest = [new PeerMessage.VoteSent(vote), new PeerMessage.TicketSent(cast.Ticket(who, view))];
        PeerMessage[] wrong =
        [
            new PeerMessage.VoteSent(cast.Sign(who, vote.Ballot with { Round = new Round(round.Number + 1) })),
            new PeerMessage.VoteSent(cast.Sign(who, vote.Ballot with { Round = new Round(long.MaxValue >> 20) })),
            new PeerMessage.VoteSent(cast.Sign(who, vote.Ballot with { Step = new Step(step.Number + 1) })),
            new PeerMessage.VoteSent(cast.Sign(who, vote.Ballot with { Parent = garbage })),
            new PeerMessage.VoteSent(cast.Sign(who, vote.Ballot with { Value = new(garbage, cast[who]) })),
            new PeerMessage.VoteSent(Cast.Forged(vote, mark: 1)),
        ];
        foreach (var message in wrong.Concat(Fuzzed(honest)))
        {
            _said.Add(EncodedMessage.Of(message).Digest);
            Puppet.Say(
                network, network.Now + TimeSpan.FromMilliseconds(1), Hostile, Enumerable.Range(0, Hostile), message);
        }
    }

    private IEnumerable<PeerMessage> Fuzzed(PeerMessage[] messages)
    {
        for (var i = 0; i < FuzzedOfStep; i++)
        {
            var message = EncodedMessage.Of(messages[i % messages.Length]);
            if (LinkFates.Damaged(message, _random.NextUInt64()) is not { } fuzzed)
                continue; // A link bans its sender for what it cannot decode (PoR.Node.Tests/Links).
            _fuzzed++;
            yield return fuzzed.Message;
        }
    }

    /// <summary>Notes what its peer tells the link of others, as a link that scores them would.</summary>
    private sealed class Watched(IPeerLink inner, List<(NodeId At, Digest Message)> forged) : IPeerLink
    {
        public NodeId Self => inner.Self;

        public void Listen(IActorRef receiver) => inner.Listen(receiver);

        public SendVerdict Send(NodeId to, EncodedMessage message) => inner.Send(to, message);

        public void SendAll(ImmutableArray<NodeId> to, EncodedMessage message) => inner.SendAll(to, message);

        public void Taken(PeerHeard heard) => inner.Taken(heard);

        public void Forged(Digest message)
        {
            forged.Add((Self, message));
            inner.Forged(message);
        }

        public void Fault(NodeId peer, PeerFault fault) => inner.Fault(peer, fault);
    }
}
