using PoR.Consensus.Agreement;
using PoR.Core.Agreement;
using PoR.Core.Rounds;

namespace PoR.Consensus.Tests.Agreement;

/// <summary>Speaks for Byzantine members: silent, contradicting, late, to some only, by the network's seed.</summary>
internal class Adversary
{
    /// <summary>Step 1 of a Byzantine proposer.</summary>
    public virtual void Propose(PureNetwork network, int member)
    {
        var random = network.Random;
        var (a, b) = (Given.Block(member), Given.Block(member, version: 1));
        var late = random.OnceIn(4) ? (2 * Given.Lambda) + Given.BigLambda : 0;
        var style = random.Below(4);
        network.Blocks.AddRange(style == 1 ? [a, b] : [a]);
        foreach (var to in network.Nodes)
        {
            if (random.OnceIn(8))
                continue;
            network.Send(member, to.Index, new Packet.OfTicket(network.TicketOf(member)));
            if (style > 0)
                network.Send(member, to.Index, new Packet.OfBlock(style == 1 && random.OnceIn(2) ? b : a), late);
        }
    }

    /// <summary>What a Byzantine member says in a step, when the first honest node speaks in it.</summary>
    public virtual void Vote(PureNetwork network, int member, Step step)
    {
        var random = network.Random;
        var style = random.Below(6);
        var first = RandomPosition(network, step);
        var second = RandomPosition(network, step);
        foreach (var to in network.Nodes)
        {
            if (style == 1 || style >= 3 || (style == 2 && random.OnceIn(2)))
                Say(network, member, to.Index, step, style == 3 && random.OnceIn(2) ? second : first);
            if (style == 4)
                Say(network, member, to.Index, step, second, random.Below(3 * (int)Given.Lambda));
        }
    }

    protected static void Say(
        PureNetwork network, int member, int to, Step step, Position position, long extraDelay = 0)
    {
        if (network.VoteOf(member, step, position) is { } vote)
            network.Send(member, to, new Packet.OfVote(vote), extraDelay);
    }

    private static Position RandomPosition(PureNetwork network, Step step)
    {
        var random = network.Random;
        BlockValue? value = random.OnceIn(3) || network.Blocks.Count == 0 ? null : random.Pick(network.Blocks);
        if (step.CarriesBit)
            return new Position(value, value is null ? (byte)1 : (byte)random.Below(2));
        var named = step == Step.BlockVerification && value is null && random.OnceIn(2) && network.Blocks.Count > 0
            ? random.Pick(network.Blocks)
            : null;
        return new Position(value, NoConfidence: named);
    }
}
