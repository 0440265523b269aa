using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PoR.Actors;
using PoR.Actors.Links;
using PoR.Core.Rounds;
using PoR.Core.Tests;
using PoR.Node.Links;
using static PoR.Node.Tests.Links.LinkMessages;

namespace PoR.Node.Tests.Links;

/// <summary>Links over real sockets: who gets in, and what goes over.</summary>
public sealed class TcpPeerLinkTests : IAsyncDisposable
{
    private const int LimitMs = LinkStage.LimitMs;
    private readonly LinkStage _stage = new(4);
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public async ValueTask DisposeAsync()
    {
        _key.Dispose();
        await _stage.DisposeAsync();
    }

    [Fact(
        DisplayName = "Peers dial each other, one connection stays, and messages come in their order",
        Timeout = LimitMs)]
    public async Task Messages_go_over()
    {
        var (left, right) = (_stage.Bind(0), _stage.Bind(1));
        Assert.Equal(SendVerdict.NoLink, left.Link.Send(new NodeId(1), Vote(0)));
        await _stage.StartAsync(left, right);
        await _stage.Until(() => left.IsUp(1) && right.IsUp(0));

        for (var i = 0; i < 5_000; i++)
        {
            left.Send(1, Vote(i));
            right.Send(0, Vote(i));
        }

        left.Send(1, Blocks(390_000));
        left.Link.SendAll([new NodeId(1), new NodeId(2)], Transaction(1));
        await _stage.Until(() => right.Heard.Count == 5_002 && left.Heard.Count == 5_000);
        var votes = right.Heard.Where(heard => heard.Message.Message.IsUrgent);
        Assert.Equal(Enumerable.Range(0, 5_000).Select(i => Vote(i).Digest), votes.Select(h => h.Message.Digest));
        Assert.Equal(
            [Blocks(390_000).Digest, Transaction(1).Digest],
            right.Heard.Where(heard => !heard.Message.Message.IsUrgent).Select(h => h.Message.Digest));
        Assert.All(right.Heard, heard => Assert.Equal(new NodeId(0), heard.From));
        Assert.Equal(0, left.PointsOf(1) + right.PointsOf(0));
        Assert.Equal(["up 1"], left.Told);

        await right.DisposeAsync();
        await _stage.Until(() => left.Told.Last() == "down 1");
        Assert.False(left.IsUp(1));
    }

    [Fact(DisplayName = "A clock that is far from the own one is told, once until it is right", Timeout = LimitMs)]
    public async Task Clocks_are_compared()
    {
        var peer = await _stage.AloneAsync(0);
        var told = new List<int>();
        foreach (var ahead in new[] { 0, 14, 16, 20, 0, -16, 40_000 })
        {
            using var other = await _stage.ConnectAsync(peer, 1);
            await other.SayAsync(LinkStage.Hello(TimeSpan.FromSeconds(ahead)));
            await _stage.Until(() => peer.IsUp(1));
            told.Add(_stage.Told.Lines.Count);
            other.Dispose();
            await _stage.Until(() => !peer.IsUp(1));
        }

        Assert.Equal([0, 0, 1, 1, 1, 2, 2], told);
        string[] lines = [.. _stage.Told.Lines];
        Assert.StartsWith(
            $"peer0: the clock of peer {_stage.Keys[1].PublicKey} is +1", lines[0], StringComparison.Ordinal);
        Assert.Contains("; above 30 s neither votes for a block", lines[0], StringComparison.Ordinal);
        Assert.Contains(" is -1", lines[1], StringComparison.Ordinal);
    }

    [Fact(DisplayName = "No time that a peer tells is too far to be told", Timeout = LimitMs)]
    public async Task Any_clock_can_be_told()
    {
        foreach (var time in new[] { long.MinValue, long.MaxValue })
        {
            var peer = await _stage.AloneAsync(0);
            using var other = await _stage.ConnectAsync(peer, 1);
            await other.SayAsync(LinkStage.Hello() with { Time = new Timestamp(time) });
            await _stage.Until(() => peer.IsUp(1));
        }

        Assert.Equal(2, _stage.Told.Lines.Count);
    }

