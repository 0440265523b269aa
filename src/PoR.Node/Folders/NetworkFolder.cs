using System.Collections.Immutable;
using PoR.Actors.Participants;
using PoR.Configuration.Files;
using PoR.Configuration.Profiles;
using PoR.Core.Canonical;
using PoR.Core.Genesis;
using PoR.Core.Identities;
using PoR.Cryptography;
using PoR.Evaluation;
using PoR.Persistence;
using PoR.Persistence.Databases;
using PoR.Persistence.Keys;

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
/// Everything that a network in one process keeps: its genesis, the sealed keys of its peers and participants, and a
/// SQLite file for each peer, unless they share a server's database. One process at a time has it.
/// </summary>
public sealed class NetworkFolder : IDisposable
{
    private const string GenesisName = "genesis.bin";
    internal const string Missing = "it is missing, although the folder holds a network.";
    private const int FileBytesMax = 1 << 30;

    private readonly string _path;
    private readonly FileStream _lock;
    private readonly FolderStores _stores;
    private readonly OpenedKeys _keys;

    private NetworkFolder(
        string path, FileStream held, FolderStores stores, OpenedKeys keys, GenesisDocument genesis, bool isNew)
    {
        (_path, _lock, _stores, _keys) = (path, held, stores, keys);
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

    /// <summary>
    /// Keys of all participants, in ascending order; participant i lives on peer i modulo their number, whose database
    /// knows what it has signed.
    /// </summary>
    public ImmutableArray<ParticipantKeys> Participants => _keys.Participants;

    /// <summary>Where the keys are kept.</summary>
    public KeyRing Keys => _keys.Ring;

    /// <summary>Rounds after which one-time keys are stored anew; a test wants fewer.</summary>
    internal int RoundsBetweenKeys { get; set; } = KeyRewriterActor.Every;

    /// <summary>Opens the network in a folder, or makes one where there is none.</summary>
    /// <param name="path">The folder; made if it is missing.</param>
    /// <param name="settings">With which the network is made, and with which it must have been made.</param>
    /// <param name="cryptography">Makes the keys.</param>
    /// <param name="files">Reads what is there.</param>
    /// <param name="now">The time of a new genesis.</param>
    /// <param name="server">Holds the events of all peers; null: a SQLite file for each.</param>
    /// <exception cref="OperationCanceledException">A stop came while a file was read.</exception>
    public static FolderOpening Open(
        string path,
        SimulationSettings settings,
        ICryptography cryptography,
        InputFiles files,
        DateTimeOffset now,
        ServerStore? server = null)
    {
        FileStream? held = null;
        FolderStores? stores = null;
        try
        {
            // SQLite takes some relative paths for something else, such as file:a.
            path = Path.GetFullPath(path);
            Directory.CreateDirectory(path);
            held = Lock(FolderKeys.LockOf(path));
            if (held is null)
                return new FolderOpening.Refused(new FolderFault.InUse(path));
            var isNew = !File.Exists(Path.Combine(path, GenesisName));
            stores = new FolderStores(path, server);
            var fault = stores.Hold() ?? (isNew ? Make(path, stores, settings, cryptography, files, now) : null);
            OpenedKeys? keys = null;
            GenesisDocument? genesis = null;
            fault ??= Load(path, settings, cryptography, files, out keys, out genesis)
                ?? stores.Prepare([.. keys!.Peers.Select(k => k.PublicKey)], genesis!.Network, isNew: false);
            if (fault is null)
            {
                var opened = new NetworkFolder(path, held, stores, keys!, genesis!, isNew);
                (held, stores) = (null, null);
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
            stores?.Dispose();
            held?.Dispose();
        }
    }

    /// <summary>Where a peer keeps its journal and snapshots.</summary>
    public Database DatabaseOf(int peer) => _stores.Of(Peers[peer]);

    /// <summary>Looks whether participants may sign with the stores behind them.</summary>
    /// <returns>The first fault; null: none.</returns>
    public FolderFault? StoreFault() => _stores.Fault(Peers);

    /// <summary>
    /// Stores the keys again, without the one-time keys that have been used since; nobody uses them then.
    /// </summary>
    /// <returns>Why they are not stored; null when they are.</returns>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public KeyFault? StoreKeys() => Keys.Rewrite([.. Participants.Select(KeysExported.Of).OfType<KeysExported>()]);

    /// <summary>Lets others have the folder.</summary>
    public void Dispose()
    {
        _keys.Master.Dispose();
        _stores.Dispose();
        _lock.Dispose();
    }

    /// <returns>Null: another process has it.</returns>
    internal static FileStream? Lock(string file)
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
        string path,
        FolderStores stores,
        SimulationSettings settings,
        ICryptography cryptography,
        InputFiles files,
        DateTimeOffset now)
    {
        if (stores.Clear() is { } used)
            return new FolderFault.Damaged(
                Path.Combine(path, GenesisName), $"it is missing, although '{used}' holds events of a network.");
        var own = FolderKeys.MasterKeyOf(path);
        if (settings.Node.MasterKeyFile is null && !File.Exists(own) && SecretFile.Create(own) is { } unmade)
            return unmade;
        using var master = SecretFile.ReadMasterKey(MasterKeyOf(path, settings), files, out var fault);
        if (master is null)
            return fault;
        var ring = new KeyRing(KeyFileStore.Create(FolderKeys.FileOf(path)), master, cryptography);
        var peers = ring.MakeIdentities(settings.Population.Nodes);
        var accounts = ring.MakeParticipants(settings.Population.Participants);
        var genesis = NetworkGenesis.Of("local", settings, accounts, cryptography, now);
        if (stores.Prepare(peers, genesis.Network, isNew: true) is { } unprepared)
            return unprepared;
        DurableFile.Write(Path.Combine(path, GenesisName), CanonicalBytes.Of(genesis), mode: null);
        return null;
    }

    private static FolderFault? Load(
        string path,
        SimulationSettings settings,
        ICryptography cryptography,
        InputFiles files,
        out OpenedKeys? keys,
        out GenesisDocument? genesis)
    {
        (keys, genesis) = (null, null);
        var genesisFile = Path.Combine(path, GenesisName);
        genesis = GenesisFile.Read(genesisFile, files, out var wrong);
        if (genesis is null)
            return wrong;
        var opened = OpenKeys(path, settings, cryptography, files, out wrong);
        if (opened is null)
            return wrong;
        wrong = opened.Participants.Select(PublicAccount.Of).SequenceEqual(
                genesis.Accounts.Select(a => new PublicAccount(a.Key, a.VrfKey, a.OneTimeRoot)))
            ? Difference(opened, genesis, settings, cryptography) is { } what
                ? new FolderFault.AnotherNetwork(path, what)
                : null
            : new FolderFault.Damaged(FolderKeys.FileOf(path), "it holds other keys than those of the network.");
        if (wrong is null)
            keys = opened;
        else
            opened.Master.Dispose();
        return wrong;
    }

    private static OpenedKeys? OpenKeys(
        string path, SimulationSettings settings, ICryptography cryptography, InputFiles files, out FolderFault? fault)
    {
        if (FolderKeys.Read(path, files, out fault) is not { } store)
            return null;
        var master = SecretFile.ReadMasterKey(MasterKeyOf(path, settings), files, out fault);
        if (master is null)
            return null;
        var ring = new KeyRing(store, master, cryptography);
        var participants = ring.LoadAll(out var wrong);
        var peers = wrong is null ? ring.LoadIdentities(out wrong) : [];
        if (wrong is null)
            return new OpenedKeys(ring, master, peers, participants);
        master.Dispose();
        fault = new FolderFault.OfKeys(FolderKeys.FileOf(path), wrong);
        return null;
    }

    private static string MasterKeyOf(string path, SimulationSettings settings) =>
        settings.Node.MasterKeyFile ?? FolderKeys.MasterKeyOf(path);

    private static string? Difference(
        OpenedKeys keys, GenesisDocument genesis, SimulationSettings settings, ICryptography cryptography)
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

    internal static FolderFault.Damaged? ReadAll(InputFiles files, string file, out byte[] bytes)
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

    /// <summary>Keys as they were when the folder was opened.</summary>
    private sealed record OpenedKeys(
        KeyRing Ring,
        MasterKey Master,
        ImmutableArray<SigningKey> Peers,
        ImmutableArray<ParticipantKeys> Participants);
}
