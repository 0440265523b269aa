using System.Globalization;
using System.Net;
using System.Net.Sockets;
using PoR.Configuration.Profiles;
using PoR.Node.Links;

namespace PoR.Node.Cluster;

/// <summary>What an operator must or should not do with a cluster.</summary>
public static class ClusterRules
{
    /// <summary>
    /// With so many members most steps have their quorum while a dead member's participants are missing.
    /// </summary>
    public const int MembersSafe = 5;

    /// <summary>Why a member must not start; null: nothing.</summary>
    public static string? FaultOf(NodeSettings node)
    {
        ArgumentNullException.ThrowIfNull(node);
        var cluster = node.Cluster;
        if (!node.Persistence.IsServer)
            return "persistence.provider: members of a cluster need one database, since it keeps their participants "
                + "from signing twice: postgresql is right.";
        if (cluster.Seeds.Length > cluster.MembersPlanned)
            return $"cluster.members-planned: {cluster.MembersPlanned} members are planned, and cluster.seeds names "
                + $"{cluster.Seeds.Length}: without one majority two clusters could be founded.";
        if (!cluster.Seeds.Contains(cluster.Advertised))
            return $"cluster.seeds: the own address, {cluster.Advertised}, is not among them.";
        return cluster.Tls is null && PublicAddressOf(cluster.Remoting.Host) is { } open
            ? $"cluster.remoting: {cluster.Remoting} is {open}, and whoever reaches the port of a member can do "
                + "everything with it: a loopback or private address is right, or TLS (cluster.tls-certificate)."
            : null;
    }

    /// <summary>What an operator should know of so few members; null: nothing.</summary>
    /// <param name="members">How many are planned, at least 1.</param>
    /// <param name="seats">Expected seats of a step, min(τ, W).</param>
    /// <param name="isAll">Whether everybody has its seats in each step, τ ≥ W.</param>
    /// <param name="threshold">t_H, in seats.</param>
    public static string? WarningOf(int members, long seats, bool isAll, long threshold)
    {
        if (members >= MembersSafe)
            return null;
        var left = seats * (1 - (1.0 / members));
        var passing = isAll ? (left >= threshold ? 1 : 0) : AtLeast(threshold, left);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{members} members are planned: while one is dead, {left:0} of {seats} seats are left, {threshold} are "
            + $"needed, and {passing:0.0 %} of steps have them; {MembersSafe} members or more are right.");
    }

    /// <summary>The probability that a Poisson variable, as the seats of many small accounts are, is so much.</summary>
    private static double AtLeast(long least, double mean)
    {
        var below = 0.0;
        var logOfTerm = -mean;
        for (var count = 0L; count < least; count++)
        {
            below += Math.Exp(logOfTerm);
            logOfTerm += Math.Log(mean) - Math.Log(count + 1);
        }

        return Math.Max(0, 1 - below);
    }

    private static string? PublicAddressOf(string host)
    {
        IPAddress[] addresses;
        try
        {
            addresses = HostAddresses.Of(host);
        }
        catch (SocketException fault)
        {
            return $"no address that can be found ({fault.Message})";
        }

        return Array.Find(addresses, address => !IsPrivate(address)) is { } open ? $"the public address {open}" : null;
    }

    private static bool IsPrivate(IPAddress address)
    {
        if (IPAddress.IsLoopback(address) || address.IsIPv6UniqueLocal || address.IsIPv6LinkLocal)
            return true;
        var bytes = address.MapToIPv4().GetAddressBytes();
        return (address.AddressFamily == AddressFamily.InterNetwork || address.IsIPv4MappedToIPv6)
            && bytes is [10, ..] or [172, >= 16 and < 32, ..] or [192, 168, ..] or [169, 254, ..];
    }
}
