using AkkaSimulation.Tracing;

namespace AkkaSimulation.Tests.Tracing;

/// <summary>Two runs that should be equal are not: the first difference is found.</summary>
public sealed class TraceComparerTests
{
    private const int FaultyNode = 5;
    private const long FaultAt = 9_000;
    private static readonly TimeSpan s_long = 60.Seconds();

    [Theory(DisplayName = "A fault deep in a long run is found without keeping the run", Timeout = 120_000)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_fault_deep_in_a_long_run_is_found(int threads)
    {
        var difference = await Task.Run(
            () => TraceComparer.FirstDifference(
                Sound,
                options => Faulty(options with { Threads = threads }),
                static simulation => simulation.RunFor(s_long)),
            TestContext.Current.CancellationToken);

        Assert.NotNull(difference);
        Assert.True(difference.IsExact, difference.ToString());
        Assert.True(difference.Record > NodeTraceCheckpoint, difference.ToString());
        var (left, right) = (Entry(difference.Left), Entry(difference.Right));
        Assert.Equal(LogKind.Delivered, left.Kind);
        Assert.Equal(nameof(Word), left.Type);
        Assert.Equal($"node{FaultyNode}/user/relay", left.From);
        Assert.Equal((left.Time, left.From, left.To, left.Letter), (right.Time, right.From, right.To, right.Letter));
        Assert.NotEqual(left.Text, right.Text);

        // The word was sent in a turn of the faulty node, and its chain goes back to a timer.
        Assert.Equal((LogKind.Sent, FaultyNode), (difference.Left.Causes[1].Kind, difference.Left.Causes[1].Node));
        Assert.Equal(LogKind.TimerFired, difference.Left.Causes[^1].Kind);
        Assert.StartsWith(
            $"The runs differ first at node{difference.Node}, number {difference.Record}", difference.ToString());
        Assert.Contains(right.Text, difference.ToString());
    }

    [Fact(DisplayName = "Two runs that are equal have no difference")]
    public void Equal_runs_have_no_difference() =>
        Assert.Null(TraceComparer.FirstDifference(Sound, Sound, static simulation => simulation.RunFor(5.Seconds())));

    [Fact(DisplayName = "Two simulations that have run: the hashes tell within 4,096 records where they differ")]
    public void Two_simulations_are_compared_by_their_hashes()
    {
        using var left = Sound(new SimulationOptions());
        using var right = Faulty(new SimulationOptions());
        left.RunFor(s_long);
        right.RunFor(s_long);

        var difference = TraceComparer.FirstDifference(left, right);

        Assert.NotNull(difference);
        Assert.False(difference.IsExact);
        Assert.True(difference.RecordMax - difference.Record < 4096, difference.ToString());
        Assert.True(difference.Record > 1, difference.ToString());
    }

    [Fact(DisplayName = "Two simulations that have run with logs: the record itself is found, if both keep it")]
    public void Two_simulations_are_compared_by_their_logs()
    {
        var options = new SimulationOptions { Seed = 7, Log = LogMode.All };
        using var left = RelayNetwork.Of(options);
        using var right = RelayNetwork.Of(options, faultyNode: 2, faultAt: 50);
        using var shortLog = RelayNetwork.Of(options with { Log = LogMode.Last(20) });
        foreach (var simulation in new[] { left, right, shortLog })
            simulation.RunFor(5.Seconds());

        var difference = TraceComparer.FirstDifference(left, right);

        Assert.NotNull(difference);
        Assert.True(difference.IsExact, difference.ToString());
        Assert.Equal("node2/user/relay", Entry(difference.Left).From);
        Assert.Equal(difference.Record, Entry(difference.Left).Record);
        Assert.False(TraceComparer.FirstDifference(shortLog, right)!.IsExact);
    }

    [Fact(DisplayName = "Two logs: the first entry that differs, with its causes")]
    public void Two_logs_are_compared_entry_by_entry()
    {
        var options = new SimulationOptions { Seed = 7, Log = LogMode.All };
        using var left = RelayNetwork.Of(options);
        using var right = RelayNetwork.Of(options, faultyNode: 2, faultAt: 50);
        left.RunFor(5.Seconds());
        right.RunFor(5.Seconds());

        var difference = TraceComparer.FirstDifference(left.Log, right.Log);

        Assert.NotNull(difference);
        var entry = Entry(difference.Left);
        Assert.Equal((2, LogKind.Sent), (difference.Node, entry.Kind));
        Assert.NotEqual(entry.Text, Entry(difference.Right).Text);
        Assert.Null(TraceComparer.FirstDifference(left.Log, left.Log));
    }

    [Fact(DisplayName = "A run that only another run's longer drive makes differs where the shorter one ends")]
    public void A_missing_record_is_a_difference()
    {
        var runs = 0;
        var difference = TraceComparer.FirstDifference(
            Sound, Sound, simulation => simulation.RunFor(runs++ % 2 == 0 ? 2.Seconds() : 3.Seconds()));

        Assert.NotNull(difference);
        Assert.Null(difference.Left.Entry);
        Assert.NotNull(difference.Right.Entry);
    }

    [Fact(DisplayName = "What the run throws is thrown, if the traces are equal")]
    public void A_failure_of_both_runs_is_thrown() =>
        Assert.Throws<InvalidDataException>(() => TraceComparer.FirstDifference(
            Sound, Sound, static _ => throw new InvalidDataException("A check of the run.")));

    [Fact(DisplayName = "A factory that makes up its own options is refused, since it cannot be looked at")]
    public void A_factory_must_use_the_options() =>
        Assert.Throws<ArgumentException>(() => TraceComparer.FirstDifference(
            static _ => RelayNetwork.Of(new SimulationOptions()),
            Sound,
            static simulation => simulation.RunFor(1.Seconds())));

    [Fact(DisplayName = "A difference that is gone in the next run is reported all the same")]
    public void A_difference_that_does_not_repeat_is_reported()
    {
        var lives = 0;
        Simulation Flaky(SimulationOptions options) =>
            RelayNetwork.Of(options, FaultyNode, faultAt: lives++ == 0 ? 20 : 0);

        var difference = TraceComparer.FirstDifference(
            Sound, Flaky, static simulation => simulation.RunFor(5.Seconds()), new SimulationOptions { Seed = 7 });

        Assert.NotNull(difference);
        Assert.Contains("something beside the seed", difference.ToString());
    }

    [Fact(DisplayName = "Data that the driver added to the trace are compared, too")]
    public void Data_of_the_driver_are_compared()
    {
        var run = 0;
        var difference = TraceComparer.FirstDifference(Sound, Sound, simulation =>
        {
            simulation.RunFor(1.Seconds());
            simulation.Trace.Append([(byte)(run++ % 2)]);
        });

        Assert.NotNull(difference);
        Assert.Equal((-1, 1L), (difference.Node, difference.Record));
        Assert.Equal(LogKind.DriverNoted, Entry(difference.Left).Kind);
    }

    private const long NodeTraceCheckpoint = 4096;

    private static Simulation Sound(SimulationOptions options) => RelayNetwork.Of(options with { Seed = 7 });

    private static Simulation Faulty(SimulationOptions options) =>
        RelayNetwork.Of(options with { Seed = 7 }, FaultyNode, FaultAt);

    private static LogEntry Entry(TraceSide side)
    {
        Assert.NotNull(side.Entry);
        return side.Entry;
    }
}
