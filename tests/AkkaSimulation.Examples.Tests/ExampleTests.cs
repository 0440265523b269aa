namespace AkkaSimulation.Examples.Tests;

/// <summary>The examples do what their first sentences say.</summary>
public sealed class ExampleTests
{
    private const int Seeds = 200;

    [Theory(DisplayName = "Prices: each request has one outcome; only those that the cut outlasts are given up")]
    [InlineData(1)]
    [InlineData(2)]
    public void Requests_have_one_outcome_each(ulong seed)
    {
        var result = RequestReply.Run(seed);

        var requests = result.Outcomes.Select(static o => o.Request).Order().ToArray();
        Assert.Equal(requests.Distinct(), requests);
        Assert.InRange(requests.Length, 28, 30);

        // Request n is made at n, n + 2 and n + 4 seconds; the cut lasts from 10 s to 20 s.
        Assert.Equal([10, 11, 12, 13, 14, 15], UnknownOf(result));
        Assert.All(result.Outcomes, static o => Assert.Equal(o.Request switch
        {
            >= 10 and < 18 => 3,
            18 or 19 => 2,
            _ => 1,
        }, o.Tries));
        Assert.True(result.Letters.Dropped[DropCause.Cut] > 10, result.Letters.ToString());
        Assert.Equal(result.TraceHash, RequestReply.Run(seed).TraceHash);
    }

    [Theory(DisplayName = "Bank: every confirmed deposit is on the disk once, through failed writes and a crash")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Deposits_are_neither_lost_nor_doubled(ulong seed)
    {
        var result = Bank.Run(seed);

        Assert.True(result.IsDone);
        Assert.Equal(100 * 101 / 2, result.Cents);
        Assert.Equal(Enumerable.Range(1, 100), result.OnDisk.Select(static e => e.Deposit).Order());
        Assert.True(result.Faults >= 10, $"{result.Faults} faults");
        Assert.Equal(result.TraceHash, Bank.Run(seed).TraceHash);
    }

    [Fact(DisplayName = "Election: Schedule.Random finds the race within 200 seeds; the log shows who voted twice")]
    public void Random_schedules_find_the_race()
    {
        var rivals = LeaderElection.Explore(Schedule.Random, LeaderElection.VotingStyle.CheckThenAct, Seeds);

        Assert.NotNull(rivals);
        Assert.True(rivals.Leaders.Count > 1);
        var explained = LeaderElection.Explain(rivals, LeaderElection.VotingStyle.CheckThenAct);
        Assert.StartsWith($"Seed {rivals.Seed}, term {rivals.Term}: node", explained);
        Assert.Contains("because", explained);
        TestContext.Current.TestOutputHelper?.WriteLine(explained);
    }

    [Fact(DisplayName = "Election: in the usual order 200 seeds do not show the race")]
    public void Usual_order_hides_the_race() =>
        Assert.Null(LeaderElection.Explore(Schedule.Fifo, LeaderElection.VotingStyle.CheckThenAct, Seeds));

    [Fact(DisplayName = "Election: with the cure no schedule of 200 seeds elects two")]
    public void The_cure_holds() =>
        Assert.Null(LeaderElection.Explore(Schedule.Random, LeaderElection.VotingStyle.OneMessage, Seeds));

    private static IEnumerable<int> UnknownOf(RequestReply.Result result) =>
        result.Outcomes.Where(static o => o.Cents is null).Select(static o => o.Request).Order();
}
