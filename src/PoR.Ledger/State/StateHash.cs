using PoR.Core.Canonical;
using PoR.Core.Hashing;

namespace PoR.Ledger.State;

/// <summary>Digests of parts of the state: one domain, and a first byte that says which part.</summary>
internal static class StateHash
{
    public const byte EntryPart = 1;
    public const byte BucketPart = 2;
    public const byte MapPart = 3;
    public const byte RecentPart = 4;
    public const byte SubjectKeyPart = 5;
    public const byte RootPart = 6;

    public static CanonicalWriter Open(byte part)
    {
        var writer = new CanonicalWriter();
        writer.Byte(part);
        return writer;
    }

    public static Digest Close(CanonicalWriter writer) => DomainHash.Of(HashDomain.State, writer.WrittenSpan);

    public static Digest OfEntry<T>(T entry)
        where T : IStateEntry<T>
    {
        var writer = Open(EntryPart);
        entry.Write(writer);
        return Close(writer);
    }
}
