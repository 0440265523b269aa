using PoR.Actors.Messages;
using PoR.Core.Canonical;
using PoR.Core.Genesis;
using PoR.Core.Identities;
using PoR.Core.Parameters;
using PoR.Core.Transactions;
using PoR.Simulation.Checks;
using PoR.TestKit;

namespace PoR.Examples.Tests;

/// <summary>Rules of docs/own-protocol.md in the place of Proof of Review's, in whole networks.</summary>
public sealed class RulesTests
{
    private const int LimitMs = 60_000;
    private const string Praise = "A wonderful lamp, bright and beautiful. I love it, it is perfect and works great.";

    [Fact(DisplayName = "A rule of reputation of one's own is applied by all nodes, and I5 holds by it",
        Timeout = LimitMs)]
    public async Task Reputation_by_an_own_rule()
    {
        await Task.Yield();
        Assert.Equal((10, 5), await ReputationsAsync(rule: null));
        Assert.Equal((10, 8), await ReputationsAsync(new QuarterRule()));
    }

    [Fact(DisplayName = "I5: an adjustment that the own rule does not give is a breach", Timeout = LimitMs)]
    public async Task Another_adjustment_is_a_breach()
    {
        await Task.Yield();
        var rule = new FractionRule { Of = 4 };
        using var network = Network(rule);
        var author = network.Submit(Praise, stars: 1);
        network.RunUntil(() => network.Nodes[0].Ledger.FindAccount(author)!.Reputation == 8);

        rule.Of = 3;
        var check = new ReputationCheck(network.World.Genesis.State, new DecidableRounds(network.World));
        var breaches = new List<string>();
        foreach (var seen in network.Facts)
            check.See(seen.Fact, (_, sentence) => breaches.Add(sentence));

        Assert.Contains($"Account {author} goes from reputation 10 to 8, not to 7.", breaches);
    }

    [Fact(DisplayName = "A rule that takes more than there is ends the run, and is named", Timeout = LimitMs)]
    public async Task A_rule_must_not_go_below_zero()
    {
        await Task.Yield();
        using var network = Network(new FractionRule { Of = 0 });
        network.Submit(Praise, stars: 1);

        var failure = Assert.Throws<PoRNetworkException>(() => network.RunUntilDecided(3));
        Assert.Contains("The rule 'fraction' takes 11 of a reputation of 10.", failure.ToString());
    }

    [Fact(DisplayName = "A rule of admission of one's own: a newcomer that wrote nothing speaks after two rounds",
        Timeout = LimitMs)]
    public async Task Admission_by_an_own_rule()
    {
        await Task.Yield();
        Assert.False(await NewcomersWeighAsync(rule: null));
        Assert.True(await NewcomersWeighAsync(new OpenDoorRule()));
    }

    [Fact(DisplayName = "A rule of its own makes another network, whose genesis is refused by the rule's name")]
    public void Other_rules_are_refused_by_name()
    {
        using var plain = Network(null);
        using var quarter = Network(new QuarterRule());
        var (mine, other) = (quarter.World.Population.Genesis, plain.World.Population.Genesis);

        Assert.NotEqual(other.Network, mine.Network);
        Assert.NotNull(CanonicalBytes.Decode<GenesisDocument>(CanonicalBytes.Of(other), out _));
        Assert.Null(CanonicalBytes.Decode<GenesisDocument>(CanonicalBytes.Of(mine), out var fault));
        Assert.Contains("rules of its own, reputation by 'quarter', which this program does not have", fault);
        Assert.Throws<ArgumentException>(() => Network(new FractionRule { Name = "" }));
        Assert.Throws<ArgumentException>(() => Network(new FractionRule { Name = new string('x', 65) }));
    }

    [Theory(DisplayName = "Under an own rule a node recovers from its journal: a snapshot's bytes would lack the rule",
        Timeout = LimitMs)]
    [InlineData(false, 1)]
    [InlineData(true, 0)]
    public async Task A_node_recovers(bool hasRule, int snapshots)
    {
        await Task.Yield();
        using var network = Network(hasRule ? new QuarterRule() : null, nodes: 3, roundsKept: 1);
        network.RunUntilDecided(115);
        Assert.Equal(snapshots, network.Nodes[1].Machine.Disk.Snapshots("ledger").Count);

        network.Nodes[1].Crash();
        network.Nodes[1].Restart();
        network.RunUntilDecided(117);
        network.AssertInvariants();
    }

    private static Task<(long Before, long After)> ReputationsAsync(IReputationRule? rule)
    {
        using var network = Network(rule);
        var author = network.Submit(Praise, stars: 1);
        long Reputation() => network.Nodes[^1].Ledger.FindAccount(author)!.Reputation;
        var before = Reputation();
        network.RunUntil(() => network.Nodes.All(node => node.Blocks.Any(block => block.Block.Payset.Any(
            entry => entry.Evaluation?.Verdict == CongruenceVerdict.Incongruent))));
        network.AssertInvariants();
        return Task.FromResult((before, Reputation()));
    }

    private static Task<bool> NewcomersWeighAsync(IAdmissionRule? rule)
    {
        var builder = PoRNetwork.Create().Nodes(6).Participants(6).Reviews(0)
            .Set("population.newcomers", "1").Set("population.sponsor-share", "1").Set("protocol.admission-rate", "1/2")
            .Set("protocol.ageing", "0").Set("protocol.look-back", "3").Set("protocol.stake-look-back", "1");
        using var network = (rule is null ? builder : builder.Rules(new OwnRules { Admission = rule })).Build();
        var newcomer = network.Expect<Fact.NewcomerAdmitted>().Newcomer;
        network.RunUntilDecided(network.Nodes[0].Round + 5);
        return Task.FromResult(IsMember(newcomer));

        bool IsMember(PublicKey key) =>
            network.World.ChainOf(network.Nodes[0].Id)!.Tip.View.Find(key) is not null;
    }

    private static PoRNetwork Network(IReputationRule? rule, int nodes = 5, int roundsKept = 10)
    {
        var builder = PoRNetwork.Create().Nodes(nodes).Participants(nodes).Reviews(0)
            .Set("protocol.evidence-term", $"{roundsKept}").Set("protocol.look-back", $"{roundsKept}");
        return (rule is null ? builder : builder.Rules(new OwnRules { Reputation = rule })).Build();
    }

    /// <summary>Down by a part of what there is; of 0: by more than that.</summary>
    private sealed class FractionRule : IReputationRule
    {
        public string Name { get; init; } = "fraction";

        public int Of { get; set; }

        public long AdjustmentOf(CongruenceVerdict verdict, long reputation, ProtocolParameters parameters) =>
            verdict != CongruenceVerdict.Incongruent ? 0 : Of == 0 ? -reputation - 1 : -(reputation / Of);
    }
}
