using System.Collections.Immutable;
using PoR.Actors.Participants;
using PoR.Configuration.Files;
using PoR.Configuration.Profiles;
using PoR.Core.Canonical;
using PoR.Core.Genesis;
using PoR.Core.Hashing;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Cryptography;
using PoR.Evaluation;
using PoR.Persistence.Databases;

namespace PoR.Node.Folders;

/// <summary>What opening a folder gave. Closed: every case is nested here.</summary>
public abstract record FolderOpening
{
    private FolderOpening()
    {
    }

    /// <summary>The network is there, and nobody else runs it.</summary>
    public sealed record Opened(NetworkFolder Folder) : FolderOpening;

    /// <summary>Nothing was changed.</summary>
    public sealed record Refused(FolderFault Fault) : FolderOpening;
}

/// <summary>
/// Everything that a network in one process keeps: its genesis, the keys of its peers and participants, and a SQLite
/// file for each peer. One process at a time has it.
/// </summary>
public sealed class NetworkFolder : IDisposable
{
    private const string GenesisName = "genesis.bin";
    private const string KeysName = "keys.bin";
    private const string DatabasePattern = "peer-*.db";
    private const string Missing = "it is missing, although the folder holds a network.";
    private const int FileBytesMax = 1 << 30;
    private const ulong InitialBalance = 1_000;
    private const UnixFileMode Secret = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _path;
    private readonly FileStream _lock;
    private readonly KeyFile _keys;

    private NetworkFolder(string path, FileStream held, KeyFile keys, GenesisDocument genesis, bool isNew)
    {
        (_path, _lock, _keys) = (path, held, keys);
        (Genesis, IsNew) = (genesis, isNew);
    }

    /// <summary>Common knowledge of the network.</summary>
    public GenesisDocument Genesis { get; }

    /// <summary>Whether the network was made just now.</summary>
    public bool IsNew { get; }

    /// <summary>Identities of the peers, ascending.</summary>
    public ImmutableArray<PublicKey> Peers => [.. _keys.Peers.Select(key => key.PublicKey)];

    /// <summary>Their keys, in the same order.</summary>
    internal IReadOnlyList<SigningKey> PeerKeys => _keys.Peers;

    /// <summary>Keys of all participants; participant i lives on peer i modulo their number.</summary>
    public ImmutableArray<ParticipantKeys> Participants => _keys.Participants;

    /// <summary>Opens the network in a folder, or makes one where there is none.</summary>
    /// <param name="path">The folder; made if it is missing.</param>
    /// <param name="settings">With which the network is made, and with which it must have been made.</param>
    /// <param name="cryptography">Makes the keys.</param>
    /// <param name="files">Reads what is there.</param>
    /// <param name="now">The time of a new genesis.</param>
    /// <exception cref="OperationCanceledException">A stop came while a file was read.</exception>
    public static FolderOpening Open(
        string path, SimulationSettings settings, ICryptography cryptography, InputFiles files, DateTimeOffset now)
    {
        FileStream? held = null;
        try
        {
            // SQLite takes some relative paths for something else, such as file:a.
            path = Path.GetFullPath(path);
            Directory.CreateDirectory(path);
            held = Lock(Path.Combine(path, "lock"));
            if (held is null)
                return new FolderOpening.Refused(new FolderFault.InUse(path));
            var isNew = !File.Exists(Path.Combine(path, GenesisName));
            var fault = isNew ? Make(path, settings, cryptography, now) : null;
            KeyFile? keys = null;
            GenesisDocument? genesis = null;
            fault ??= Load(path, settings, cryptography, files, out keys, out genesis)
                ?? Prepare(path, keys!, genesis!, isMade: false);
            if (fault is null)
            {
                var opened = new NetworkFolder(path, held, keys!, genesis!, isNew);
                held = null;
                return new FolderOpening.Opened(opened);
            }

            return new FolderOpening.Refused(fault);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new FolderOpening.Refused(new FolderFault.Unusable(path, failure.Message));
        }
        finally
        {
            held?.Dispose();
        }
    }

    /// <summary>Where a peer keeps its journal and snapshots.</summary>
    public Database DatabaseOf(int peer) => new Database.Sqlite(DatabaseFile(_path, Peers[peer]));

    /// <summary>Stores the keys again, without the one-time keys that have been used since.</summary>
    public void StoreKeys() => Store(_path, KeysName, _keys.ToBytes(), Secret);

    /// <summary>Lets others have the folder.</summary>
    public void Dispose() => _lock.Dispose();