    [Fact(
        DisplayName = "A peer that is back is reached again; an actor that takes nothing makes its peer wait",
        Timeout = LimitMs)]
    public async Task A_peer_comes_back()
    {
        var (left, right) = (_stage.Bind(0), _stage.Bind(1));
        right.IsSlow = true;
        await _stage.StartAsync(left, right);
        await _stage.Until(() => left.IsUp(1));
        for (var i = 0; i < 4_000; i++)
            left.Send(1, Vote(i));
        await _stage.Until(() => left.Link.Counts.CreditWaits > 0);
        Assert.InRange(right.Heard.Sum(heard => heard.Message.Length), 0, (1024 * 1024) + 400_000);
        await right.DisposeAsync();

        var again = _stage.Bind(1, LinkStage.Settings with { Listen = right.Link.Address });
        await _stage.StartAsync(again);
        await _stage.Until(() => left.IsUp(1) && again.IsUp(0));
        left.Send(1, Vote(9_999));
        await _stage.Until(() => again.Heard.Any(heard => heard.Message.Digest == Vote(9_999).Digest));
    }

    [Theory(DisplayName = "Nobody comes in but a peer of the list that shows its own identity", Timeout = LimitMs)]
    [InlineData("none")]
    [InlineData("plain")]
    [InlineData("stranger")]
    [InlineData("borrowed")]
    [InlineData("self")]
    [InlineData("network")]
    [InlineData("version")]
    [InlineData("longer")]
    public async Task Strangers_stay_outside(string who)
    {
        var (peer, friend) = (_stage.Bind(0), _stage.Bind(1));
        await _stage.StartAsync(peer, friend);
        await _stage.Until(() => peer.IsUp(1));

        using var certificate = CertificateOf(who);
        Assert.Null(await _stage.ConnectAsync(peer, certificate));
        friend.Send(0, Vote(1));
        await _stage.Until(() => !peer.Heard.IsEmpty);
        Assert.Equal(["up 1"], peer.Told);
        Assert.Equal(0, Enumerable.Range(1, 3).Sum(peer.PointsOf));
    }

    [Fact(DisplayName = "A peer is not sent to whoever listens at its address", Timeout = LimitMs)]
    public async Task Dialled_peers_must_be_themselves()
    {
        var (peer, other) = (_stage.Bind(0), _stage.Bind(2));
        await other.Link.StartAsync([null, null, null, null]);
        await peer.Link.StartAsync([null, other.Link.Address, null, null]);
        using var known = await _stage.OpenAsync(other, 1);
        await _stage.Until(() => other.IsUp(1));
        Assert.False(peer.IsUp(1));
        Assert.False(other.IsUp(0));
    }

