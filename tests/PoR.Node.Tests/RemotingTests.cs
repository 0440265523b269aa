using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Akka.Actor;
using Akka.Hosting;
using Akka.Remote;
using Limits;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PoR.Configuration.Files;
using PoR.Configuration.Profiles;
using PoR.Node.Cluster;

namespace PoR.Node.Tests;

/// <summary>Who reaches the remoting port of a member, with TLS and without; real connections.</summary>
public sealed class RemotingTests : IAsyncDisposable
{
    private const int LimitMs = 120_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("por-remoting-").FullName;
    private readonly InputFiles _files = new(default, _ => { });
    private readonly List<IHost> _hosts = [];
    private readonly List<IDisposable> _held = [];
    private readonly TestAuthority _own;
    private readonly TestAuthority _other;

    public RemotingTests() => (_own, _other) = (new(_folder, "own"), new(_folder, "other"));

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            await host.StopAsync();
            host.Dispose();
        }

        _held.ForEach(held => held.Dispose());
        _own.Dispose();
        _other.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact(
        DisplayName = "Cluster_Without TLS whoever reaches the remoting port stops actors, joins, and removes a member",
        Timeout = LimitMs)]
    public async Task A_stranger_gets_in()
    {
        var (place, strangersPlace) = (Free(), Free());
        var member = await StartAsync([place], place, tls: null);
        await Wait.Until(() => UpIn(member) == 1);
        var stopped = new TaskCompletionSource();
        member.ActorOf(Props.Create(() => new Victim(stopped)), "victim");

        var stranger = await StartAsync([], strangersPlace, tls: null);
        stranger.ActorSelection($"akka.tcp://por@{place}/user/victim").Tell(PoisonPill.Instance);
        await stopped.Task.WaitAsync(TestContext.Current.CancellationToken);

        var address = Akka.Cluster.Cluster.Get(member).SelfAddress;
        Akka.Cluster.Cluster.Get(stranger).Join(address);
        await Wait.Until(() => UpIn(member) == 2);
        Akka.Cluster.Cluster.Get(stranger).Down(address);
        await member.WhenTerminated.WaitAsync(TestContext.Current.CancellationToken);
    }

    [Fact(
        DisplayName = "Cluster_With TLS members of one authority form a cluster, and nobody else has a connection",
        Timeout = LimitMs)]
    public async Task A_stranger_stays_out()
    {
        EndPointText[] seeds = [Free(), Free()];
        var members = new[]
        {
            await StartAsync(seeds, seeds[0], _own.Certify()), await StartAsync(seeds, seeds[1], _own.Certify()),
        };
        await Wait.Until(() => members.All(member => UpIn(member) == 2));

        // Whoever has a certificate of the members' authority is heard, and nothing is closed.
        using var known = await ConnectAsync(seeds[0], _own.Certify());
        var heard = known.ReadAsync(new byte[1]).AsTask();
        foreach (var files in new[] { null, _other.Certify(), _own.Certify(isOver: true) })
            Assert.True(await IsClosedAsync(seeds[0], files));
        Assert.False(heard.IsCompleted);

        // An actor system without TLS, and one with TLS of another authority.
        foreach (var (scheme, files) in new[] { ("akka.tcp", null), ("akka.ssl.tcp", _other.Certify()) })
        {
            var stranger = await StartAsync([], Free(), files);
            using var refusals = Inbox.Create(stranger);
            stranger.EventStream.Subscribe(refusals.Receiver, typeof(AssociationErrorEvent));
            stranger.ActorSelection($"{scheme}://por@{seeds[0]}/user/founding")
                .Tell(new Identify(1), refusals.Receiver);
            Assert.IsType<AssociationErrorEvent>(await refusals.ReceiveAsync(TimeSpan.FromSeconds(60)));
        }

        Assert.All(members, member => Assert.Equal(2, UpIn(member)));
    }

    [Fact(DisplayName = "Cluster_TLS files that other members would not accept are told in one sentence")]
    public void Wrong_files()
    {
        var good = _own.Certify();
        Assert.Null(FaultOf(good));
        Assert.Null(FaultOf(null));
        var garbage = Path.Combine(_folder, "garbage");
        File.WriteAllText(garbage, "garbage");

        Assert.Contains("no certificate of cluster.tls-authority certifies it",
            FaultOf(good with { Authority = _other.Certify().Authority }));
        Assert.Contains("and it or its authority's is not now", FaultOf(_own.Certify(isOver: true)));
        Assert.Contains("it holds no private key (PEM, not encrypted) of the certificate in",
            FaultOf(good with { Key = _own.Certify().Key }));
        Assert.Contains("garbage' is damaged: it holds no certificate (PEM).",
            FaultOf(good with { Certificate = garbage }));
        Assert.Contains("garbage' is damaged: it holds no certificate (PEM).",
            FaultOf(good with { Authority = garbage }));
        Assert.Contains("nowhere' cannot be used", FaultOf(good with { Key = Path.Combine(_folder, "nowhere") }));
        if (OperatingSystem.IsWindows())
            return;
        File.SetUnixFileMode(good.Key, (UnixFileMode)0b110_100_100);
        Assert.Contains("has the mode 644: chmod 600 is right", FaultOf(good));
    }

    private string? FaultOf(TlsFiles? named)
    {
        using var tls = MemberTls.Of(named, _files, out var fault);
        Assert.Equal(fault is not null, named is not null && tls is null);
        return fault?.Sentence;
    }

    private async Task<ActorSystem> StartAsync(EndPointText[] seeds, EndPointText place, TlsFiles? tls)
    {
        var planned = Math.Max(1, seeds.Length);
        var settings = new ClusterSettings([.. seeds], place, place, planned, TimeSpan.FromSeconds(5));
        var own = MemberTls.Of(tls, _files, out var fault);
        Assert.Null(fault);
        if (own is not null)
            _held.Add(own);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddAkka(ClusterConfiguration.SystemName, (akka, _) =>
        {
            akka.AddHocon("akka { loglevel = OFF, stdout-loglevel = OFF }", HoconAddMode.Prepend);
            ClusterConfiguration.AddTo(akka, settings, own);
        });
        var host = builder.Build();
        _hosts.Add(host);
        await host.StartAsync(TestContext.Current.CancellationToken);
        var system = host.Services.GetRequiredService<ActorSystem>();
        if (seeds.Length > 0)
            system.ActorOf(Props.Create(() => new FoundingActor(settings)), FoundingActor.Name);
        return system;
    }

    /// <summary>A connection over TLS that accepts any member.</summary>
    /// <param name="place">Of a member.</param>
    /// <param name="shown">Whose certificate it shows; null: none.</param>
    private async Task<SslStream> ConnectAsync(EndPointText place, TlsFiles? shown)
    {
        var client = new TcpClient();
        await client.ConnectAsync(place.Host, place.Port, TestContext.Current.CancellationToken);
        var stream = new SslStream(client.GetStream());
        _held.Add(client);
        var certificates = new X509CertificateCollection();
        if (shown is not null)
            certificates.Add(X509Certificate2.CreateFromPemFile(shown.Certificate, shown.Key));
        await stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "member",
                ClientCertificates = certificates,
                RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null,
            },
            TestContext.Current.CancellationToken);
        return stream;
    }

    private async Task<bool> IsClosedAsync(EndPointText place, TlsFiles? shown)
    {
        try
        {
            // In TLS 1.3 a client learns of a refusal by its first read.
            await using var stream = await ConnectAsync(place, shown);
            return await stream.ReadAsync(new byte[1], TestContext.Current.CancellationToken) == 0;
        }
        catch (Exception refused) when (refused is IOException or AuthenticationException)
        {
            return true;
        }
    }

    private static int UpIn(ActorSystem system) =>
        Akka.Cluster.Cluster.Get(system).State.Members.Count(member => member.Status == Akka.Cluster.MemberStatus.Up);

    private static EndPointText Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new EndPointText("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port);
    }

    private sealed class Victim(TaskCompletionSource stopped) : UntypedActor
    {
        protected override void OnReceive(object message) => Unhandled(message);

        protected override void PostStop() => stopped.TrySetResult();
    }
}
