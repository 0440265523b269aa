using PoR.Consensus.Agreement;

namespace PoR.Consensus.Tests.Agreement;

/// <summary>Algorand'_2's selective relay of step 1.</summary>
public sealed class ProposalRelayTests
{
    [Fact(DisplayName = "PoR §5.2 step 1: a node passes on a ticket only if it is the least so far")]
    public void Passes_on_only_the_least_ticket()
    {
        var relay = ProposalRelay.Empty;
        var passed = new List<bool>();
        foreach (var rank in new ulong[] { 50, 60, 40, 50, 40, 10 })
        {
            (relay, var isPassedOn) = relay.Hear(Given.Ticket(1 + passed.Count, rank));
            passed.Add(isPassedOn);
        }

        Assert.Equal([true, false, true, false, false, true], passed);
    }

    [Fact(DisplayName = "D12: a body whose credential lost yields, a second body is dropped")]
    public void Passes_on_one_body_of_the_least()
    {
        var (relay, _) = ProposalRelay.Empty.Hear(Given.Ticket(1, 50));
        (relay, var early) = relay.Hear(Given.Block(2));
        (relay, _) = relay.Hear(Given.Ticket(3, 40));
        (relay, var lost) = relay.Hear(Given.Block(1));
        (relay, var least) = relay.Hear(Given.Block(3));
        (_, var second) = relay.Hear(Given.Block(3, version: 1));
        Assert.Equal((false, false, true, false), (early, lost, least, second));
    }
}
