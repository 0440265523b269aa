using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using PoR.Node.Links;

namespace PoR.Bench.Links;

/// <summary>
/// The strangers of <see cref="FloodRun"/>: from many addresses of the loopback network they connect and leave, stay
/// in half a handshake, shake hands without a certificate, and say garbage.
/// </summary>
internal static class FloodStrangers
{
    private const int Addresses = 200;
    private static readonly TimeSpan s_stay = TimeSpan.FromSeconds(6); // Longer than a handshake may take.

    /// <summary>Floods until its input ends or has a line; prints how many connections there were.</summary>
    /// <param name="perSecond">At all ports together.</param>
    /// <param name="ports">Of the peers.</param>
    public static async Task<int> RunAsync(int perSecond, int[] ports)
    {
        using var stop = new CancellationTokenSource();
        var end = Task.Run(async () =>
        {
            await Console.In.ReadLineAsync();
            await stop.CancelAsync();
        });
        var begun = TcpPeerLink.Now;
        var count = 0;
        var running = new List<Task>();
        while (!stop.IsCancellationRequested)
        {
            for (; count < (TcpPeerLink.Now - begun).TotalSeconds * perSecond; count++)
                running.Add(KnockAsync(count, ports[count % ports.Length], stop.Token));
            running.RemoveAll(knock => knock.IsCompleted);
            await Task.Delay(5);
        }

        await Task.WhenAll(running);
        await end;
        Console.Write(count);
        return 0;
    }

    private static async Task KnockAsync(int number, int port, CancellationToken stop)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(s_stay);
        try
        {
            socket.Bind(new IPEndPoint(new IPAddress([127, 0, 1, (byte)(1 + (number % Addresses))]), 0));
            await socket.ConnectAsync(IPAddress.Loopback, port, limit.Token);
            await using var stream = new NetworkStream(socket);
            switch (number / 5 % 4)
            {
                case 0:
                    break;
                case 1:
                    await stream.WriteAsync(new byte[] { 0x16, 3, 1, 2, 0, 1, 0 }, limit.Token);
                    await Task.Delay(s_stay, limit.Token);
                    break;
                case 2:
                    await using (var tls = new SslStream(stream, false, static (_, shown, _, _) => shown is not null))
                    {
                        await tls.AuthenticateAsClientAsync(
                            new SslClientAuthenticationOptions { TargetHost = "peer" }, limit.Token);
                        await tls.ReadExactlyAsync(new byte[1], limit.Token);
                    }

                    break;
                default:
                    await stream.WriteAsync(new byte[4_000], limit.Token);
                    await stream.ReadExactlyAsync(new byte[1_000], limit.Token);
                    break;
            }
        }
        catch (Exception refusal) when (refusal is IOException or SocketException or AuthenticationException
            or OperationCanceledException)
        {
            return; // What a stranger is to expect.
        }
    }
}
