using PoR.Actors.Messages;
using PoR.Core.Rounds;

namespace PoR.Simulation.Tests.Runs;

/// <summary>A fifth of the nodes evaluate reviews wrongly.</summary>
public sealed class BadEvaluationTests
{
    private const int BadNodes = 4;
    private const int Rounds = 12;

    [Fact(DisplayName = "F33: a leader who scores wrongly gets no block, is blacklisted, and nobody else is")]
    public void Bad_leaders_are_blacklisted_and_only_they()
    {
        using var world = new TestWorld(Lab.Unit(Rounds, seed: 4), adapt: Lab.FirstLie(BadNodes));

        // A good leader's block brings all the evidence of the rounds before it.
        world.Until(
            () => world.RoundOf(BadNodes) >= Rounds && !world.Blocks(BadNodes)[^1].Block.IsEmpty, limitSeconds: 1_200);

        Assert.Empty(world.Checks.Violations);
        var seen = world.Facts.OfType<Fact.EvidenceSeen>().Select(fact => fact.Evidence).ToArray();
        var accused = seen.Select(evidence => evidence.Accused).ToHashSet();
        var distrusted = seen.Select(evidence => evidence.Round).ToHashSet();
        var decided = world.Facts.OfType<Fact.BlockCertified>().Where(fact => fact.Node.Index == BadNodes).ToArray();
        var bad = Enumerable.Range(0, BadNodes).Select(world.ParticipantOf).ToHashSet();
        Assert.NotEmpty(accused);
        Assert.Subset(bad, accused);
        Assert.DoesNotContain(decided, d => d.Block.Header.Proposer is { Leader: var leader } && bad.Contains(leader));
        Assert.Equal(distrusted.Order(), decided.Where(d => d.Block.IsEmpty).Select(d => d.Block.Header.Round));
        Assert.Equal(
            accused.Order(),
            decided[^1].State.Accounts.InOrder.Where(a => a.BlacklistedUntil > Round.Genesis).Select(a => a.PublicKey));
    }
}
