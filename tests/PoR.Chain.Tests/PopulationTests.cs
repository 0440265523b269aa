using PoR.Core.Parameters;
using PoR.TestKit.Populations;

namespace PoR.Chain.Tests;

/// <summary>What an adversary gains by newcomers, on a real chain and in a model without blocks (D1, D41).</summary>
public sealed class PopulationTests
{
    private const int LimitMs = 120_000;

    [Fact(
        DisplayName = "D41: with a fifth of reputation, unsponsored by others, an adversary stays below a third",
        Timeout = LimitMs)]
    public Task Stays_below_a_third()
    {
        const int Rounds = 300;
        var plan = new PopulationPlan
        {
            Parameters = ProtocolParameters.Hardened with
            {
                Admission = new AdmissionParameters { Rate = new Ratio(1, 500), AgeingRounds = 200 },
            },
        };
        var chain = new PopulationChain(plan, newcomersMax: 400).Rounds().Take(Rounds).ToArray();
        var models = Enumerable.Range(1, 5)
            .Select(seed => new PopulationModel(plan with { Seed = (ulong)seed }).Rounds().Take(Rounds).ToArray())
            .ToArray();
        for (var round = 0; round < Rounds; round += 20)
            TestContext.Current.TestOutputHelper!.WriteLine(
                $"{chain[round]} {models.Average(model => model[round].HostileShare)}");

        Assert.All(chain, round => Assert.InRange(round.HostileShare, 0, 1 / 3.0));
        Assert.True(chain[^1].HostileNewcomers > 80);
        Assert.All(Enumerable.Range(0, Rounds), round => Assert.InRange(
            chain[round].HostileShare - models.Average(model => model[round].HostileShare), -0.02, 0.02));
        return Task.CompletedTask;
    }
}
