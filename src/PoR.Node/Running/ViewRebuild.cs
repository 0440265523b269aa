using Microsoft.Extensions.Logging;
using PoR.Actors;
using PoR.Actors.Gossiping;
using PoR.Actors.Links;
using PoR.Actors.Peers;
using PoR.Configuration.Profiles;
using PoR.Core.Genesis;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Persistence.Databases;
using PoR.Persistence.Views;

namespace PoR.Node.Running;

/// <summary>
/// Makes the table of reputation again from the ledgers of a database. Each ledger recovers as at a peer's start, and
/// its peer, which never begins, has no participants and no neighbours.
/// </summary>
public static class ViewRebuild
{
    private static readonly MempoolSettings s_noMempool = new(1, 1);
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(50);

    /// <summary>Rebuilds the part of each peer whose ledger is in the database.</summary>
    /// <param name="database">With this program's schema; nothing else may use it meanwhile.</param>
    /// <param name="genesis">Of the network.</param>
    /// <param name="loggers">Take warnings.</param>
    /// <param name="told">Is told of each peer, and of the round that its part is at.</param>
    /// <param name="stop">Ends it between two peers.</param>
    /// <returns>Why a ledger could not be read or its part not be written; null: all are.</returns>
    public static async Task<string?> RunAsync(
        Database database,
        GenesisDocument genesis,
        ILoggerFactory loggers,
        Action<PublicKey, Round> told,
        CancellationToken stop)
    {
        if (DatabaseSchema.Check(database) is { } unfit)
            return unfit.Sentence;
        using var hold = database is Database.PostgreSql server ? new DatabaseHold(server) : null;
        if (hold?.Keep() is { } used)
            return used.Sentence;
        if (ReputationView.Clear(database, out var ledgers) is { } fault)
            return fault.Sentence;
        foreach (var peer in ledgers)
        {
            if (await RebuildAsync(peer) is { } reason)
                return reason;
        }

        return null;

        async Task<string?> RebuildAsync(PublicKey peer)
        {
            var self = new NodeId(0);
            using var metrics = new NodeMetrics();
            var watch = new PeerWatch(0, new PeerStatus(peer));
            var setup = new PeerSetup(
                self,
                new ServicesOfPeers(genesis, s_noMempool).Of(peer),
                [],
                new GossipOptions([], TimeSpan.FromMilliseconds(genesis.Parameters.SmallLambdaMs)),
                system => new MemoryPeerLink(
                    system, self, _ => throw new InvalidOperationException("There is no other peer."), roundTrip: null),
                Supervision.Restart);
            await using var host = PeerHost.Build(
                "rebuild", setup, watch, database, metrics, loggers, hasView: true, factsFile: null);
            if ((await host.StartAsync(stop) ?? await PeerHost.RecoveredAsync(watch, stop)) is { } reason)
                return reason;
            while (watch.View is not { } view || (view.Fault is null && view.Round != watch.Status.Height))
                await Task.Delay(s_look, stop);
            if (watch.View is { Fault: null, Round: var round })
                told(peer, round);
            return watch.View.Fault;
        }
    }
}
