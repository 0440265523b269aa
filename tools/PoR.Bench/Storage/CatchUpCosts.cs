using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Akka.Actor;
using PoR.Actors;
using PoR.Actors.Links;
using PoR.Actors.Peers;
using PoR.Bench.VirtualTime;
using PoR.Core.Agreement;
using PoR.Core.Canonical;
using PoR.Core.Genesis;
using PoR.Core.Hashing;
using PoR.Core.Identities;
using PoR.Cryptography;
using PoR.Persistence.Databases;
using PoR.Simulation.Runs;
using PoR.Wire;

namespace PoR.Bench.Storage;

/// <summary>
/// The command `catch-up`: what a new peer pays for the blocks that it has missed, with real cryptography and a store
/// of its own, beside what the signatures and credentials alone cost that it must check.
/// </summary>
internal static class CatchUpCosts
{
    private const int Blocks = 1_000;
    private const int Samples = 3;
    private const double RatioMax = 1.3;
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(30);

    /// <summary>Measures, beside the bar.</summary>
    /// <param name="args">
    /// A profile, with <c>local</c> as the default, and fewer blocks; <c>--baseline</c> makes the run the new baseline.
    /// </param>
    public static async Task<int> RunAsync(string[] args)
    {
        var words = args.Where(static arg => arg != "--baseline").ToArray();
        var profile = words is [var name, ..] ? name : "local";
        var blocks = words is [_, var count] ? int.Parse(count, CultureInfo.InvariantCulture) : Blocks;
        var served = new ServedChain(LonePeer.MakeChain(profile, "shared", blocks));

        // The first run compiles everything, and shows which checks there are.
        var recorded = new RecordedCryptography(new SodiumCryptography());
        _ = await CatchUpAsync(served, recorded);
        Console.Error.WriteLine(recorded.Counts);
        _ = recorded.Replay();
        var (whole, checks) = (new double[Samples], new double[Samples]);
        for (var i = 0; i < Samples; i++)
        {
            whole[i] = await CatchUpAsync(served, new SodiumCryptography());
            checks[i] = recorded.Replay();
        }

        var table = new CostTable("catch-up-baseline.json");
        var what = string.Create(CultureInfo.InvariantCulture, $"catch-up of {blocks:N0} blocks of {profile}");
        table.Add($"{what}: CPU", "s", null, whole);
        table.Add($"{what}: CPU of its signatures and credentials alone", "s", null, checks);
        table.Add($"{what}: ratio", "", RatioMax, [.. whole.Zip(checks, static (all, part) => all / part)]);
        table.Print(Console.Out);
        if (args.Contains("--baseline"))
            table.WriteBaseline();
        return 0;
    }

