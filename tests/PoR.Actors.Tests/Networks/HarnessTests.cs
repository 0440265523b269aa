using PoR.Actors.Messages;
using PoR.Actors.Services;
using PoR.Consensus.Agreement;
using PoR.Consensus.Sortition;
using PoR.Consensus.Tests.Agreement;
using PoR.Core.Agreement;
using PoR.Core.Identities;
using PoR.Core.Parameters;
using PoR.Core.Rounds;
using PoR.Wire;

namespace PoR.Actors.Tests.Networks;

/// <summary>
/// One round by the pure network of the consensus tests and by whole nodes: what is shown there of the agreement holds
/// for the actors only if both do the same.
/// </summary>
public sealed class HarnessTests
{
    private const int Seeds = 200;

    [Fact(DisplayName = "The same round ends in the pure network and in whole nodes with the same value and step")]
    public void Both_end_alike()
    {
        var endings = new HashSet<(bool IsEmpty, int Step)>();
        for (var seed = 0; seed < Seeds; seed++)
        {
            var script = new HostileScript(seed);
            var whole = InWholeNodes(script);
            var pure = InPureNetwork(script, whole.Ranks);
            Assert.True(
                whole.Endings.SequenceEqual(pure),
                $"Seed {seed}: whole {string.Join(' ', whole.Endings)}, pure {string.Join(' ', pure)}");
            endings.UnionWith(pure);
        }

        // Else the rounds were too much alike to tell anything.
        Assert.True(endings.Count >= 3, string.Join(' ', endings));
    }

    private static (List<(bool IsEmpty, int Step)> Endings, CredentialRank[][] Ranks) InWholeNodes(
        HostileScript script)
    {
        using var network = new SmallNetwork(
            script.Nodes,
            s => s with { Run = s.Run with { Seed = script.Seed, ReviewsPerRound = 0 } },
            (_, services) => services with
            {
                Costs = new ModelledCosts
                {
                    Draw = default, Verify = default, VerifyCertificate = default, Block = default,
                    Transaction = default,
                },
            },
            new LinkDelays((from, to) => TimeSpan.FromMilliseconds(script.DelayOf(from, to))),
            Puppet.At(script.Hostile));
        var endings = new Dictionary<int, (bool IsEmpty, int Step)>();
        network.Observer = fact =>
        {
            if (fact is Fact.RoundDecided { Node.Index: var node, Round.Number: 1, Certificate: var c })
                endings.TryAdd(node, (c.IsEmptyBlock, c.Step.Number));
        };
        var voice = new HostileVoice(network.World, (ulong)script.Seed, script.Hostile);
        var block = voice.Block();
        var value = new BlockValue(block.Digest, network.ParticipantOf(script.Hostile));
        foreach (var (at, step, bit, to) in script.Words)
        {
            PeerMessage said = step switch
            {
                0 => new PeerMessage.TicketSent(voice.Ticket()),
                1 => new PeerMessage.ProposalSent(
                    new Proposal(voice.Vote(Step.BlockProposal, value, null), CompactBlock.Of(block))),
                _ => new PeerMessage.VoteSent(voice.Vote(new Step(step), bit == 1 ? null : value, bit)),
            };
            network.Say(TimeSpan.FromMilliseconds(at), script.Hostile, to, said);
        }

        network.Until(() => endings.Count == script.Hostile);
        return ([.. endings.OrderBy(e => e.Key).Select(e => e.Value)], RanksOf(network));
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
    private static CredentialRank[][] RanksOf(SmallNetwork network)
    {
        var world = network.World;
        var view = world.Genesis.View;
        return
        [
            .. world.Population.Keys.Select(keys => Enumerable.Range(1, 60).Select(step => MemberLot.Draw(
                view, new Step(step), view.Find(keys.PublicKey)!,
                world.Cryptography.VrfEvaluate(
                    keys.Vrf, Credentials.Alpha(keys.PublicKey, view.Round, new Step(step), view.Seed)))!.Value.Rank)
                .ToArray()),
        ];
    }
}