    private static FileStream? Lock(string file)
    {
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        }
        catch (IOException) when (File.Exists(file))
        {
            return null;
        }
    }

    /// <summary>
    /// Genesis comes last, so that a folder with it has all else. One without it that has been signed with has lost it.
    /// </summary>
    private static FolderFault? Make(
        string path, SimulationSettings settings, ICryptography cryptography, DateTimeOffset now)
    {
        var left = Directory.GetFiles(path, DatabasePattern);
        if (left.FirstOrDefault(file => DatabaseSchema.HasEvents(new Database.Sqlite(file))) is { } used)
            return new FolderFault.Damaged(
                Path.Combine(path, GenesisName), $"it is missing, although '{used}' holds events of a network.");
        foreach (var file in left)
            File.Delete(file);
        var population = settings.Population;
        var keys = KeyFile.Create(cryptography, population.Nodes, population.Participants);
        var accounts = keys.Participants.Select(k => new GenesisAccount(
            k.PublicKey, k.Vrf.PublicKey, k.OneTime.Root, population.ReputationMin, InitialBalance, Round.Genesis));
        var genesis = new GenesisDocument(
            "local",
            settings.Protocol,
            EvaluationModel.Embedded.Digest,
            cryptography.IsInsecureModel,
            new Seed(DomainHash.Of(
                HashDomain.Seed,
                System.Security.Cryptography.RandomNumberGenerator.GetBytes(32)).Bytes),
            new Timestamp(now.ToUnixTimeMilliseconds()),
            [.. accounts.OrderBy(account => account.Key)]);
        Store(path, KeysName, keys.ToBytes(), Secret);
        if (Prepare(path, keys, genesis, isMade: true) is { } fault)
            return fault;
        Store(path, GenesisName, CanonicalBytes.Of(genesis), mode: null);
        return null;
    }

    private static FolderFault? Load(
        string path,
        SimulationSettings settings,
        ICryptography cryptography,
        InputFiles files,
        out KeyFile? keys,
        out GenesisDocument? genesis)
    {
        (keys, genesis) = (null, null);
        var (genesisFile, keysFile) = (Path.Combine(path, GenesisName), Path.Combine(path, KeysName));
        if (ReadAll(files, genesisFile, out var genesisBytes) is { } unreadable)
            return unreadable;
        genesis = CanonicalBytes.Decode<GenesisDocument>(genesisBytes, out var fault);
        if (genesis is null)
            return new FolderFault.Damaged(genesisFile, fault!);
        if (ReadAll(files, keysFile, out var keysBytes) is { } missing)
            return missing;
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(keysFile) & ~Secret) != 0)
            return new FolderFault.KeysAreOpen(
                keysFile, Convert.ToString((int)File.GetUnixFileMode(keysFile), 8));
        keys = KeyFile.Read(keysBytes, cryptography, out fault);
        if (keys is null)
            return new FolderFault.Damaged(keysFile, fault!);
        var known = genesis.Accounts.Select(account => account.Key).ToHashSet();
        if (!keys.Participants.Select(k => k.PublicKey).All(known.Contains))
            return new FolderFault.Damaged(keysFile, "it holds keys of another network.");
        return Difference(keys, genesis, settings, cryptography) is { } what
            ? new FolderFault.AnotherNetwork(path, what)
            : null;
    }

    private static string? Difference(
        KeyFile keys, GenesisDocument genesis, SimulationSettings settings, ICryptography cryptography)
    {
        var population = settings.Population;
        if (keys.Peers.Length != population.Nodes)
            return $"{keys.Peers.Length} peers, not {population.Nodes}";
        if (genesis.Accounts.Length != population.Participants)
            return $"{genesis.Accounts.Length} participants, not {population.Participants}";
        if (genesis.EvaluatorDigest != EvaluationModel.Embedded.Digest)
            return "another evaluation model";
        if (genesis.IsInsecureModel != cryptography.IsInsecureModel)
            return "another cryptography";
        if (genesis.Accounts.Any(account => account.Reputation != population.ReputationMin))
            return "other reputations at the start";
        return genesis.Parameters == settings.Protocol ? null : "other values under protocol";
    }

    /// <summary>
    /// Brings each peer's database to this program's schema. One that is missing is never made again: its participants
    /// would not know what they have signed, and sign it otherwise.
    /// </summary>
    private static FolderFault? Prepare(string path, KeyFile keys, GenesisDocument genesis, bool isMade)
    {
        foreach (var peer in keys.Peers)
        {
            var file = DatabaseFile(path, peer.PublicKey);
            if (!isMade && !File.Exists(file))
                return new FolderFault.Damaged(file, Missing);
            var database = new Database.Sqlite(file);
            var fault = DatabaseSchema.Migrate(database) is MigrationOutcome.Refused refused
                ? refused.Fault
                : DatabaseSchema.Check(database) ?? DatabaseSchema.Claim(database, genesis.Network);
            if (fault is not null)
                return new FolderFault.OfDatabase(file, fault);
        }

        return null;
    }

    private static string DatabaseFile(string path, PublicKey peer) => Path.Combine(path, $"peer-{peer}"[..13] + ".db");

    private static FolderFault.Damaged? ReadAll(InputFiles files, string file, out byte[] bytes)
    {
        bytes = [];
        if (!File.Exists(file))
            return new FolderFault.Damaged(file, Missing);
        try
        {
            bytes = files.ReadWhole(file, FileBytesMax);
            return null;
        }
        catch (IOException fault)
        {
            return new FolderFault.Damaged(file, fault.Message);
        }
    }

    /// <summary>Whole or not at all, and durable before anybody relies on it.</summary>
    private static void Store(string path, string name, byte[] bytes, UnixFileMode? mode)
    {
        var (file, half) = (Path.Combine(path, name), Path.Combine(path, name + ".new"));
        File.Delete(half);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (mode is { } only && !OperatingSystem.IsWindows())
            options.UnixCreateMode = only;
        using (var stream = new FileStream(half, options))
        {
            stream.Write(bytes);
            stream.Flush(flushToDisk: true);
        }

        File.Move(half, file, overwrite: true);
    }
}
