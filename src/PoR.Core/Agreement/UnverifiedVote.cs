using PoR.Core.Canonical;
using PoR.Core.Hashing;

namespace PoR.Core.Agreement;

/// <summary>A vote as it came: nobody has checked its credential or its signature.</summary>
public sealed class UnverifiedVote : ICanonical<UnverifiedVote>
{
    private readonly byte[] _bytes; // Written once: messages, certificates and journals all hold the same vote.

    /// <summary>Joins a ballot and a one-time signature over <see cref="SigningBytes"/>.</summary>
    public UnverifiedVote(Ballot ballot, OneTimeSignature signature)
    {
        Ballot = ballot;
        Signature = signature;
        var writer = CanonicalWriter.Take();
        writer.Value(ballot);
        writer.Value(signature);
        _bytes = writer.ToArray();
        writer.Return();
        Digest = DomainHash.Of(HashDomain.Vote, _bytes);
    }

    /// <summary>What is said.</summary>
    public Ballot Ballot { get; }

    /// <summary>By the sender's one-time key of the ballot's round and step.</summary>
    public OneTimeSignature Signature { get; }

    /// <summary>Digest of the whole: names the vote in caches.</summary>
    public Digest Digest { get; }

    /// <summary>Length of the canonical bytes.</summary>
    public int ByteCount => _bytes.Length;

    /// <summary>
    /// What this process has already found out about the vote, stored on the vote to save a look-up. It is not part of
    /// the vote: its presence changes no answer and no turn, only the work. Any thread may replace it, always as a
    /// whole.
    /// </summary>
    public object? Known { get; set; }

    /// <summary>What the one-time key signs: the digest of the whole ballot.</summary>
    public static byte[] SigningBytes(Ballot ballot) => DomainHash.Of(HashDomain.Vote, ballot).Bytes.ToArray();

    /// <inheritdoc/>
    public void Write(CanonicalWriter writer) => writer.Raw(_bytes);

    /// <inheritdoc/>
    public static UnverifiedVote? Read(ref CanonicalReader reader)
    {
        var ballot = Ballot.Read(ref reader);
        var signature = OneTimeSignature.Read(ref reader);
        return ballot is null || signature is null || reader.Fault is not null
            ? null
            : new UnverifiedVote(ballot, signature);
    }
}
