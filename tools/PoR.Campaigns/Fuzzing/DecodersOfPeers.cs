using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Akka.Serialization;
using PoR.Core.Canonical;
using PoR.Core.Parameters;
using PoR.Core.Tests;
using PoR.Cryptography;
using PoR.Node.Cluster;
using PoR.Node.Links;
using PoR.TestKit;
using PoR.Wire;
using PoR.Wire.Tests;

namespace PoR.Campaigns.Fuzzing;

/// <summary>What other peers and members of a cluster say.</summary>
internal static class DecodersOfPeers
{
    // Made once: whoever makes a certificate draws a key, and cases must follow from their numbers.
    private const string Certificate =
        "MIIBiTCCAS6gAwIBAgIBBzAKBggqhkjOPQQDAjAOMQwwCgYDVQQDDANwb3IwHhcNMjQwMTAxMDAwMDAwWhcNMzQwMTAxMDAwMDAw"
        + "WjAOMQwwCgYDVQQDDANwb3IwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQ2gNYFKbj6AFpDF6+DV4UMZKNyf7V/JdCJvJKla9BD"
        + "fAHLF8ZH4wUPfgEjRCuCjxLcQc3Jb48N7sIjAepXq/E+o30wezB5BhRpg9O9iaPugsq9/ZPcipCD6IvIHwRhAcqTrBcFGHBx1nuD"
        + "x/8O/oEI6OxFMFdddyaHkzPb2r58FGdk5Chv56MmZXcLeDrO1q6O7UHenkEL8dvMUyki/J7+mdQ+o+zeg+EpU71Ph8OMSeCA7Bsj"
        + "UOe06//0j7HrDDAKBggqhkjOPQQDAgNJADBGAiEAtls/VSWdCAO2xEUPtk0n7ImQcrKep++aw1fD9Qc0oAgCIQCwUlMwiwwAic6W"
        + "tkYYNRXKDnRU+1MUSLxfBIooQ9tgPA==";

    private static readonly SodiumCryptography s_cryptography = new();
    private static readonly WireLimits s_wire = WireLimits.Of(ProtocolParameters.Hardened);
    private static readonly Configuration.Profiles.LinkSettings s_links = Lab.Load("local", 1, 1).Node.Links;

    // Akka hands a serializer its system, which ours do not use.
    private static readonly ClusterSerializer s_cluster = new(null!);

    public static ImmutableArray<Decoder> All { get; } =
    [
        new Decoder(
            "peer message", 200_000, MessageIn,
            [.. WireSamples.Messages.Select(static message => CanonicalBytes.Of(message))])
        { Holds = "its digest and length are those of its bytes" },
        new Decoder("frame", 250_000, FrameIn, [.. Frames().Select(static frame => frame.ToBytes())]),
        new Decoder("frames of a link", 10_000, LinkIn, [.. Talks()])
        {
            // Two buffers of the stream.
            BytesAtOnce = 512 * 1024,
            Holds = "a link that has ended gives back all memory of messages that came in part",
        },
        new Decoder("certificate of a peer", 4_000, CertificateIn, [Convert.FromBase64String(Certificate)]),
        new Decoder("message of a member", 60_000, bytes => StoredIn(s_cluster, bytes), [.. Members()]),
    ];

    /// <summary>A serializer of Akka: its manifest and a line break stand before the bytes.</summary>
    public static Decoded StoredIn(SerializerWithStringManifest serializer, byte[] bytes)
    {
        var end = bytes.AsSpan().IndexOf((byte)'\n');
        if (end < 0)
            return new Decoded("It has no manifest.");
        var manifest = Encoding.Latin1.GetString(bytes, 0, end);
        try
        {
            return new Decoded(null, Stored(serializer, serializer.FromBinary(bytes[(end + 1)..], manifest)));
        }
        catch (Exception refusal) when (refusal is System.Runtime.Serialization.SerializationException
            || (refusal is ArgumentException && serializer is ClusterSerializer))
        {
            return new Decoded(refusal.Message);
        }
    }

    /// <summary>The input of <see cref="StoredIn"/>.</summary>
    public static byte[] Stored(SerializerWithStringManifest serializer, object value) =>
        [.. Encoding.Latin1.GetBytes(serializer.Manifest(value) + "\n"), .. serializer.ToBinary(value)];

    private static Decoded MessageIn(byte[] bytes)
    {
        if (EncodedMessage.Decode(bytes, s_wire, out var fault) is not { } message)
            return new Decoded(fault);
        var again = EncodedMessage.Of(message.Message);
        Decoders.Require(again.Length == bytes.Length, "a message knows its length");
        Decoders.Require(again.Digest == message.Digest, "a message has one digest");
        return new Decoded(null, CanonicalBytes.Of(message.Message));
    }

