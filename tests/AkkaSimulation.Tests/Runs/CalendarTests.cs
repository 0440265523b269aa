using AkkaSimulation.Running;

namespace AkkaSimulation.Tests.Runs;

/// <summary>The calendar against a sorted list.</summary>
public sealed class CalendarTests
{
    [Theory(DisplayName = "Pushing, popping and removing at random gives what a sorted list gives")]
    [InlineData(64, 14)]
    [InlineData(64, 11)]
    [InlineData(4096, 11)]
    public void Against_a_sorted_list(int buckets, int widthBits)
    {
        var (random, calendar) = (new RandomStream(5), new Calendar(buckets, widthBits));
        var expected = new SortedDictionary<(long Time, long Order), string>();
        for (long order = 1; order < 20_000; order++)
        {
            switch (random.Next(10))
            {
                case < 5:
                    // Ties, the same bucket, the ring, and far away.
                    var time = calendar.Now + random.Next(1 << (4 * random.Next(8)));
                    calendar.Push(time, order, new Entry { Kind = EntryKind.Planned, Body = $"{time} {order}" });
                    expected.Add((time, order), $"{time} {order}");
                    break;
                case < 9:
                    var limit = calendar.Now + random.Next(1 << (4 * random.Next(8)));
                    var isDue = expected.Count > 0 && expected.First().Key.Time <= limit;
                    Assert.Equal(isDue, calendar.TryPop(limit, out var entry));
                    if (!isDue)
                        break;
                    Assert.Equal(expected.First().Value, entry.Body);
                    expected.Remove(expected.First().Key);
                    break;
                case 9 when random.Next(20) == 0:
                    var digit = $"{random.Next(10)}";
                    calendar.RemoveWhere(e => ((string)e.Body!).EndsWith(digit, StringComparison.Ordinal));
                    foreach (var key in expected.Where(e => e.Value.EndsWith(digit, StringComparison.Ordinal)).ToList())
                        expected.Remove(key.Key);
                    break;
            }

            Assert.Equal(expected.Count, calendar.Count);
            if (random.Next(4) == 0)
                Assert.Equal(expected.Count == 0 ? long.MaxValue : expected.First().Key.Time, calendar.NextTime());
        }
    }

    [Fact(DisplayName = "The past is closed")]
    public void The_past()
    {
        var calendar = new Calendar(64, 11);
        calendar.AdvanceTo(10);

        Assert.Throws<ArgumentOutOfRangeException>(() => calendar.Push(9, 1, default));
    }
}
