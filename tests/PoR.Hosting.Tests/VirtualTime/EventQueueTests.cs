using PoR.Actors.Contract;
using PoR.Hosting.VirtualTime;

namespace PoR.Hosting.Tests.VirtualTime;

/// <summary>The calendar against a plain sort.</summary>
public sealed class EventQueueTests
{
    [Theory]
    [InlineData(1, 1_000)]
    [InlineData(2, 200_000)]
    [InlineData(3, 100_000_000)]
    [InlineData(4, 3_000_000_000)]
    public void Entries_come_in_the_order_of_time_and_then_of_adding(ulong seed, long spread)
    {
        var random = new RandomStream(seed);
        var queue = new EventQueue();
        var cell = new Cell(ActorAddress.Outside, 0, null, -1);
        var expected = new SortedSet<(long Time, long Number)>();
        var number = 0L;
        for (var round = 0; round < 20_000; round++)
        {
            for (var i = random.Next(4); i > 0; i--)
            {
                // A third is due now, and the rest is near or far.
                var ahead = random.Next(3) == 0 ? 0 : (long)(random.NextDouble() * spread);
                var time = queue.Now + ahead;
                expected.Add((time, ++number));
                queue.Push(time, new QueuedEvent { To = cell, Mark = number });
            }

            if (random.Next(2) == 0 && expected.Count > 0)
            {
                Assert.True(queue.TryPop(long.MaxValue, out var entry));
                Assert.Equal(expected.Min, (queue.Now, entry.Mark));
                expected.Remove(expected.Min);
            }
            else if (random.Next(50) == 0)
            {
                var limit = queue.Now + (spread / 100);
                while (queue.TryPop(limit, out var entry))
                {
                    Assert.Equal(expected.Min, (queue.Now, entry.Mark));
                    expected.Remove(expected.Min);
                }

                Assert.True(expected.Count == 0 || expected.Min.Time > limit);
                queue.AdvanceTo(limit);
            }
        }

        while (queue.TryPop(long.MaxValue, out var entry))
        {
            Assert.Equal(expected.Min, (queue.Now, entry.Mark));
            expected.Remove(expected.Min);
        }

        Assert.Empty(expected);
        Assert.Equal(0, queue.Count);
        Assert.Empty(queue.Entries());
    }

    [Fact]
    public void The_past_is_closed()
    {
        var queue = new EventQueue();
        queue.AdvanceTo(10);

        Assert.Throws<ArgumentOutOfRangeException>(() => queue.Push(9, default));
    }
}
