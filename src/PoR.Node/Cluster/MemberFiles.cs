using System.Collections.Immutable;
using System.Globalization;
using PoR.Configuration.Files;
using PoR.Configuration.Profiles;
using PoR.Core.Genesis;
using PoR.Core.Identities;
using PoR.Cryptography;
using PoR.Evaluation;
using PoR.Node.Folders;
using PoR.Persistence.Databases;
using PoR.Persistence.Keys;

namespace PoR.Node.Cluster;

/// <summary>What opening a node's files gave. Closed: every case is nested here.</summary>
public abstract record MemberOpening
{
    private MemberOpening()
    {
    }

    /// <summary>All is there, and participants may sign.</summary>
    public sealed record Opened(MemberFiles Files) : MemberOpening;

    /// <summary>Nothing was changed.</summary>
    /// <param name="Sentence">What is wrong, where, and what would be right.</param>
    public sealed record Refused(string Sentence) : MemberOpening;
}

/// <summary>
/// Everything that a node's configuration names: its identity, the network, the database, the key store.
/// </summary>
public sealed class MemberFiles : IDisposable
{
    private readonly MasterKey _master;
    private readonly IDisposable _hold;

    private MemberFiles(
        GenesisDocument genesis,
        SigningKey identity,
        ImmutableArray<PeerEntry> peers,
        Database database,
        MasterKey master,
        KeyRing keys,
        IDisposable hold,
        MemberTls? tls)
    {
        (Genesis, Identity, Database, _master, Keys, _hold) = (genesis, identity, database, master, keys, hold);
        Tls = tls;
        Peers = [.. peers.OrderBy(peer => peer.Id)];
    }

    /// <summary>Common knowledge of the network.</summary>
    public GenesisDocument Genesis { get; }

    /// <summary>The peer's identity.</summary>
    public SigningKey Identity { get; }

    /// <summary>All peers of the network, ascending by identity.</summary>
    public ImmutableArray<PeerEntry> Peers { get; }

    /// <summary>The operator's; claimed for it and the network.</summary>
    public Database Database { get; }

    /// <summary>The operator's participants.</summary>
    public KeyRing Keys { get; }

    /// <summary>For TLS between members; null: none.</summary>
    internal MemberTls? Tls { get; }

    /// <summary>Holds the database, also again after a lost connection.</summary>
    /// <returns>Why it is not held; null: it is.</returns>
    internal DatabaseFault? Keep() => (_hold as DatabaseHold)?.Keep();

    /// <summary>Opens what a configuration names.</summary>
    /// <param name="settings">The configuration.</param>
    /// <param name="cryptography">Makes the keys.</param>
    /// <param name="files">Reads files.</param>
    /// <exception cref="OperationCanceledException">A stop came while a file was read.</exception>
    public static MemberOpening Open(NodeSettings settings, ICryptography cryptography, InputFiles files)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (Unnamed(settings) is { } key)
            return new MemberOpening.Refused($"{key}: it must name a file; it names none.");
        var genesis = ReadGenesis(settings.GenesisFile!, cryptography, files, out var fault);
        if (genesis is null)
            return Refused(fault!);
        var identity = SecretFile.ReadIdentity(settings.IdentityFile!, files, cryptography, out fault);
        if (identity is null)
            return Refused(fault!);
        if (settings.Peers.All(peer => peer.Id != identity.PublicKey))
            return new MemberOpening.Refused(
                $"peer.peers: the own identity, {identity.PublicKey}, is not among the {settings.Peers.Length} peers.");
        if (OpenDatabase(settings, genesis.Network, identity.PublicKey, files, out var sentence) is not { } database)
            return new MemberOpening.Refused(sentence!);
        var hold = Hold(database, isShared: settings.Cluster.Seeds.Length > 0, out sentence);
        if (hold is null)
            return new MemberOpening.Refused(sentence!);
        var master = SecretFile.ReadMasterKey(settings.MasterKeyFile!, files, out fault);
        if (master is null)
        {
            hold.Dispose();
            return Refused(fault!);
        }

        var ring = new KeyRing(new DatabaseKeyStore(database), master, cryptography);
        var tls = MemberTls.Of(settings.Cluster.Tls, files, out fault);
        if ((fault?.Sentence ?? KeyFaultOf(ring, genesis)) is { } wrong)
        {
            tls?.Dispose();
            master.Dispose();
            hold.Dispose();
            return new MemberOpening.Refused(wrong);
        }

