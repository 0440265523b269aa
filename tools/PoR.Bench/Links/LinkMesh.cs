using System.Collections.Immutable;
using Akka.Actor;
using Microsoft.Extensions.Logging.Abstractions;
using PoR.Actors;
using PoR.Actors.Links;
using PoR.Configuration.Profiles;
using PoR.Core.Agreement;
using PoR.Core.Bytes;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Cryptography;
using PoR.Node.Links;
using PoR.Node.Running;
using PoR.Wire;

namespace PoR.Bench.Links;

/// <summary>Peers that are all linked over loopback, whose actors take everything at once.</summary>
internal sealed class LinkMesh : IAsyncDisposable
{
    private readonly ImmutableArray<TcpPeerLink> _links;
    private readonly ImmutableArray<Ear> _ears;
    private readonly NodeMetrics _metrics;

    private LinkMesh(ImmutableArray<TcpPeerLink> links, ImmutableArray<Ear> ears, NodeMetrics metrics) =>
        (_links, _ears, _metrics) = (links, ears, metrics);

    /// <summary>Without limits that anybody would meet.</summary>
    public static LinkSettings Settings { get; } = ProfileLoader.Load("local", []).Settings!.Node.Links with
    {
        Listen = new EndPointText("127.0.0.1", 0),
        Messages = new RateLimit(int.MaxValue, int.MaxValue),
        Bytes = new RateLimit(int.MaxValue, int.MaxValue),
        CheckMilliseconds = new RateLimit(int.MaxValue, int.MaxValue),
        AcceptsPerSecond = 1_000,
        StrangersOfAddressMax = 64,
    };

    /// <summary>All links are up.</summary>
    public static async Task<LinkMesh> CreateAsync(int peers)
    {
        var metrics = new NodeMetrics();
        ImmutableArray<SigningKey> keys =
            [.. Enumerable.Range(1, peers).Select(KeyOf).OrderBy(key => key.PublicKey)];
        ImmutableArray<PublicKey> identities = [.. keys.Select(key => key.PublicKey)];
        ImmutableArray<TcpPeerLink> links =
        [
            .. keys.Select(key => new TcpPeerLink(
                new TcpPeer(
                    "bench", identities, key, default, new WireLimits(3_000_000), TimeSpan.FromSeconds(30), Settings,
                    Bans: null),
                new SodiumCryptography(), metrics, NullLogger.Instance)),
        ];
        ImmutableArray<Ear> ears = [.. links.Select(link => new Ear(link))];
        for (var i = 0; i < peers; i++)
        {
            links[i].Listen(ears[i]);
            links[i].Bind();
        }

        ImmutableArray<EndPointText?> addresses = [.. links.Select(link => link.Address)];
        foreach (var link in links)
            await link.StartAsync(addresses);
        var mesh = new LinkMesh(links, ears, metrics);
        while (links.Any(link => mesh.Others(link.Self.Index).Any(other => !link.StateOf(other).IsUp)))
            await Task.Delay(10);
        return mesh;
    }

    /// <summary>An identity.</summary>
    public static SigningKey KeyOf(int number) => new SodiumCryptography().CreateSigningKey(
        [.. Enumerable.Repeat((byte)number, SigningKey.SeedLength)]);

    /// <summary>A vote as it is at round 1,000, near one kilobyte, that differs in its number.</summary>
    public static EncodedMessage Vote(int number) => EncodedMessage.Of(new PeerMessage.VoteSent(VoteOf(number)));

    /// <summary>Blocks of so many bytes.</summary>
    public static EncodedMessage Body(int bytes) => EncodedMessage.Of(new PeerMessage.CertificateSent(new Certificate(
        new Round(1_000), default, default, Step.BbaStart, null,
        [.. Enumerable.Range(0, bytes / Vote(0).Length).Select(VoteOf)])));

    /// <summary>A peer says messages to all others, as fast as they take them.</summary>
    /// <returns>Ends when all have heard all that this peer has said.</returns>
    public async Task SayAsync(int from, ImmutableArray<EncodedMessage> messages)
    {
        ImmutableArray<NodeId> others = [.. Others(from)];
        var heard = others.Select(other => _ears[other.Index].Until(from, messages.Length)).ToArray();
        foreach (var message in messages)
        {
            while (_links[from].Counts.QueuedBytes > (long)others.Length << 20)
                await Task.Yield();
            _links[from].SendAll(others, message);
        }

        await Task.WhenAll(heard);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_links.Select(link => link.DisposeAsync().AsTask()));
        _metrics.Dispose();
    }

    private static UnverifiedVote VoteOf(int number)
    {
        var parent = new byte[32];
        BitConverter.TryWriteBytes(parent, number);
        var link = new KeyLink(default, default);
        return new UnverifiedVote(
            new Ballot(
                default, new Round(1_000), Step.LeaderSelection, new BlockDigest(new Bytes32(parent)), default, null,
                null, null, new VrfProof(new byte[80])),
            new OneTimeSignature(default, [.. Enumerable.Repeat(link, 7)]));
    }

    private IEnumerable<NodeId> Others(int peer) =>
        Enumerable.Range(0, _links.Length).Where(other => other != peer).Select(other => new NodeId(other));

    /// <summary>Takes everything at once, and counts it by sender.</summary>
    private sealed class Ear(TcpPeerLink link) : MinimalActorRef
    {
        private readonly Lock _gate = new();
        private readonly Dictionary<int, (int Left, TaskCompletionSource Done)> _waiting = [];

        public override ActorPath Path { get; } = new RootActorPath(new Address("akka", "bench")) / "ear";

        public override IActorRefProvider Provider => throw new NotSupportedException();

        public Task Until(int from, int count)
        {
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_gate)
                _waiting[from] = (count, done);
            return done.Task;
        }

        protected override void TellInternal(object message, IActorRef sender)
        {
            if (message is not PeerHeard heard)
                return;
            link.Taken(heard);
            lock (_gate)
            {
                if (!_waiting.TryGetValue(heard.From.Index, out var waiting))
                    return;
                _waiting[heard.From.Index] = waiting with { Left = waiting.Left - 1 };
                if (waiting.Left == 1)
                    waiting.Done.SetResult();
            }
        }
    }
}
