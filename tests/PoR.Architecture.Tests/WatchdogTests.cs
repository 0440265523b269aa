using Limits;

namespace PoR.Architecture.Tests;

/// <summary>A test process in which something hangs is found, and what hangs is named.</summary>
public sealed class WatchdogTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(600);

    [Fact]
    public void A_test_beyond_the_limit_is_named_though_others_go_on() =>
        Assert.Equal(
            "Not ended within 600 s: slowest; slow",
            Verdict(silence: 1, ("quick", 599), ("slow", 601), ("slowest", 700)));

    [Fact]
    public void Silence_between_tests_names_the_last_one() =>
        Assert.Equal("No test began or ended within 600 s after: last", Verdict(silence: 601));

    [Fact]
    public void Work_within_the_limit_is_let_be() => Assert.Null(Verdict(silence: 600, ("long", 600)));

    [Fact]
    public void Every_test_of_this_process_is_watched() =>
        Assert.Contains(TestContext.Current.Test!.TestDisplayName, Watchdog.RunningTests);

    private static string? Verdict(int silence, params (string Name, int Seconds)[] running) => Watchdog.Verdict(
        running.Select(test => (test.Name, TimeSpan.FromSeconds(test.Seconds))),
        TimeSpan.FromSeconds(silence), "last", Limit);
}