    [Theory(DisplayName = "Another network or version is told so, once it has shown who it is", Timeout = LimitMs)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Other_versions_are_told(bool isNetwork)
    {
        var peer = await _stage.AloneAsync(0);
        using var other = await _stage.ConnectAsync(peer, 1);
        await other.SayAsync(isNetwork
            ? LinkStage.Hello() with { Network = new(Samples.Fixed(99)) }
            : LinkStage.Hello() with { Version = 9, VersionLeast = 2 });
        Assert.Equal(isNetwork ? ByeReason.AnotherNetwork : ByeReason.AnotherVersion, await other.EndAsync());
        Assert.Empty(peer.Told);
        Assert.Equal(0, peer.PointsOf(1));
    }

    [Fact(DisplayName = "Bytes of an earlier handshake open nothing", Timeout = LimitMs)]
    public async Task Handshakes_cannot_be_replayed()
    {
        var peer = await _stage.AloneAsync(0);
        var tape = new MemoryStream();
        using (var client = await _stage.DialAsync(peer))
        {
            var recording = new RecordingStream(client.GetStream(), tape);
            using var tls = new PeerTls(_stage.Keys[1], LinkStage.Network, LinkStage.Cryptography);
            var shaken = await tls.ShakeAsync(recording, true, _ => true, LinkStage.Settings, peer.Limit);
            await shaken!.Value.Stream.WriteAsync(HostileStream.WithLength(LinkStage.Hello().ToBytes()), peer.Limit);
            await _stage.Until(() => peer.IsUp(1));
            await shaken.Value.Stream.DisposeAsync();
        }

        await _stage.Until(() => !peer.IsUp(1));
        using var again = await _stage.DialAsync(peer);
        await again.GetStream().WriteAsync(tape.ToArray(), peer.Limit);
        var answer = new byte[64 * 1024];
        var (read, left) = (1, 0);
        while (read > 0)
            left += read = await ReadAsync(again.GetStream(), answer, peer.Limit);
        Assert.Equal(["up 1", "down 1"], peer.Told);
        Assert.Equal(0, peer.PointsOf(1));
    }

    [Fact(DisplayName = "Of two connections the one stays that the lower identity has dialled", Timeout = LimitMs)]
    public async Task One_connection_stays()
    {
        var peer = await _stage.AloneAsync(1);
        using var first = await _stage.OpenAsync(peer, 0);
        await _stage.Until(() => peer.IsUp(0));
        using var second = await _stage.OpenAsync(peer, 0); // The lower one has dialled both: the newer one stays.
        Assert.Equal(ByeReason.Closing, await first.EndAsync());
        peer.Send(0, Vote(1));
        Assert.IsType<Frame.Batch>(await second.HearAsync());
        Assert.Equal(["up 0"], peer.Told);

        // What the higher one has dialled yields to what this peer, the lower one, dials; else it is kept.
        var lower = _stage.Bind(0);
        var higher = _stage.Bind(3);
        await lower.Link.StartAsync([null, null, null, null]);
        await higher.Link.StartAsync([lower.Link.Address, null, null, null]);
        await _stage.Until(() => lower.IsUp(3) && higher.IsUp(0));
    }

    private static async Task<int> ReadAsync(Stream stream, byte[] buffer, CancellationToken limit)
    {
        try
        {
            return await stream.ReadAsync(buffer, limit);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private X509Certificate2? CertificateOf(string who)
    {
        var now = DateTimeOffset.UtcNow;
        return who switch
        {
            "none" => null,
            "plain" => Certificate(),
            "stranger" => PeerCertificate.Make(
                LinkStage.KeyOf(77), LinkStage.Network, LinkStage.Cryptography, now),
            "borrowed" => Certificate(PeerCertificate
                .Make(_stage.Keys[1], LinkStage.Network, LinkStage.Cryptography, now)
                .Extensions.Single(one => one.Oid!.Value == PeerCertificate.ExtensionOid)),
            "self" => PeerCertificate.Make(_stage.Keys[0], LinkStage.Network, LinkStage.Cryptography, now),
            "network" => PeerCertificate.Make(
                _stage.Keys[1], new(Samples.Fixed(99)), LinkStage.Cryptography, now),
            "version" => Certificate(Own(version: 2)),
            "longer" => Certificate(Own(version: 1, extra: 1)),
            _ => throw new ArgumentOutOfRangeException(nameof(who)),
        };
    }

    /// <summary>A certificate of a key of its own, with these extensions.</summary>
    private X509Certificate2 Certificate(params X509Extension[] extensions)
    {
        var request = new CertificateRequest("CN=x", _key, HashAlgorithmName.SHA256);
        foreach (var extension in extensions)
            request.CertificateExtensions.Add(extension);
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    /// <summary>An extension that is signed for that key, in one respect perhaps not as it should be.</summary>
    private X509Extension Own(byte version, int extra = 0)
    {
        var identity = _stage.Keys[1];
        var signed = PeerCertificate.SigningBytes(LinkStage.Network, _key.ExportSubjectPublicKeyInfo());
        var data = PeerCertificate.ExtensionOf(identity.PublicKey, LinkStage.Cryptography.Sign(identity, signed));
        data[0] = version;
        Array.Resize(ref data, data.Length + extra);
        return new X509Extension(PeerCertificate.ExtensionOid, data, critical: false);
    }

    /// <summary>Notes what is written.</summary>
    private sealed class RecordingStream(Stream inner, MemoryStream tape) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            inner.ReadAsync(buffer, cancellationToken);

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override ValueTask WriteAsync(
            ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            tape.Write(buffer.Span);
            return inner.WriteAsync(buffer, cancellationToken);
        }
    }
}
