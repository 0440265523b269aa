using PoR.Actors.Messages;
using PoR.Actors.Peers;
using PoR.Actors.Services;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Simulation.Checks;
using PoR.Simulation.Runs;
using PoR.Simulation.Tests.Worlds;
using PoR.Simulation.Worlds;

namespace PoR.Simulation.Tests.Runs;

/// <summary>A fifth of the nodes evaluate reviews wrongly.</summary>
public sealed class BadEvaluationTests
{
    private const int BadNodes = 4;
    private const int Rounds = 12;

    [Fact(DisplayName = "F33: a leader who scores wrongly gets no block, is blacklisted, and nobody else is")]
    public void Bad_leaders_are_blacklisted_and_only_they()
    {
        var settings = Lab.Unit(Rounds, seed: 4);
        var network = Lab.NetworkOf(settings);
        using var world = World.Create(settings, network.Model, threads: 1, WithBadEvaluators);
        var workload = new Workload(world, DraftSource.Generated(4), 10, 100, seed: 4, _ => { });
        var suite = new InvariantSuite(world, network, AuditShare.All);
        var accused = new HashSet<PublicKey>();
        var distrusted = new HashSet<Round>();
        var decided = new List<Fact.BlockCertified>();
        world.Observer = fact =>
        {
            suite.See(fact);
            if (fact is Fact.RoundStarted { Round: var round })
                workload.OnRoundStarted(round);
            if (fact is Fact.EvidenceSeen { Evidence: { Accused: var key, Round: var inRound } })
            {
                accused.Add(key);
                distrusted.Add(inRound);
            }

            if (fact is Fact.BlockCertified { State: var state, Block: var block } certified)
            {
                workload.OnAdopted(state, block.Payset.Select(entry => entry.Transaction));
                if (certified.Node.Index == BadNodes)
                    decided.Add(certified);
            }
        };

        world.Start();

        // A good leader's block brings all the evidence of the rounds before it.
        world.Simulation.RunUntil(
            () => decided.Count >= Rounds && !decided[^1].Block.IsEmpty, TimeSpan.FromMinutes(20));

        Assert.Empty(suite.Violations);
        var bad = world.Population.Keys.Take(BadNodes).Select(keys => keys.PublicKey).ToHashSet();
        Assert.NotEmpty(accused);
        Assert.Subset(bad, accused);
        Assert.DoesNotContain(decided, d => d.Block.Header.Proposer is { Leader: var leader } && bad.Contains(leader));
        Assert.Equal(distrusted.Order(), decided.Where(d => d.Block.IsEmpty).Select(d => d.Block.Header.Round));
        Assert.Equal(
            accused.Order(),
            decided[^1].State.Accounts.InOrder.Where(a => a.BlacklistedUntil > Round.Genesis).Select(a => a.PublicKey));
    }

    private static PeerSetup WithBadEvaluators(PeerSetup honest) => honest.Id.Index >= BadNodes
        ? honest
        : honest with
        {
            Services = honest.Services with
            {
                Chain = new SharedChain(honest.Services.Chain.Genesis, new ReversedScores(), 1_000, 100),
            },
        };
}
