using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using PoR.Bench.VirtualTime;
using PoR.Cryptography;
using PoR.Node.Links;
using PoR.Wire;

namespace PoR.Bench.Links;

/// <summary>The command `links`: what links over TCP carry, and what they cost.</summary>
internal static class LinkCosts
{
    private const int Peers = 5;
    private const int Samples = 9;
    private const int Votes = 50_000;
    private const int VotesOfPeer = 100;
    private const int BodyBytes = 1_000_000;
    private const int Handshakes = 20;
    private const int BulkMegabytes = 100;

    /// <summary>Measures all, beside the bars.</summary>
    public static async Task<int> RunAsync(bool isBaseline)
    {
        var table = new CostTable("links-baseline.json");
        await using (var mesh = await LinkMesh.CreateAsync(Peers))
        {
            ImmutableArray<EncodedMessage> votes = [.. Enumerable.Range(0, Votes).Select(LinkMesh.Vote)];
            var (real, cpu) = await ManyAsync(() => mesh.SayAsync(0, votes));
            table.Add("a vote to 4 peers, sustained: real time", "us", 20, [.. real.Select(ns => ns / Votes / 1_000)]);
            table.Add("a vote to 4 peers, sustained: CPU", "us", null, [.. cpu.Select(ns => ns / Votes / 1_000)]);

            ImmutableArray<EncodedMessage> few = [.. votes.Take(VotesOfPeer)];
            (real, _) = await ManyAsync(
                () => Task.WhenAll(Enumerable.Range(0, Peers).Select(peer => mesh.SayAsync(peer, few))));
            table.Add("500 votes of 5 peers heard by the last one", "ms", 60, [.. real.Select(ns => ns / 1e6)]);

            ImmutableArray<EncodedMessage> body = [LinkMesh.Body(BodyBytes)];
            (real, cpu) = await ManyAsync(() => mesh.SayAsync(0, body));
            table.Add("a body of 1 MB to 4 peers: real time", "ms", 100, [.. real.Select(ns => ns / 1e6)]);
            table.Add("a body of 1 MB to 4 peers: CPU", "ms", null, [.. cpu.Select(ns => ns / 1e6)]);
        }

        using var tls = new PeerTls(LinkMesh.KeyOf(1), default, new SodiumCryptography());
        var (_, shaking) = await ManyAsync(async () =>
        {
            for (var i = 0; i < Handshakes; i++)
                await ShakeAsync(tls, 0);
        });
        table.Add("a handshake, CPU of both sides", "ms", 30, [.. shaking.Select(ns => ns / Handshakes / 1e6)]);
        var (bulk, _) = await ManyAsync(() => ShakeAsync(tls, BulkMegabytes));
        table.Add("a megabyte through TLS", "ms", 5, [.. bulk.Select(ns => ns / BulkMegabytes / 1e6)]);
        table.Print(Console.Out);
        if (isBaseline)
            table.WriteBaseline();
        return 0;
    }

    private static async Task<(IReadOnlyList<double> RealNs, IReadOnlyList<double> CpuNs)> ManyAsync(Func<Task> action)
    {
        await action();
        var (real, cpu) = (new List<double>(), new List<double>());
        for (var i = 0; i < Samples; i++)
        {
            var (begun, used) = (TcpPeerLink.Now, Environment.CpuUsage.TotalTime);
            await action();
            real.Add((TcpPeerLink.Now - begun).TotalNanoseconds);
            cpu.Add((Environment.CpuUsage.TotalTime - used).TotalNanoseconds);
        }

        return (real, cpu);
    }

    /// <summary>Two ends shake hands; then one sends so much, and the other reads it.</summary>
    private static async Task ShakeAsync(PeerTls tls, int megabytes)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var accepting = listener.AcceptSocketAsync();
        var dialled = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await dialled.ConnectAsync(listener.LocalEndpoint);
        var limits = LinkMesh.Settings;
        var shaking = new[]
        {
            tls.ShakeAsync(new NetworkStream(dialled, true), true, _ => true, limits, CancellationToken.None),
            tls.ShakeAsync(new NetworkStream(await accepting, true), false, _ => true, limits, CancellationToken.None),
        };
        var ends = await Task.WhenAll(shaking);
        await using var from = ends[0]!.Value.Stream;
        await using var to = ends[1]!.Value.Stream;
        var sending = SendAsync(from, megabytes);
        var buffer = new byte[Frame.BytesMax];
        for (var left = megabytes * 1_000_000L; left > 0;)
            left -= await to.ReadAsync(buffer);
        await sending;
    }

    private static async Task SendAsync(Stream stream, int megabytes)
    {
        var part = new byte[50_000];
        for (var i = 0; i < megabytes * 20; i++)
            await stream.WriteAsync(part);
    }
}
