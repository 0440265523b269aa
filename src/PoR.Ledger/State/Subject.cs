using System.Text;
using PoR.Core.Bytes;
using PoR.Core.Canonical;
using PoR.Core.Transactions;
using PoR.Evaluation.Behaviour;

namespace PoR.Ledger.State;

/// <summary>Something that was reviewed. It stays in the state as long as the chain lives.</summary>
/// <param name="Key">Digest of its name.</param>
/// <param name="Name">1..128 bytes of UTF-8.</param>
/// <param name="Statistics">Of its reviews; bounded.</param>
public sealed record Subject(Bytes32 Key, string Name, SubjectStatistics Statistics) : IStateEntry<Subject>
{
    /// <summary>Where a subject of this name stands.</summary>
    public static Bytes32 KeyOf(string name)
    {
        var writer = StateHash.Open(StateHash.SubjectKeyPart);
        writer.Bytes(Encoding.UTF8.GetBytes(name));
        return StateHash.Close(writer).Bytes;
    }

    /// <inheritdoc/>
    public void Write(CanonicalWriter writer)
    {
        writer.Fixed(Key);
        writer.Text(Name);
        Statistics.Write(writer);
    }

    /// <inheritdoc/>
    public static Subject? Read(ref CanonicalReader reader)
    {
        var key = reader.Fixed32();
        var name = reader.Text(Transaction.Review.NameBytesMax);
        if (key != KeyOf(name))
            reader.Fail("a subject must stand under the digest of its name.");
        return SubjectStatistics.Read(ref reader) is { } statistics ? new Subject(key, name, statistics) : null;
    }
}
