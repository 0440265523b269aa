namespace PoR.Campaigns.Tests;

/// <summary>Quorums are missed as often as the weights of each round say.</summary>
public sealed class MissedQuorumTests
{
    private const int LimitMs = 120_000;

    [Fact(DisplayName = "With a fifth of the weight silent, steps miss their quorum as often as the weights say (χ²)",
        Timeout = LimitMs)]
    public async Task Frequencies()
    {
        await Task.Yield();
        MissedQuorums.Slice[] slices =
            [.. Enumerable.Range(1, MissedQuorums.Groups).Select(seed => MissedQuorums.Of(seed, rounds: 12, 0.2))];

        Assert.True(slices.Sum(static slice => slice.Expected) > 5, "Nothing is expected to be missed.");
        Assert.InRange(MissedQuorums.ChiSquare(slices), 0, MissedQuorums.ChiSquareMax);
    }

    [Theory(DisplayName = "Frequencies that no chance brings are told apart")]
    [InlineData(0)]
    [InlineData(25)]
    public void It_can_fail(int missed) => Assert.True(
        MissedQuorums.ChiSquare(Enumerable.Repeat(new MissedQuorums.Slice(100, missed, 10.0), MissedQuorums.Groups))
        > MissedQuorums.ChiSquareMax);
}
