using System.Net;
using System.Net.Sockets;
using PoR.Configuration.Profiles;

namespace PoR.Node.Links;

/// <summary>
/// What strangers of one address may use: so many places at once, and a quarter of the turns of a second. Not safe on
/// several threads.
/// </summary>
/// <param name="limits">Of the link.</param>
internal sealed class StrangerAddresses(LinkSettings limits)
{
    /// <summary>Most addresses that are told apart; any others have one share together.</summary>
    public const int AddressesMax = 1_024;

    private const int SharesOfSecond = 4;
    private const int PrefixBytes = 8;

    private readonly Dictionary<IPAddress, Share> _shares = [];

    /// <summary>Whose share a connection uses: of IPv6 a whole /64, since that is what one host has at least.</summary>
    public static IPAddress Of(Socket socket)
    {
        var address = (socket.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.None;
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(PrefixBytes).Clear();
        return new IPAddress(bytes);
    }

    /// <summary>Somebody comes.</summary>
    /// <returns>Whose place it takes, to be left when it is known who came, or gone; null: one too many.</returns>
    public Share? TryEnter(IPAddress address, TimeSpan now)
    {
        var share = ShareOf(address, now);
        if (share.Inside >= limits.StrangersOfAddressMax || !share.Turns.TryUse(1, now))
            return null;
        share.Inside++;
        return share;
    }

    private Share ShareOf(IPAddress address, TimeSpan now)
    {
        if (_shares.TryGetValue(address, out var share))
            return share;
        if (_shares.Count >= AddressesMax)
        {
            foreach (var (idle, _) in _shares.Where(known => known.Value.IsIdle(now)).ToArray())
                _shares.Remove(idle);
        }

        if (_shares.Count >= AddressesMax)
            return _shares.TryGetValue(IPAddress.None, out share) ? share : _shares[IPAddress.None] = NewShare(now);
        return _shares[address] = NewShare(now);
    }

    private Share NewShare(TimeSpan now) => new(new TokenBucket(
        Math.Max(1, limits.AcceptsPerSecond / SharesOfSecond), 2 * limits.StrangersOfAddressMax, now));

    /// <summary>Of one address, or of all that are beyond those that are told apart.</summary>
    internal sealed class Share(TokenBucket turns)
    {
        /// <summary>Each that comes uses one.</summary>
        public TokenBucket Turns { get; } = turns;

        /// <summary>How many are here of whom it is not known yet who they are.</summary>
        public int Inside { get; set; }

        /// <summary>Who came is known now, or gone.</summary>
        public void Leave() => Inside--;

        /// <summary>Whether nothing of it is in use.</summary>
        public bool IsIdle(TimeSpan now) => Inside == 0 && Turns.IsFull(now);
    }
}
