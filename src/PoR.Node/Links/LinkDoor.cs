using System.Net;
using System.Net.Sockets;
using PoR.Configuration.Profiles;

namespace PoR.Node.Links;

/// <summary>Where strangers knock: few at a time, fewer from one address, and so many a second.</summary>
internal sealed class LinkDoor : IDisposable
{
    private const int Backlog = 128;
    private const int LooksOfTurn = 10; // So many are looked at, and may be closed, for one that has a turn.
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    private readonly Socket _listener;
    private readonly LinkSettings _limits;
    private readonly SemaphoreSlim _places;
    private readonly Lock _gate = new();
    private readonly StrangerAddresses _addresses;

    /// <summary>Listens; strangers wait until <see cref="RunAsync"/>.</summary>
    /// <exception cref="SocketException">The address cannot be had, or its host is not known.</exception>
    public LinkDoor(EndPointText address, LinkSettings limits)
    {
        _limits = limits;
        _places = new SemaphoreSlim(limits.StrangersMax);
        _addresses = new StrangerAddresses(limits);
        var host = HostAddresses.Of(address.Host)[0];
        _listener = new Socket(host.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            _listener.Bind(new IPEndPoint(host, address.Port));
            _listener.Listen(Backlog);
        }
        catch
        {
            _listener.Dispose();
            throw;
        }

        Address = address with { Port = ((IPEndPoint)_listener.LocalEndPoint!).Port };
    }

    /// <summary>With the port that it has.</summary>
    public EndPointText Address { get; }

    /// <summary>Lets strangers in until it is stopped.</summary>
    /// <param name="come">
    /// Takes each: the socket, and what to call when it is known who is there. It owns the socket.
    /// </param>
    /// <param name="tasks">Follow them.</param>
    /// <param name="now">The link's clock.</param>
    /// <param name="stop">Ends it: the task is cancelled then.</param>
    /// <remarks>
    /// To close a connection at once costs little, so those of an address that has used its share are closed before
    /// they take a place or a turn. Otherwise one address would keep all others waiting.
    /// </remarks>
    public async Task RunAsync(
        Func<Socket, Action, Task> come, RunningTasks tasks, Func<TimeSpan> now, CancellationToken stop)
    {
        var perSecond = _limits.AcceptsPerSecond;
        var turns = new TokenBucket(perSecond, perSecond, now());
        var looks = new TokenBucket(LooksOfTurn * perSecond, LooksOfTurn * perSecond, now());
        while (true)
        {
            await Task.Delay(looks.Use(1, now()), stop);
            if (await AcceptAsync(stop) is not { } socket)
                continue;
            StrangerAddresses.Share? share;
            lock (_gate)
                share = _addresses.TryEnter(StrangerAddresses.Of(socket), now());
            if (share is null)
            {
                socket.Dispose();
                continue;
            }

            try
            {
                await _places.WaitAsync(stop);
                await Task.Delay(turns.Use(1, now()), stop);
            }
            catch (OperationCanceledException)
            {
                socket.Dispose();
                throw;
            }

            tasks.Add(ComeAsync(socket, share, come));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    /// <returns>Null: nobody.</returns>
    private async Task<Socket?> AcceptAsync(CancellationToken stop)
    {
        try
        {
            return await _listener.AcceptAsync(stop);
        }
        catch (SocketException)
        {
            // One that was gone before it came in, or no handle is left: then waiting helps.
            await Task.Delay(s_pause, stop);
            return null;
        }
    }

    private async Task ComeAsync(Socket socket, StrangerAddresses.Share share, Func<Socket, Action, Task> come)
    {
        var isStranger = 1;
        try
        {
            await come(socket, Known);
        }
        finally
        {
            Known();
        }

        void Known()
        {
            if (Interlocked.Exchange(ref isStranger, 0) == 0)
                return;
            lock (_gate)
                share.Leave();

            _places.Release();
        }
    }
}
