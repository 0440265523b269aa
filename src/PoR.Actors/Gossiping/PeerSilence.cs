namespace PoR.Actors.Gossiping;

/// <summary>How long each peer has been silent.</summary>
/// <param name="least">Shorter than this is no silence.</param>
internal sealed class PeerSilence(TimeSpan least)
{
    private uint[] _heardAt = []; // Milliseconds by peer, as far as peers have been heard; 0: never.

    /// <summary>A peer is heard.</summary>
    /// <param name="peer">Which.</param>
    /// <param name="now">
    /// Milliseconds, at least 1; after 49 days they begin again, which differences do not notice.
    /// </param>
    /// <returns>Whether it was silent for long; null: it was never heard before.</returns>
    public bool? OnHeard(NodeId peer, uint now)
    {
        if (peer.Index >= _heardAt.Length)
            Array.Resize(ref _heardAt, Math.Max(peer.Index + 1, 2 * _heardAt.Length));
        var last = _heardAt[peer.Index];
        _heardAt[peer.Index] = now;
        return last == 0 ? null : unchecked(now - last) > least.TotalMilliseconds;
    }
}