    private static Decoded FrameIn(byte[] bytes) => Frame.Read(bytes, out _, out var fault) is { } frame
        ? new Decoded(null, frame.ToBytes())
        : new Decoded(fault);

    private static Decoded LinkIn(byte[] bytes)
    {
        var budget = new ReassemblyBudget();
        var channel = new PeerChannel(new ChannelLimits(s_wire), budget, static () => { });
        string? fault = null;
        var reading = ReadAsync(); // Memory is there at once, so nothing is awaited.
        if (reading.Exception is { InnerException: var thrown })
            throw new InvalidOperationException("A link throws.", thrown);
        Decoders.Require(reading.IsCompletedSuccessfully, "a link reads what is there");
        channel.Close();
        Decoders.Require(budget.Bytes == 0, "a closed link gives its memory back");
        return new Decoded(fault);

        async Task ReadAsync()
        {
            using var stream = new FrameStream(new MemoryStream(bytes), s_links, CancellationToken.None);
            while (fault is null)
            {
                var read = await stream.ReadAsync(TimeSpan.FromMinutes(1));
                if (read.End is not null)
                {
                    fault = read.Fault?.Sentence;
                    break;
                }

                fault = Frame.Read(read.Bytes, out _, out var damage) is { } frame
                    ? channel.OnFrame(frame, TimeSpan.Zero).Fault?.Sentence
                    : damage;
                Decoders.Require(budget.Bytes <= bytes.Length, "memory is taken chunk by chunk");
                while (channel.TakeFrame(TimeSpan.Zero) is not null)
                    Decoders.Require(channel.Counts.QueuedBytes == 0, "a link that says nothing sends control frames");
            }
        }
    }

    private static Decoded CertificateIn(byte[] bytes)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificate(bytes);
            var identity = PeerCertificate.IdentityOf(certificate, Samples.Network, s_cryptography);
            return new Decoded(identity is null ? "It is nobody's." : null);
        }
        catch (CryptographicException refusal)
        {
            return new Decoded(refusal.Message); // By the platform; a handshake ends with it.
        }
    }

    private static IEnumerable<Frame> Frames() =>
    [
        new Frame.Batch(true, [CanonicalBytes.Of(Said<PeerMessage.VoteSent>())]),
        new Frame.Batch(false, [new byte[] { 0xaa }, new byte[] { 0xbb, 0xcc }, ReadOnlyMemory<byte>.Empty]),
        new Frame.Chunk(false, Samples.Fixed(0x20), 65_001, 1, new byte[] { 0xdd }),
        new Frame.Credit(1, 0x0203),
        new Frame.Ping(7),
        new Frame.Pong(8),
        new Frame.Bye(ByeReason.Banned),
        new Frame.Hello(2, 1, Samples.Network, 9, new(10)),
    ];

    /// <summary>What a peer may say on a link that is up: short messages, and one that comes in two chunks.</summary>
    private static IEnumerable<byte[]> Talks()
    {
        var urgent = new Frame.Batch(true, [CanonicalBytes.Of(Said<PeerMessage.VoteSent>())]);
        var bulk = new Frame.Batch(false, [CanonicalBytes.Of(Said<PeerMessage.TransactionSent>())]);
        yield return Talk(new Frame.Ping(1), urgent, new Frame.Pong(2), bulk, new Frame.Credit(0, 0));
        yield return Talk(urgent, new Frame.Bye(ByeReason.Closing));
        var entries = Enumerable.Repeat(Samples.ReviewEntry, 400);
        var block = EncodedMessage.Of(new PeerMessage.BlockSent(new(Samples.Header, [.. entries], [])));
        var chunks = block.Bytes.ToArray().Chunk(Frame.ChunkBytes).Select((part, index) => new Frame.Chunk(
            block.Message.IsUrgent, block.Digest.Bytes, block.Length, index, part));
        yield return Talk([.. chunks, urgent]);
    }

    private static byte[] Talk(params IEnumerable<Frame> frames)
    {
        using var talk = new MemoryStream();
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var frame in frames)
        {
            var bytes = frame.ToBytes();
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            talk.Write(length);
            talk.Write(bytes);
        }

        return talk.ToArray();
    }

    private static PeerMessage Said<T>()
        where T : PeerMessage => WireSamples.Messages.OfType<T>().First();

    private static IEnumerable<byte[]> Members() => new ClusterMessage[]
    {
        new ClusterMessage.Wake(Samples.Key(1)),
        new ClusterMessage.AliveAsked(2),
        new ClusterMessage.AliveTold(3, true, [Samples.Key(4), Samples.Key(5)]),
        new ClusterMessage.Leaves(),
        new ClusterMessage.FoundingAsked(true),
        new ClusterMessage.FoundingTold(default),
    }.Select(static message => Stored(s_cluster, message));
}