    /// <returns>Processor time, seconds.</returns>
    private static async Task<double> CatchUpAsync(ServedChain served, ICryptography cryptography)
    {
        var folder = Directory.CreateTempSubdirectory("por-catch-up-");
        try
        {
            using var limit = new CancellationTokenSource(s_limit);
            var database = new Database.Sqlite(Path.Combine(folder.FullName, "peer.db"));
            LonePeer.Migrate(database);
            var link = new ServingLink(new NodeId(0), served);
            await using var peer = await LonePeer.OpenAsync(
                database, served.Genesis, cryptography, [new NodeId(1)], _ => link, limit.Token);
            peer.Host.Peer.Tell(PeerActor.Begin.Instance, ActorRefs.NoSender);
            while (peer.Watch.Status.Round.Number < 1)
                await Task.Delay(1, limit.Token);
            var before = Environment.CpuUsage.TotalTime;
            link.Begin();
            while (peer.Watch.Status.Height.Number < served.Count)
                await Task.Delay(50, limit.Token);
            return (Environment.CpuUsage.TotalTime - before).TotalSeconds;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>A chain as a peer that has it all serves it: messages of eight blocks, as bytes.</summary>
    private sealed class ServedChain
    {
        private readonly Dictionary<BlockDigest, int> _places = [];
        private readonly byte[][] _messages;

        public ServedChain(RunOutcome made)
        {
            var chain = made.Chain;
            (Genesis, Count, Last) = (made.Genesis, chain.Count, chain[^1].Certificate);
            for (var i = 0; i < chain.Count; i++)
                _places.Add(chain[i].Block.Digest, i + 1);
            _messages =
            [
                .. Enumerable.Range(0, chain.Count).Select(from => from % PeerMessage.ChainSent.BlocksMax == 0
                    ? CanonicalBytes.Of<PeerMessage>(new PeerMessage.ChainSent(
                        [.. chain.Skip(from).Take(PeerMessage.ChainSent.BlocksMax)]))
                    : []),
            ];
        }

        public GenesisDocument Genesis { get; }

        public int Count { get; }

        public Certificate Last { get; }

        /// <summary>What a peer is answered that has this chain up to the newest of these places.</summary>
        public ReadOnlyMemory<byte> After(ImmutableArray<ChainPoint> points) =>
            _messages[points.Select(point => _places.GetValueOrDefault(point.Block)).First() is var place
                && place < Count ? place : throw new InvalidOperationException("There is nothing more.")];
    }

    /// <summary>The only other peer: it is ahead, and answers.</summary>
    private sealed class ServingLink(NodeId self, ServedChain chain) : IPeerLink
    {
        private readonly WireLimits _limits = WireLimits.Of(chain.Genesis.Parameters);
        private IActorRef _gossip = ActorRefs.Nobody;

        public NodeId Self => self;

        public void Listen(IActorRef receiver) => _gossip = receiver;

        /// <summary>The peer tells the certificate of its latest round.</summary>
        public void Begin() => Say(CanonicalBytes.Of<PeerMessage>(new PeerMessage.CertificateSent(chain.Last)));

        public SendVerdict Send(NodeId to, EncodedMessage message)
        {
            if (message.Message is PeerMessage.ChainRequested { After: var points })
                Say(chain.After(points));
            return SendVerdict.Sent;
        }

        public void SendAll(ImmutableArray<NodeId> to, EncodedMessage message)
        {
        }

        public void Taken(PeerHeard heard)
        {
        }

        public void Forged(Digest message) => throw new InvalidOperationException("Something was found forged.");

        public void Fault(NodeId peer, PeerFault fault) => throw new InvalidOperationException($"A fault: {fault}.");

        private void Say(ReadOnlyMemory<byte> bytes) => _gossip.Tell(
            new PeerHeard(
                new NodeId(1), EncodedMessage.Decode(bytes, _limits, out var fault)
                    ?? throw new InvalidOperationException(fault)),
            ActorRefs.NoSender);
    }

    /// <summary>Remembers what is checked, each check once.</summary>
    private sealed class RecordedCryptography(ICryptography inner) : ICryptography
    {
        private readonly ConcurrentDictionary<(PublicKey, Signature, string), byte[]> _signatures = [];
        private readonly ConcurrentDictionary<(VrfPublicKey, VrfProof, string), byte[]> _proofs = [];
        private int _calls;

        public string Counts =>
            $"{_signatures.Count} signatures and {_proofs.Count} credentials in {_calls} checks.";

        public bool IsInsecureModel => inner.IsInsecureModel;

        /// <returns>Processor time of all checks without anything else, seconds.</returns>
        public double Replay() => Sample.Of(() =>
        {
            foreach (var ((key, signature, _), message) in _signatures)
                _ = inner.Verify(key, message, signature);
            foreach (var ((key, proof, _), alpha) in _proofs)
                _ = inner.VrfVerify(key, alpha, proof);
        }).CpuNs / 1e9;

        public bool Verify(PublicKey key, ReadOnlySpan<byte> message, Signature signature)
        {
            Interlocked.Increment(ref _calls);
            _signatures[(key, signature, Convert.ToHexString(message))] = message.ToArray();
            return inner.Verify(key, message, signature);
        }

        public VrfOutput? VrfVerify(VrfPublicKey key, ReadOnlySpan<byte> alpha, VrfProof proof)
        {
            Interlocked.Increment(ref _calls);
            _proofs[(key, proof, Convert.ToHexString(alpha))] = alpha.ToArray();
            return inner.VrfVerify(key, alpha, proof);
        }

        public SigningKey CreateSigningKey(ReadOnlySpan<byte> seed) => inner.CreateSigningKey(seed);

        public SigningKey CreateIdentityKey(ReadOnlySpan<byte> seed) => inner.CreateIdentityKey(seed);

        public Signature Sign(SigningKey key, ReadOnlySpan<byte> message) => inner.Sign(key, message);

        public VrfSecretKey CreateVrfKey(ReadOnlySpan<byte> seed) => inner.CreateVrfKey(seed);

        public VrfOutput VrfEvaluate(VrfSecretKey key, ReadOnlySpan<byte> alpha) => inner.VrfEvaluate(key, alpha);

        public VrfProof VrfProve(VrfSecretKey key, ReadOnlySpan<byte> alpha) => inner.VrfProve(key, alpha);

        public VrfOutput? VrfClaimedOutput(VrfProof proof) => inner.VrfClaimedOutput(proof);
    }
}
