using PoR.Actors.Messages;
using PoR.Actors.Services;
using PoR.Consensus.Agreement;
using PoR.Consensus.Tests.Agreement;
using PoR.Core.Agreement;
using PoR.Core.Identities;
using PoR.Core.Parameters;
using PoR.Core.Rounds;
using PoR.TestKit.Adversaries;
using PoR.Wire;

namespace PoR.Actors.Tests.Networks;

/// <summary>
/// One round by the pure network of the consensus tests and by whole nodes: what is shown there of the agreement holds
/// for the actors only if both do the same.
/// </summary>
public sealed class HarnessTests
{
    // Among these seeds are rounds that end in a loop of their own.
    private const int FirstSeed = 250;
    private const int Seeds = 200;

    [Fact(DisplayName = "The same round ends in the pure network and in whole nodes with the same value and step")]
    public void Both_end_alike()
    {
        var endings = new HashSet<(bool IsEmpty, int Step)>();
        var compared = 0;
        for (var seed = FirstSeed; seed < FirstSeed + Seeds; seed++)
        {
            var script = new HostileScript(seed);
            var whole = InWholeNodes(script);

            // The pure network's nodes all propose; one in a thousand of whole nodes has no lot in step 1.
            if (whole.Ranks.Any(static ranks => ranks[0] == default))
                continue;
            compared++;
            var pure = InPureNetwork(script, whole.Ranks);
            Assert.True(
                whole.Endings.SequenceEqual(pure),
                $"Seed {seed}: whole {string.Join(' ', whole.Endings)}, pure {string.Join(' ', pure)}");
            endings.UnionWith(pure);
        }

        Assert.InRange(compared, Seeds - 10, Seeds);

        // Else the rounds were too much alike to tell anything.
        Assert.True(endings.Count >= 3, string.Join(' ', endings));
    }

    private static (List<(bool IsEmpty, int Step)> Endings, CredentialRank[][] Ranks) InWholeNodes(
        HostileScript script)
    {
        using var network = SmallNetwork.Of(
            script.Nodes,
            s => s with { Run = s.Run with { Seed = script.Seed, ReviewsPerRound = 0 } },
            setup => setup with
            {
                Services = setup.Services with
                {
                    Costs = new ModelledCosts
                    {
                        Draw = default, Verify = default, VerifyCertificate = default, Block = default,
                        Transaction = default,
                    },
                },
            },
            new LinkDelays((from, to) => TimeSpan.FromMilliseconds(script.DelayOf(from, to))),
            Puppet.From(script.Hostile));
        var endings = new Dictionary<int, (bool IsEmpty, int Step)>();
        network.Observer = fact =>
        {
            if (fact is Fact.RoundDecided { Node.Index: var node, Round.Number: 1, Certificate: var c })
                endings.TryAdd(node, (c.IsEmptyBlock, c.Step.Number));
        };
        var cast = new Cast(network.World.Population.Genesis, (ulong)script.Seed);
        var hostile = cast.NumberOf(network.ParticipantOf(script.Hostile));
        var block = cast.Block(hostile, cast.Root);
        var value = new BlockValue(block.Digest, cast[hostile]);
        foreach (var (at, step, bit, to) in script.Words)
        {
            PeerMessage said = step switch
            {
                0 => new PeerMessage.TicketSent(cast.Ticket(hostile)),
                1 => new PeerMessage.ProposalSent(cast.Proposal(hostile, cast.View, block)),
                _ => new PeerMessage.VoteSent(cast.Vote(hostile, step, bit == 1 ? null : value, bit)),
            };
            Puppet.Say(network, TimeSpan.FromMilliseconds(at), script.Hostile, to, said);
        }

        network.Until(() => endings.Count == script.Hostile);
        return ([.. endings.OrderBy(e => e.Key).Select(e => e.Value)], RanksOf(network, cast));
    }

    private static List<(bool IsEmpty, int Step)> InPureNetwork(HostileScript script, CredentialRank[][] ranks)
    {
        var network = new PureNetwork(new PureNetworkOptions
        {
            NodeCount = script.Nodes,
            ByzantineCount = 1,
            Threshold = ((69 * script.Nodes) + 99) / 100,
            Timing = TimingRules.Of(ProtocolParameters.Hardened),
            StartOffsetMax = 0,
            LinkDelay = script.DelayOf,
            TicketRank = node => (ulong)ranks.Count(other => other[0].CompareTo(ranks[node][0]) < 0),
            VoteRank = (node, step) => ranks[node][step.Number - 1],
        });
        var value = Given.Block(script.Hostile);
        foreach (var (at, step, bit, to) in script.Words)
        {
            Packet said = step switch
            {
                0 => new Packet.OfTicket(network.TicketOf(script.Hostile)),
                1 => new Packet.OfBlock(value),
                _ => new Packet.OfVote(network.VoteOf(
                    script.Hostile, new Step(step), new Position(bit == 1 ? null : value, bit))!),
            };
            network.At(at, () =>
            {
                foreach (var peer in to)
                    network.Send(script.Hostile, peer, said);
            });
        }

        network.RunUntil(3_600_000);
        return [.. network.Nodes.Select(n => (n.Decided is null, n.Machine.Ending!.Step.Number))];
    }

    /// <summary>By node, the rank of its lot in steps 1, 2, 3, …: all sit on every committee.</summary>
    private static CredentialRank[][] RanksOf(TestWorld network, Cast cast) =>
    [
        .. Enumerable.Range(0, cast.Count).Select(node => cast.NumberOf(network.ParticipantOf(node)))
            .Select(who => Enumerable.Range(1, 60)
                .Select(step => cast.Lot(who, cast.View, new Step(step))?.Rank ?? default).ToArray()),
    ];
}
