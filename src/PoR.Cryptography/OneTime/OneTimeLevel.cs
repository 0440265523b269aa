using PoR.Core.Agreement;

namespace PoR.Cryptography.OneTime;

/// <summary>An opened node of the tree: what it certified and has not yet passed.</summary>
/// <remarks>Its own secret is gone. Children before the taken one are gone; the taken one's secret too.</remarks>
internal sealed class OneTimeLevel
{
    private readonly OneTimeChild?[] _children;

    internal OneTimeLevel(OneTimeChild?[] children) => _children = children;

    /// <summary>The child that was taken, 0..4.</summary>
    internal int Taken { get; private set; }

    /// <summary>The link to the child that was taken.</summary>
    internal KeyLink TakenLink => Child(Taken).Link;

    /// <summary>The children that can still be taken, with their places.</summary>
    internal IEnumerable<(int Place, OneTimeChild Child)> Kept
    {
        get
        {
            for (var i = Taken + 1; i < _children.Length; i++)
                yield return (i, Child(i));
        }
    }

    /// <summary>Erases the children before one, and hands out its secret, which the caller must erase.</summary>
    internal SigningKey Take(int child)
    {
        for (var i = 0; i < child; i++)
        {
            _children[i]?.Secret.Dispose();
            _children[i] = null;
        }

        Taken = child;
        return Child(child).Secret;
    }

    /// <summary>Erases every secret that is left.</summary>
    internal void Erase()
    {
        foreach (var child in _children)
            child?.Secret.Dispose();
    }

    private OneTimeChild Child(int place) =>
        _children[place] ?? throw new System.Diagnostics.UnreachableException("A passed child is asked for.");
}
