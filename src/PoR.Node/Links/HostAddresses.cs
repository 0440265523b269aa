using System.Net;
using System.Net.Sockets;

namespace PoR.Node.Links;

/// <summary>The addresses of a host that a configuration names.</summary>
internal static class HostAddresses
{
    /// <summary>A numeric host is its address; a name has those that it resolves to, at least one.</summary>
    /// <exception cref="SocketException">The name is not known.</exception>
    public static IPAddress[] Of(string host) =>
        IPAddress.TryParse(host, out var address) ? [address] : Dns.GetHostAddresses(host);
}
