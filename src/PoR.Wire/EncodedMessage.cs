using PoR.Core.Agreement;
using PoR.Core.Canonical;
using PoR.Core.Hashing;
using PoR.Core.Identities;
using PoR.Core.Parameters;

namespace PoR.Wire;

/// <summary>How long messages may be, bytes.</summary>
/// <param name="MessageBytesMax">Of any message.</param>
public sealed record WireLimits(int MessageBytesMax)
{
    private const int TransactionBytesMax = 16 * 1024;
    private const int BallotBytesMax = 1024;
    private const int KeyLinkBytes = 32 + Signature.Length;

    // The chain of a one-time key grows with the logarithm of round and step.
    private const int VoteBytesMax = BallotBytesMax + (OneTimeSignature.ChainMax * KeyLinkBytes);
    private const int SmallBytesMax = 4096;
    private const int AboveBlock = 1024 * 1024;

    /// <summary>The limits of a network: a block and what comes with it.</summary>
    /// <param name="parameters">Of its genesis.</param>
    /// <returns>Its limits.</returns>
    public static WireLimits Of(ProtocolParameters parameters) => new(parameters.BlockBytesMax + AboveBlock);

    /// <summary>How long a message with this tag may be; an unknown one is refused by its decoder.</summary>
    /// <param name="tag">The first byte.</param>
    /// <returns>Bytes, the tag included.</returns>
    public int BytesMax(MessageTag tag) => tag switch
    {
        MessageTag.TransactionSent => TransactionBytesMax,
        MessageTag.VoteSent or MessageTag.WrongCredentialSent => VoteBytesMax,
        MessageTag.ContradictionSent => 2 * VoteBytesMax,
        MessageTag.TicketSent or MessageTag.ChainRequested or MessageTag.ProposalRequested
            or MessageTag.BlockRequested or MessageTag.VotesHeard or MessageTag.SponsorshipRequested
            or MessageTag.SponsorshipOffered => SmallBytesMax,
        _ => MessageBytesMax,
    };
}

/// <summary>
/// A message and its bytes, made once in a process, however many peers get it. Whoever gets it within the process may
/// take the message without decoding.
/// </summary>
public sealed class EncodedMessage
{
    private const int TagBytes = 1;
    private const int HeadBytesMax = 1024; // Of a certificate, without its votes.
    private const int DigestBytes = 32;

    private object? _digest; // A boxed Digest, since a reference is written atomically and a struct is not.
    private byte[]? _bytes;
    private EncodedMessage? _decoded;

    private EncodedMessage(PeerMessage message, byte[]? bytes, int length) =>
        (Message, _bytes, Length) = (message, bytes, length);

    /// <summary>The message.</summary>
    public PeerMessage Message { get; }

    /// <summary>Its canonical bytes. Those of a vote or certificate are written at first use.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes ??= CanonicalBytes.Of(Message);

    /// <summary>How many bytes.</summary>
    public int Length { get; }

    /// <summary>
    /// Names the message by its bytes. Computed at first use; each thread that computes it gets the same. A vote has
    /// its digest since it was made, and the digest of a certificate is made of the digests of its votes.
    /// </summary>
    public Digest Digest => (Digest)(_digest ??= Message switch
    {
        PeerMessage.VoteSent { Vote: var vote } => vote.Digest,
        PeerMessage.CertificateSent { Certificate: var certificate } => DigestOf(certificate),
        _ => DomainHash.Of(HashDomain.Wire, Bytes.Span),
    });

    /// <summary>Encodes a message, once for each object.</summary>
    /// <param name="message">The message.</param>
    /// <returns>It with its bytes.</returns>
    public static EncodedMessage Of(PeerMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return message.Encoding.Known ?? message.Encoding.Keep(message switch
        {
            PeerMessage.VoteSent { Vote: var vote } => new EncodedMessage(message, null, TagBytes + vote.ByteCount),
            PeerMessage.CertificateSent { Certificate: var certificate } =>
                new EncodedMessage(message, null, TagBytes + certificate.ByteCount),
            _ => Encoded(message, CanonicalBytes.Of(message)),
        });
    }

    /// <summary>Decodes a message that came from a peer: nothing is trusted.</summary>
    /// <param name="bytes">The whole message.</param>
    /// <param name="limits">How long it may be.</param>
    /// <param name="fault">One sentence; null when the message is returned.</param>
    /// <returns>Null when the bytes are at fault.</returns>
    public static EncodedMessage? Decode(ReadOnlyMemory<byte> bytes, WireLimits limits, out string? fault)
    {
        if (bytes.IsEmpty)
        {
            fault = "A message is empty; it must begin with its tag.";
            return null;
        }

        var bytesMax = limits.BytesMax((MessageTag)bytes.Span[0]);
        if (bytes.Length > bytesMax)
        {
            fault = $"A message with the tag {bytes.Span[0]} has {bytes.Length} bytes; {bytesMax} are allowed.";
            return null;
        }

        return CanonicalBytes.Decode<PeerMessage>(bytes.Span, out fault) is { } message
            ? Encoded(message, bytes.ToArray())
            : null;
    }

    /// <summary>
    /// The message decoded from its own bytes, so that a fault of the codec also shows in runs in which nothing needs
    /// decoding. It is decoded once, and every caller gets the same object.
    /// </summary>
    /// <param name="limits">How long it may be.</param>
    /// <returns>Equal to this message.</returns>
    /// <exception cref="InvalidOperationException">Our own bytes cannot be read.</exception>
    public EncodedMessage RoundTripped(WireLimits limits)
    {
        if (_decoded is { } known)
            return known;
        var decoded = Decode(_bytes ??= CanonicalBytes.Of(Message), limits, out var fault)
            ?? throw new InvalidOperationException($"{Message.GetType().Name} cannot be read again: {fault}");
        decoded._decoded = decoded;
        return Interlocked.CompareExchange(ref _decoded, decoded, null) ?? decoded;
    }

    private static EncodedMessage Encoded(PeerMessage message, byte[] bytes) => new(message, bytes, bytes.Length);

    private static Digest DigestOf(Certificate certificate)
    {
        var writer = new CanonicalWriter(HeadBytesMax + (DigestBytes * certificate.Votes.Length));
        writer.Value(certificate with { Votes = [] });
        foreach (var vote in certificate.Votes)
            writer.Fixed(vote.Digest.Bytes);
        return DomainHash.Of(HashDomain.Wire, writer.WrittenSpan);
    }
}

/// <summary>
/// Where a message has its encoding, once that was made: nearer at hand than any table of messages. It is no part of
/// the message, so it takes no part in comparisons.
/// </summary>
internal struct KeptEncoding : IEquatable<KeptEncoding>
{
    private EncodedMessage? _known;

    public readonly EncodedMessage? Known => _known;

    /// <summary>Keeps an encoding, unless another thread was first.</summary>
    /// <returns>The one that is kept.</returns>
    public EncodedMessage Keep(EncodedMessage made) => Interlocked.CompareExchange(ref _known, made, null) ?? made;

    public readonly bool Equals(KeptEncoding other) => true;

    public override readonly bool Equals(object? obj) => obj is KeptEncoding;

    public override readonly int GetHashCode() => 0;
}
