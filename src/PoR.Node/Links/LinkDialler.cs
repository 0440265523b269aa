namespace PoR.Node.Links;

/// <summary>Dials a peer again and again while there is no link to it.</summary>
internal static class LinkDialler
{
    private const double Jitter = 0.2;
    private static readonly TimeSpan s_least = TimeSpan.FromSeconds(0.2);
    private static readonly TimeSpan s_most = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_courtesy = TimeSpan.FromSeconds(1);

    /// <summary>Dials until it is stopped: after 0.2 s, then each time after twice as long, to 10 s.</summary>
    /// <param name="peer">Whom.</param>
    /// <param name="isLower">
    /// Whether this peer has the lower identity. The other one waits a moment first, since of two connections the one
    /// stays that the lower has dialled.
    /// </param>
    /// <param name="dial">Ends when the connection has ended, or there was none.</param>
    /// <param name="now">The link's clock.</param>
    /// <param name="stop">Ends it: the task is cancelled then.</param>
    public static async Task RunAsync(
        RemotePeer peer, bool isLower, Func<RemotePeer, Task> dial, Func<TimeSpan> now, CancellationToken stop)
    {
        await Task.Delay(isLower ? TimeSpan.Zero : s_courtesy, stop);
        for (var wait = s_least; ;)
        {
            var begun = now();
            if (peer.Live is { } live)
                await live.Ended.WaitAsync(stop);
            else
                await dial(peer);
            wait = now() - begun > s_most ? s_least : wait;
            await Task.Delay(wait * (1 - Jitter + (2 * Jitter * Random.Shared.NextDouble())), stop);
            wait = wait + wait < s_most ? wait + wait : s_most;
        }
    }
}
