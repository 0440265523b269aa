using PoR.Core.Hashing;
using PoR.Core.Rounds;

namespace PoR.Cryptography.OneTime;

/// <summary>The way from the root of a tree of one-time keys to the leaf of a round and step.</summary>
/// <remarks>
/// A number n ≥ 0 goes down a spine of ever larger subtrees, by child 4 each, to the first that holds
/// it, and then takes its base-4 digits, so that low numbers have short ways and there is no end. The
/// leaf's way is that of round − 1, then that of step − 1. No way is the beginning of another, and the
/// lexicographic order of ways is the order of (round, step).
/// </remarks>
internal sealed class OneTimePath
{
    /// <summary>The longest way, of round 2^63 − 1 and step 2^31 − 1, is shorter.</summary>
    internal const int LengthMax = 128;

    private const byte Spine = 4;

    private readonly byte[] _children;
    private readonly int _stepsFrom;

    private OneTimePath(byte[] children, int stepsFrom)
    {
        _children = children;
        _stepsFrom = stepsFrom;
    }

    /// <summary>Number of edges.</summary>
    internal int Length => _children.Length;

    /// <summary>The child taken at each node, root first: 0..4.</summary>
    internal ReadOnlySpan<byte> Children => _children;

    /// <summary>Whether a slot has a leaf: rounds and steps start at 1.</summary>
    internal static bool Exists(Round round, Step step) => round.Number >= 1 && step.Number >= 1;

    /// <summary>The way to the leaf of a slot that <see cref="Exists"/>.</summary>
    internal static OneTimePath Of(Round round, Step step)
    {
        Span<byte> path = stackalloc byte[LengthMax];
        var stepsFrom = Append(path, 0, round.Number - 1);
        var length = Append(path, stepsFrom, step.Number - 1);
        return new OneTimePath(path[..length].ToArray(), stepsFrom);
    }

    /// <summary>How many children the node at <paramref name="depth"/> has: 5 on a spine, else 4.</summary>
    internal int ChildCount(int depth) =>
        depth == 0 || depth == _stepsFrom || _children[depth - 1] == Spine ? 5 : 4;

    /// <summary>What a node signs to certify one of its children: its whole place and its key.</summary>
    /// <param name="depth">Depth of the certifying node.</param>
    /// <param name="child">The child, 0..4.</param>
    /// <param name="key">The child's public key.</param>
    /// <param name="digest">32 bytes.</param>
    internal void WriteLinkDigest(int depth, byte child, Core.Bytes.Bytes32 key, Span<byte> digest)
    {
        Span<byte> input = stackalloc byte[LengthMax + 2 + Core.Bytes.Bytes32.Length];
        input[0] = (byte)(depth + 1);
        _children.AsSpan(0, depth).CopyTo(input[1..]);
        input[depth + 1] = child;
        key.CopyTo(input[(depth + 2)..]);
        DomainHash.Of(HashDomain.OneTimeLink, input[..(depth + 2 + Core.Bytes.Bytes32.Length)])
            .Bytes.CopyTo(digest);
    }

    private static int Append(Span<byte> path, int at, long number)
    {
        var (n, size, digits) = ((UInt128)number, (UInt128)4, 1);
        while (n >= size)
        {
            n -= size;
            path[at++] = Spine;
            size *= 4;
            digits++;
        }

        for (var i = digits - 1; i >= 0; i--)
            path[at++] = (byte)((n >> (2 * i)) & 3);
        return at;
    }
}
