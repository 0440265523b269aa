using System.Collections.Concurrent;
using System.Collections.Immutable;
using PoR.Core.Agreement;
using PoR.Core.Identities;

namespace PoR.Cryptography.OneTime;

/// <summary>Remembers each signer's last chain that was verified, so that the links that a later one shares with it
/// are compared, not verified anew.</summary>
/// <remarks>
/// A link is certified by the link before it, under its whole place in the tree: links that are equal from the root on,
/// at equal places, hold alike. So the memory saves work and changes no answer. Safe on many threads.
/// </remarks>
/// <param name="capacity">Signers, 1 and up: at least this many are remembered, at most twice as many.</param>
public sealed class VerifiedChains(int capacity)
{
    private readonly Lock _turnover = new();
    private Half _newer = new();
    private Half _older = new();

    /// <summary>How many signers are remembered; one that stands in both halves counts twice.</summary>
    internal int Count => _newer.Chains.Count + _older.Chains.Count;

    /// <summary>How many links of a chain, from the root on, are those of the signer's verified one.</summary>
    internal int SharedWith(OneTimeRootKey root, OneTimePath path, ImmutableArray<KeyLink> chain)
    {
        if (!_newer.Chains.TryGetValue(root, out var known) && !_older.Chains.TryGetValue(root, out known))
            return 0;
        var places = path.Children.CommonPrefixLength(known.Path.Children);
        var shared = 0;
        while (shared < places && chain[shared] == known.Links[shared])
            shared++;
        return shared;
    }

    /// <summary>A signer's chain has been verified.</summary>
    internal void Keep(OneTimeRootKey root, OneTimePath path, ImmutableArray<KeyLink> chain)
    {
        var newer = _newer;
        var verified = new Verified(path, chain);
        if (!newer.Chains.TryAdd(root, verified))
            newer.Chains[root] = verified;
        else if (Interlocked.Increment(ref newer.Signers) >= capacity)
            TurnOver(newer);
    }

    private void TurnOver(Half full)
    {
        lock (_turnover)
        {
            if (ReferenceEquals(_newer, full))
                (_older, _newer) = (full, new Half());
        }
    }

    private sealed record Verified(OneTimePath Path, ImmutableArray<KeyLink> Links);

    private sealed class Half
    {
        public readonly ConcurrentDictionary<OneTimeRootKey, Verified> Chains = new();
        public int Signers; // The Count of the dictionary takes all of its locks.
    }
}