        return new MemberOpening.Opened(
            new MemberFiles(genesis, identity, settings.Peers, database, master, ring, hold, tls));
    }

    /// <summary>A database for an operator and a network.</summary>
    /// <param name="settings">Name it.</param>
    /// <param name="network">Whose events it is to hold.</param>
    /// <param name="peer">The operator's name where the settings have none.</param>
    /// <param name="files">Read the connection string.</param>
    /// <param name="sentence">Why there is none.</param>
    private static Database? OpenDatabase(
        NodeSettings settings, NetworkId network, PublicKey peer, InputFiles files, out string? sentence)
    {
        if (settings.Operator is null && settings.Cluster.Seeds.Length > 0)
        {
            sentence = "peer.operator: a cluster's members need one name, for which their database is claimed.";
            return null;
        }

        var (database, migrates) = Named(settings.Persistence, files, out sentence);
        if (database is null)
            return null;
        var fault = (migrates ? (DatabaseSchema.Migrate(database) as MigrationOutcome.Refused)?.Fault : null)
            ?? DatabaseSchema.Check(database)
            ?? DatabaseClaim.Make(
                database, new DatabaseOwner(network, settings.Operator ?? peer.ToString()), isNew: false);
        if (settings.Cluster.Seeds.Length > 0)
            fault ??= DatabaseClaim.Agree(
                database, "members-planned", settings.Cluster.MembersPlanned.ToString(CultureInfo.InvariantCulture));
        sentence = fault?.Sentence;
        return fault is null ? database : null;
    }

    /// <summary>
    /// Keeps a second process off the database of a peer without a cluster; members of one share theirs, and keep all
    /// others off. Two would refuse each other's signatures for ever.
    /// </summary>
    private static IDisposable? Hold(Database database, bool isShared, out string? sentence)
    {
        sentence = null;
        if (database is Database.Sqlite { File: var file })
        {
            if (NetworkFolder.Lock(file + ".lock") is { } held)
                return held;
            sentence = $"Another process runs with '{file}': stop it, or name another file.";
            return null;
        }

        var hold = new DatabaseHold((Database.PostgreSql)database, isShared);
        sentence = hold.Keep()?.Sentence;
        if (sentence is null)
            return hold;
        hold.Dispose();
        return null;
    }

    private static (Database? Database, bool Migrates) Named(
        PersistenceSettings settings, InputFiles files, out string? sentence)
    {
        if (settings.IsServer)
        {
            var server = ServerStore.Of(settings, files, out sentence);
            return (server?.Database, server?.IsMigrated ?? false);
        }

        sentence = settings.ConnectionString is null
            ? "persistence.connection-string: it must name the file of the SQLite database."
            : null;
        return (settings.ConnectionString is { } file ? new Database.Sqlite(file) : null, true);
    }

    private static string? Unnamed(NodeSettings settings) =>
        settings.IdentityFile is null ? "peer.identity-file"
        : settings.GenesisFile is null ? "peer.network"
        : settings.MasterKeyFile is null ? "keys.master-key-file"
        : null;

    private static GenesisDocument? ReadGenesis(
        string file, ICryptography cryptography, InputFiles files, out FolderFault? fault)
    {
        var genesis = GenesisFile.Read(file, files, out fault);
        if (genesis is null)
            return null;
        if (genesis.EvaluatorDigest != EvaluationModel.Embedded.Digest)
            fault = new FolderFault.AnotherNetwork(file, "another evaluation model");
        else if (genesis.IsInsecureModel != cryptography.IsInsecureModel)
            fault = new FolderFault.AnotherNetwork(file, "another cryptography");
        return fault is null ? genesis : null;
    }

    /// <summary>
    /// A master key that does not open the store is found before anything starts. Where newcomers can be admitted, who
    /// does not stand in genesis is one (D41); the database itself is claimed for its network.
    /// </summary>
    private static string? KeyFaultOf(KeyRing ring, GenesisDocument genesis)
    {
        try
        {
            var known = genesis.Accounts.Select(account => account.Key).ToHashSet();
            var participants = ring.Participants();
            if (genesis.Parameters.Admission is null
                && participants.FirstOrDefault(key => !known.Contains(key)) is var stranger && stranger != default)
                return $"The key store holds a participant of another network, {stranger}.";
            if (participants.Length == 0)
                return null;
            ring.Load(participants[0], out var fault)?.Erase();
            return fault?.Sentence;
        }
        catch (IOException failure)
        {
            return failure.Message;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _master.Dispose();
        _hold.Dispose();
        Tls?.Dispose();
    }

    private static MemberOpening.Refused Refused(FolderFault fault) => new(fault.Sentence);
}
