namespace PoR.Node.Links;

/// <summary>How much of something a peer may use: so much a second, and a burst. It may be overdrawn once.</summary>
/// <param name="perSecond">What comes back.</param>
/// <param name="burst">The most that is there.</param>
/// <param name="now">By the caller's clock; it is full then.</param>
internal sealed class TokenBucket(double perSecond, double burst, TimeSpan now)
{
    private double _used;
    private TimeSpan _at = now;

    /// <summary>Uses some.</summary>
    /// <returns>How long to wait until nothing is owed; zero: no time.</returns>
    public TimeSpan Use(double amount, TimeSpan now)
    {
        _used = Math.Max(0, _used - ((now - _at).TotalSeconds * perSecond)) + amount;
        _at = now;
        return _used <= burst ? TimeSpan.Zero : TimeSpan.FromSeconds((_used - burst) / perSecond);
    }

    /// <summary>Uses some, where so much is there.</summary>
    /// <returns>False: it is not, and nothing is used.</returns>
    public bool TryUse(double amount, TimeSpan now)
    {
        Use(0, now);
        if (_used + amount > burst)
            return false;
        _used += amount;
        return true;
    }

    /// <summary>Whether nothing has been used that has not come back.</summary>
    public bool IsFull(TimeSpan now)
    {
        Use(0, now);
        return _used == 0;
    }
}
