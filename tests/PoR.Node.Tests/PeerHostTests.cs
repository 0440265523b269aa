using PoR.Core;
using PoR.Node.Running;
using PoR.Node.Tests.Links;

namespace PoR.Node.Tests;

/// <summary>The start of a peer that does not come to its end.</summary>
public sealed class PeerHostTests
{
    private const int LimitMs = 20_000;

    [Fact(DisplayName = "A peer that ends while it recovers is no refusal, and nobody waits for it", Timeout = LimitMs)]
    public async Task A_start_ends_with_its_peer()
    {
        // Again and again, since the two tasks that it waits for end at the same time.
        for (var i = 0; i < 1_000; i++)
        {
            var watch = WatchOf();
            var recovered = PeerHost.RecoveredAsync(watch, TestContext.Current.CancellationToken);
            watch.End("IOException: a poison");

            var told = await Assert.ThrowsAsync<InvariantViolationException>(() => recovered);
            Assert.Equal("peer0 has ended: IOException: a poison", told.Message);
        }
    }

    [Fact(DisplayName = "What is stored and cannot be read refuses the start", Timeout = LimitMs)]
    public async Task A_store_that_cannot_be_read_refuses()
    {
        var watch = WatchOf();
        watch.Opened("damaged");

        Assert.Equal(
            "what peer0 has stored cannot be read: damaged",
            await PeerHost.RecoveredAsync(watch, TestContext.Current.CancellationToken));
    }

    private static PeerWatch WatchOf() => new(0, new PeerStatus(LinkStage.KeyOf(1).PublicKey));
}
