using System.Collections.Immutable;
using PoR.Core.Bytes;
using PoR.Core.Canonical;
using PoR.Core.Hashing;

namespace PoR.Core.Transactions;

/// <summary>
/// A Merkle tree that is split, as in RFC 6962, at the highest power of two below the number of its leaves.
/// </summary>
internal static class SensitiveTree
{
    private enum Part : byte
    {
        Leaf = 1,
        Node = 2,
        Root = 3,
        Salt = 4,
    }

    public static Bytes32 SaltOf(string name, Bytes32 salt)
    {
        var writer = Open(Part.Salt);
        writer.Fixed(salt);
        writer.Text(name);
        return Close(writer).Bytes;
    }

    public static Digest Leaf(SensitiveField field, Bytes32 salt)
    {
        var writer = Open(Part.Leaf);
        writer.Text(field.Name);
        writer.Text(field.Value);
        writer.Fixed(salt);
        return Close(writer);
    }

    public static Digest Root(int count, Digest top)
    {
        var writer = Open(Part.Root);
        writer.Int32(count);
        writer.Fixed(top.Bytes);
        return Close(writer);
    }

    public static Digest Top(ReadOnlySpan<Digest> leaves)
    {
        if (leaves.Length == 1)
            return leaves[0];
        var left = LeftOf(leaves.Length);
        return Node(Top(leaves[..left]), Top(leaves[left..]));
    }

    /// <summary>The top that follows from a leaf and what stands beside its way; null: it is no such way.</summary>
    public static Digest? Top(Digest leaf, int index, int count, ReadOnlySpan<Digest> path)
    {
        if (count == 1)
            return path.IsEmpty ? leaf : null;
        if (path.IsEmpty)
            return null;
        var left = LeftOf(count);
        var rest = path[..^1];
        var beside = path[^1];
        return index < left
            ? Top(leaf, index, left, rest) is { } a ? Node(a, beside) : null
            : Top(leaf, index - left, count - left, rest) is { } b ? Node(beside, b) : null;
    }

    /// <summary>What stands beside the way from a leaf to the top, from below.</summary>
    public static ImmutableArray<Digest> Path(ReadOnlySpan<Digest> leaves, int index)
    {
        if (leaves.Length == 1)
            return [];
        var left = LeftOf(leaves.Length);
        return index < left
            ? Path(leaves[..left], index).Add(Top(leaves[left..]))
            : Path(leaves[left..], index - left).Add(Top(leaves[..left]));
    }

    private static int LeftOf(int count) => 1 << (int.Log2(count - 1));

    private static Digest Node(Digest left, Digest right)
    {
        var writer = Open(Part.Node);
        writer.Fixed(left.Bytes);
        writer.Fixed(right.Bytes);
        return Close(writer);
    }

    private static CanonicalWriter Open(Part part)
    {
        var writer = new CanonicalWriter();
        writer.Byte((byte)part);
        return writer;
    }

    private static Digest Close(CanonicalWriter writer) =>
        DomainHash.Of(HashDomain.Sensitive, writer.WrittenSpan);
}
