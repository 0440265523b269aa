using PoR.Core.Canonical;
using PoR.Core.Hashing;
using PoR.Core.Identities;

namespace PoR.Core.Transactions;

/// <summary>A transaction with its sender's signature, which nobody has checked yet.</summary>
public sealed class SignedTransaction : ICanonical<SignedTransaction>
{
    /// <summary>Joins a transaction and a signature over <see cref="SigningBytes"/>.</summary>
    public SignedTransaction(Transaction body, Signature signature)
    {
        Body = body;
        Signature = signature;
        var bytes = CanonicalBytes.Of(body);
        ByteCount = bytes.Length + Signature.Length;
        Id = new TransactionId(DomainHash.Of(HashDomain.Transaction, bytes).Bytes);
    }

    /// <summary>What is asked for.</summary>
    public Transaction Body { get; }

    /// <summary>The sender's signature over the transaction's id.</summary>
    public Signature Signature { get; }

    /// <summary>Digest of the body: another signature over the same body changes nothing.</summary>
    public TransactionId Id { get; }

    /// <summary>Length of the canonical bytes.</summary>
    public int ByteCount { get; }

    /// <summary>What the sender signs: the id, 32 bytes, which stands for the domain and the whole body.</summary>
    public static byte[] SigningBytes(Transaction body) =>
        DomainHash.Of(HashDomain.Transaction, body).Bytes.ToArray();

    /// <inheritdoc/>
    public void Write(CanonicalWriter writer)
    {
        Body.Write(writer);
        writer.Fixed(Signature.Bytes);
    }

    /// <inheritdoc/>
    public static SignedTransaction? Read(ref CanonicalReader reader)
    {
        var body = Transaction.Read(ref reader);
        var signature = new Signature(reader.Fixed64());
        return body is null || reader.Fault is not null ? null : new SignedTransaction(body, signature);
    }
}
