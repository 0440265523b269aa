using PoR.Core.Canonical;
using PoR.Core.Hashing;

namespace PoR.Core.Agreement;

/// <summary>A vote as it came: nobody has checked its credential or its signature.</summary>
public sealed class UnverifiedVote : ICanonical<UnverifiedVote>
{
    /// <summary>Joins a ballot and a one-time signature over <see cref="SigningBytes"/>.</summary>
    public UnverifiedVote(Ballot ballot, OneTimeSignature signature)
    {
        Ballot = ballot;
        Signature = signature;
        var writer = CanonicalWriter.Take();
        writer.Value(ballot);
        writer.Value(signature);
        ByteCount = writer.WrittenCount;
        Digest = DomainHash.Of(HashDomain.Vote, writer.WrittenSpan);
        writer.Return();
    }

    /// <summary>What is said.</summary>
    public Ballot Ballot { get; }

    /// <summary>By the sender's one-time key of the ballot's round and step.</summary>
    public OneTimeSignature Signature { get; }

    /// <summary>Digest of the whole: names the vote in caches.</summary>
    public Digest Digest { get; }

    /// <summary>
    /// Length of the canonical bytes. They are written anew each time: kept, they would be more than half of a vote's
    /// memory, and messages, certificates and journals hold votes for many rounds.
    /// </summary>
    public int ByteCount { get; }

    /// <summary>
    /// What this process has already found out about the vote, stored on the vote to save a look-up. It is not part of
    /// the vote: its presence changes no answer and no turn, only the work. Any thread may replace it, always as a
    /// whole.
    /// </summary>
    public object? Known { get; set; }

    /// <summary>What the one-time key signs: the digest of the whole ballot.</summary>
    public static byte[] SigningBytes(Ballot ballot) => DomainHash.Of(HashDomain.Vote, ballot).Bytes.ToArray();

    /// <inheritdoc/>
    public void Write(CanonicalWriter writer)
    {
        writer.Value(Ballot);
        writer.Value(Signature);
    }

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
