using PoR.Chain;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Simulation.Runs;

namespace PoR.Simulation.Tests.Adversaries;

/// <summary>What single strategies do, and that it would hurt without the rule against it.</summary>
public sealed class StrategyDeedTests
{
    private const int LimitMs = 60_000;

    [Fact(DisplayName = "F52: later numbers come into blocks before earlier ones, which follow", Timeout = LimitMs)]
    public async Task Later_numbers_first()
    {
        await Task.Yield();
        var outcome = Run(
            "population.participants=7", "population.nodes=7", "run.reviews-per-round=4", "run.rounds=12",
            "run.pay-with-reviews=true", "run.adversaries=sequence-skipper 30%");
        var places = new Dictionary<(PublicKey Author, ulong Number), int>();
        for (var round = 0; round < outcome.Chain.Count; round++)
        {
            foreach (var body in outcome.Chain[round].Block.Payset.Select(entry => entry.Transaction.Body))
                places.Add((body.Sender, body.Sequence), round);
        }

        // As the rule was, the earlier one is invalid for ever then.
        Assert.Contains(places, later => later.Key.Number % 2 == 0
            && places.TryGetValue((later.Key.Author, later.Key.Number - 1), out var earlier)
            && earlier > later.Value);
        Assert.Empty(outcome.Result.Rejections);
    }

    [Theory(
        DisplayName = "F49: with stake from the last block, who enters sits in the round that it was chosen for",
        Timeout = LimitMs)]
    [InlineData(1, 1)]
    [InlineData(4, 4)]
    public async Task Entry_is_chosen(int stakeLookBack, int weighsAfter)
    {
        await Task.Yield();
        var adversary = Assert.Single(Run(
            "run.rounds=12", "run.adversaries=entry-grinder 20%", "protocol.parameter-set=paper",
            "protocol.committee-size=40", "protocol.look-back=4", $"protocol.stake-look-back={stakeLookBack}")
            .Result.Adversaries);

        Assert.Equal((40, weighsAfter, 4), (adversary.Joined, adversary.EntryRounds, adversary.EntryRoundsMin));
        Assert.True(adversary.Shares.Max() > 0.2); // As many as like may enter in the end: F51b.
    }

    [Theory(
        DisplayName = "F49b: with stake from the last block, a ban in it changes the lots of others; else none changes",
        Timeout = LimitMs)]
    [InlineData(1, false)]
    [InlineData(4, true)]
    public async Task Own_bans_change_no_lot(int stakeLookBack, bool isUnchanged)
    {
        await Task.Yield();
        using var world = new TestWorld(Lab.Unit(
            1, seed: 1, "run.adversaries=self-banner 20%", "run.reviews-per-round=4", "protocol.committee-size=40",
            "protocol.look-back=4", $"protocol.stake-look-back={stakeLookBack}"));
        Branch? banning = null;
        world.Until(() => world.Chain(0) is { Tip: { } tip } && BannedOf(tip) > 0 && (banning = tip) is not null);
        var block = world.Blocks(0)[^1].Block;
        var before = world.Chain(0).BranchOf(block.Header.Parent)!;
        var cast = new Cast(world.World.Population.Genesis, world.Seed);
        var hostile = Assert.Single(world.World.Adversaries).Accounts;

        // The same leader's block, without what the hostile accounts have written.
        var other = cast.Extend(before, cast.Build(
            cast.NumberOf(block.Header.Proposer!.Leader), before,
            block.Payset.Select(entry => entry.Transaction).Where(t => !hostile.Contains(t.Body.Sender))).Block);
        Assert.Equal((0, banning!.View.Seed), (BannedOf(other), other.View.Seed));
        var lots = Enumerable.Range(0, cast.Count).Where(who => !hostile.Contains(cast[who])).SelectMany(who =>
            Enumerable.Range(1, 8).Select(step => (
                With: cast.Lot(who, banning.View, new Step(step))?.Seats,
                Without: cast.Lot(who, other.View, new Step(step))?.Seats)));
        Assert.Equal(isUnchanged, lots.All(lot => lot.With == lot.Without));
        Assert.Equal(isUnchanged, banning.View.TotalWeight == other.View.TotalWeight);
    }

    private static int BannedOf(Branch branch) =>
        branch.State.Accounts.InOrder.Count(account => account.IsBlacklistedIn(branch.State.Round.Next));

    private static RunOutcome Run(params string[] options)
    {
        var settings = Lab.Unit(1, seed: 2, options);
        return new SimulationRun(settings, Lab.NetworkOf(settings), threads: 1, "a test")
            .Execute(_ => DraftSource.Generated(1), null, TestContext.Current.CancellationToken);
    }
}
