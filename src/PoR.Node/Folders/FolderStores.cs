using PoR.Core.Identities;
using PoR.Persistence.Databases;

namespace PoR.Node.Folders;

/// <summary>The databases behind the peers of a folder.</summary>
/// <param name="folder">Holds the SQLite files.</param>
/// <param name="server">Null: a SQLite file for each peer.</param>
internal sealed class FolderStores(string folder, ServerStore? server) : IDisposable
{
    private const string FilePattern = "peer-*.db";

    private readonly DatabaseHold? _hold = server is null ? null : new DatabaseHold(server.Database);

    /// <summary>Where a peer keeps its journal and snapshots.</summary>
    public Database Of(PublicKey peer) => server?.Database as Database ?? new Database.Sqlite(FileOf(peer));

    /// <summary>Keeps other processes off; a lock in the folder does it for files.</summary>
    public FolderFault? Hold() => _hold?.Keep() is { } fault ? Told(server!.Database, fault) : null;

    /// <summary>Removes what a start that failed half way has left, before keys are made anew.</summary>
    /// <returns>A file with events, which nobody may remove; null: all are gone.</returns>
    public string? Clear()
    {
        var left = Directory.GetFiles(folder, FilePattern);
        if (left.FirstOrDefault(file => DatabaseSchema.HasEvents(new Database.Sqlite(file))) is { } used)
            return used;
        foreach (var file in left)
            File.Delete(file);
        return null;
    }

    /// <summary>
    /// Brings each database to this program's schema and claims it. One that is missing, or empty, is never made again:
    /// its participants would not know what they have signed, and sign it otherwise.
    /// </summary>
    /// <param name="peers">In ascending order; the first one's identity names the operator.</param>
    /// <param name="network">Whose events they hold.</param>
    /// <param name="isNew">Whether the network is being made.</param>
    public FolderFault? Prepare(IReadOnlyList<PublicKey> peers, NetworkId network, bool isNew)
    {
        var owner = new DatabaseOwner(network, peers[0].ToString());
        foreach (var database in All(peers))
        {
            if (!isNew && database is Database.Sqlite { File: var file } && !File.Exists(file))
                return new FolderFault.Damaged(file, NetworkFolder.Missing);
            var fault = (server is { IsMigrated: false } ? null : MigrationFault(database))
                ?? DatabaseSchema.Check(database)
                ?? DatabaseClaim.Make(database, owner, isNew);
            if (fault is not null)
                return Told(database, fault);
        }

        return null;
    }

    /// <summary>Looks whether participants may sign with the databases behind them.</summary>
    /// <returns>The first fault; null: none.</returns>
    public FolderFault? Fault(IReadOnlyList<PublicKey> peers) => All(peers)
        .Select(database => DatabaseSchema.Check(database) is { } fault ? Told(database, fault) : null)
        .FirstOrDefault(fault => fault is not null) ?? Hold();

    /// <inheritdoc/>
    public void Dispose() => _hold?.Dispose();

    private IEnumerable<Database> All(IEnumerable<PublicKey> peers) => peers.Select(Of).Distinct();

    private string FileOf(PublicKey peer) => Path.Combine(folder, $"peer-{peer}"[..13] + ".db");

    private static DatabaseFault? MigrationFault(Database database) =>
        (DatabaseSchema.Migrate(database) as MigrationOutcome.Refused)?.Fault;

    private static FolderFault.OfDatabase Told(Database database, DatabaseFault fault) =>
        new(database is Database.Sqlite { File: var file } ? file : database.ToString()!, fault);
}
