using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using PoR.Core.Identities;
using PoR.Node.Running;
using PoR.Persistence.Databases;

namespace PoR.Node.Links;

/// <summary>
/// Judges peers by their faults, and holds bans: those of this peer, and those that another member of its operator, or
/// the operator himself, has written into the same database. Safe on many threads.
/// </summary>
/// <param name="own">Whose link it is.</param>
/// <param name="peers">All peers.</param>
/// <param name="metrics">Count faults and bans.</param>
/// <param name="log">Tells them.</param>
/// <param name="tasks">Follow what is stored.</param>
internal sealed class PeerJudge(
    TcpPeer own, ImmutableArray<RemotePeer> peers, NodeMetrics metrics, ILogger log, RunningTasks tasks)
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_lookWhileBanned = TimeSpan.FromSeconds(2);

    private readonly BanBook _bans = new(own.Bans, own.Settings.BanTime, own.Settings.BanTimeMax);

    /// <summary>Whether a peer has a ban now.</summary>
    public bool IsBanned(PublicKey identity) => _bans.Of(identity, DateTimeOffset.UtcNow) is not null;

    /// <summary>A peer has done something wrong.</summary>
    /// <returns>Whether it is banned now.</returns>
    public bool OnFault(RemotePeer peer, ChannelFault fault)
    {
        var now = DateTimeOffset.UtcNow;
        if (_bans.Of(peer.Identity, now) is not null)
            return true;
        metrics.OnPeerFault(own.Name, fault.Kind);
        LinkTold.Fault(log, own.Name, peer.Identity, fault.Kind, fault.Sentence);
        if (!peer.Fault(fault.Kind, TcpPeerLink.Now))
            return false;
        var ban = _bans.Ban(peer.Identity, fault.Sentence, now);
        metrics.OnPeerBan(own.Name);
        LinkTold.Banned(log, own.Name, peer.Identity, ban.Until, ban.Reason);
        peer.Live?.Close(ByeReason.Banned);
        tasks.Add(Task.Run(() => TellUnstored(_bans.Store(ban))));
        return true;
    }

    /// <summary>
    /// Reads what is stored, and closes the links of those who are banned there. It waits for the database.
    /// </summary>
    public void Load()
    {
        TellUnstored(_bans.Load());
        foreach (var peer in peers)
        {
            if (peer.Live is { } live && IsBanned(peer.Identity))
                live.Close(ByeReason.Banned);
        }
    }

    /// <summary>Looks again and again, until it is stopped, for bans that others have written or lifted.</summary>
    public async Task KeepAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var wait = _bans.HasAny(DateTimeOffset.UtcNow) ? s_lookWhileBanned : s_look;
            await Task.Delay(wait, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!stop.IsCancellationRequested)
                Load();
        }
    }

    private void TellUnstored(DatabaseFault? fault)
    {
        if (fault is not null)
            LinkTold.BansNotStored(log, own.Name, fault.Sentence);
    }
}
