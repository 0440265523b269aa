using PoR.Simulation.Runs;

namespace PoR.Simulation.Tests.Runs;

/// <summary>How often a committee fails by chance.</summary>
public sealed class CommitteeWarningsTests
{
    /// <summary>Binomial tails with one seat a participant: half ≥ t_H, all &lt; t_H, 80 % &lt; t_H.</summary>
    [Theory(DisplayName = "The probabilities are those of exact binomial tails")]
    [InlineData(1_200, 100, 4.4e-3, 2.7e-4, 8.7e-2)]
    [InlineData(1_200, 200, 4.0e-5, 2.0e-7, 2.4e-2)]
    [InlineData(1_200, 500, 4.5e-15, 7e-21, 1.3e-4)]
    [InlineData(10_000, 100, 6.0e-3, 4.2e-4, 9.6e-2)]
    [InlineData(10_000, 500, 2.9e-9, 3e-14, 1.8e-3)]
    [InlineData(10_000, 1_000, 9e-18, 6e-28, 1.3e-5)]
    [InlineData(10_000, 2_000, 3e-38, 2e-59, 2e-10)]
    public void Tails_are_exact(long participants, long seats, double half, double missed, double missedWithSilent)
    {
        var p = (double)seats / participants;
        var threshold = ((69 * seats) + 99) / 100;

        Near(half, BinomialTails.AtLeast(participants / 2, p, threshold));
        Near(missed, BinomialTails.Below(participants, p, threshold));
        Near(missedWithSilent, BinomialTails.Below(participants * 4 / 5, p, threshold));
    }

    [Fact]
    public void Tails_of_few_draws_are_those_of_the_formula()
    {
        Assert.Equal(0.5, BinomialTails.Below(3, 0.5, 2), 12);
        Assert.Equal(0.875, BinomialTails.AtLeast(3, 0.5, 1), 12);
        Assert.Equal(0.25, BinomialTails.AtLeast(1, 0.25, 1), 12);
        Assert.Equal(1, BinomialTails.AtLeast(5, 0.3, 0));
        Assert.Equal(0, BinomialTails.AtLeast(5, 0.3, 6));
        Assert.Equal(0, BinomialTails.Below(5, 0.3, 0));
        Assert.Equal(1, BinomialTails.Below(5, 0.3, 6));
        Assert.Equal(0.5, BinomialTails.Below(100_000_001, 0.5, 50_000_001), 6);
    }

    [Theory(DisplayName = "The paper's committee of 100 is warned of; those of 500 and of all are not")]
    [InlineData("demo", true)]
    [InlineData("safety", false)]
    [InlineData("unit", false)]
    public void Small_committees_are_warned_of(string profile, bool isWarned)
    {
        using var world = new TestWorld(Lab.Load(profile, rounds: 1, seed: 1, "run.crypto=model"));
        var view = world.World.Genesis.View;

        var warnings = CommitteeWarnings.Of(view);

        Assert.Equal(isWarned, !warnings.IsEmpty);
        if (isWarned)
            Assert.Contains(
                $"misses its {view.CertificateThreshold} seats with probability 4.",
                warnings[0],
                StringComparison.Ordinal);
    }

    [Theory(DisplayName = "D5: a look-back of the stake that is shorter than k is said to be unsafe")]
    [InlineData("look-back", false)]
    [InlineData("10", false)]
    [InlineData("9", true)]
    [InlineData("1", true)]
    public void A_short_look_back_is_unsafe(string rounds, bool isUnsafe)
    {
        using var world = new TestWorld(Lab.Unit(rounds: 1, seed: 1, $"protocol.stake-look-back={rounds}"));

        var warnings = CommitteeWarnings.Of(world.World.Genesis.View);

        Assert.Equal(isUnsafe, warnings.Any(w => w.StartsWith("UNSAFE: protocol.stake", StringComparison.Ordinal)));
        Assert.Equal(isUnsafe ? 1 : 0, warnings.Length);
    }

    private static void Near(double expected, double actual) =>
        Assert.True(actual > expected / 1.3 && actual < expected * 1.3, $"{actual} instead of {expected}.");
}
