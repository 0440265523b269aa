using System.Diagnostics;
using PoR.Actors.Links;

namespace PoR.Node.Links;

/// <summary>Points of one peer for its faults; one decays a second. Not safe on several threads.</summary>
internal sealed class PeerScore
{
    /// <summary>So many are a ban.</summary>
    public const int BanPoints = 100;

    private int _points;
    private TimeSpan _at;

    /// <summary>How many a peer has now.</summary>
    public int At(TimeSpan now)
    {
        var seconds = Math.Floor((now - _at).TotalSeconds);
        _at += TimeSpan.FromSeconds(seconds);
        return _points = (int)Math.Max(0, _points - seconds);
    }

    /// <summary>Adds the points of a fault.</summary>
    /// <returns>Whether they are enough for a ban.</returns>
    public bool Add(PeerFault fault, TimeSpan now)
    {
        _points = At(now) + PointsOf(fault);
        return _points >= BanPoints;
    }

    /// <summary>Begins anew.</summary>
    public void Clear() => _points = 0;

    /// <summary>How much a fault weighs: what no program of ours can do by mistake is a ban at once.</summary>
    private static int PointsOf(PeerFault fault) => fault switch
    {
        PeerFault.Undecodable or PeerFault.UnknownKind or PeerFault.Overrun => 100,
        PeerFault.WrongDigest or PeerFault.BrokenBody => 50,
        PeerFault.StaleBody or PeerFault.Forged or PeerFault.Unasked => 20,
        PeerFault.Reconnects => 10,
        _ => throw new UnreachableException($"No points for {fault}."),
    };
}
