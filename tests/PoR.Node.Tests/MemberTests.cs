using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Limits;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;
using PoR.Configuration.Files;
using PoR.Configuration.Profiles;
using PoR.Core.Bytes;
using PoR.Core.Canonical;
using PoR.Core.Identities;
using PoR.Cryptography;
using PoR.Node.Cluster;
using PoR.Node.Folders;
using PoR.Persistence;
using PoR.Persistence.Databases;
using PoR.Persistence.Keys;
using PoR.Persistence.Tests;

namespace PoR.Node.Tests;

/// <summary>Members of a real Akka cluster in one process: real PostgreSQL, real links, sealed keys.</summary>
public sealed class MemberTests(PostgreSqlServer server) : IAsyncDisposable
{
    private const int LimitMs = 180_000;
    private const int Planned = 3;
    private const int Participants = 30;

    private readonly string _folder = Directory.CreateTempSubdirectory("por-member-").FullName;
    private readonly SodiumCryptography _cryptography = new();
    private readonly InputFiles _files = new(default, _ => { });
    private readonly List<(Member Member, MemberFiles Files)> _members = [];

    private readonly SimulationSettings _settings = Lab.Load(
        "local", 1, 1, $"population.nodes={Planned}", $"population.participants={Participants}",
        "protocol.small-lambda=500 ms", "protocol.big-lambda=2500 ms", "protocol.admission-rate=1");

    public async ValueTask DisposeAsync()
    {
        foreach (var (member, files) in _members)
        {
            await member.DisposeAsync();
            files.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    [Fact(
        DisplayName = "Cluster_Participants are spread over members (TLS); those of one that leaves sign from another",
        Timeout = LimitMs)]
    public async Task Participants_are_sharded()
    {
        using var authority = new TestAuthority(_folder, "authority");
        foreach (var node in Make(Planned, new Database.PostgreSql(server.NewDatabase())))
            await StartAsync(node with { Cluster = node.Cluster with { Tls = authority.Certify() } });

        // A member that joins late gets its share by rebalancing.
        await Wait.Until(() => HostedNow().Length == Participants
            && _members.TrueForAll(one => one.Member.Peers[0].Status.Participants > 0));
        Assert.Equal(Participants, HostedNow().Distinct().Count());
        await Wait.Until(() => Height() >= 2);
        Assert.All(
            _members.SelectMany(one => one.Member.Checks),
            check => Assert.Equal(HealthStatus.Healthy, check.Look().Status));

        var (leaving, opened) = _members[2];
        var moved = leaving.Peers[0].Status.Hosted.Keys.First();
        var signed = leaving.Peers[0].Status.Hosted[moved].Round;
        await leaving.DisposeAsync();
        opened.Dispose();
        _members.RemoveAt(2);
        Assert.True(leaving.Removed.IsCompleted);
        await Wait.Until(() => HostedNow().Length == Participants);

        // The next vote of a participant that lived on the member that has left comes from another one.
        await Wait.Until(() => _members.Exists(one =>
            one.Member.Peers[0].Status.Hosted.TryGetValue(moved, out var slot) && slot.Round > signed));
    }

    [Fact(DisplayName = "Node_A peer without a cluster has all participants of its operator", Timeout = LimitMs)]
    public async Task A_node_alone()
    {
        var database = new Database.Sqlite(Path.Combine(_folder, "peer.db"));
        var node = Assert.Single(Make(1, database));
        var alone = node with
        {
            Cluster = node.Cluster with { Seeds = [] },
            Persistence = new PersistenceSettings(false, database.File, null, false, true),
        };
        await StartAsync(alone);

        await Wait.Until(() => Height() >= 2);
        Assert.Equal(Participants, HostedNow().Length);
        Assert.Empty(_members[0].Member.Checks);
        Assert.Contains(
            "Another process runs with",
            Assert.IsType<MemberOpening.Refused>(MemberFiles.Open(alone, _cryptography, _files)).Sentence);
    }

    [Fact(
        DisplayName = "Node_D41: a newcomer whose keys came after genesis joins by its operator's word",
        Timeout = LimitMs)]
    public async Task A_newcomer_is_sponsored()
    {
        var database = new Database.Sqlite(Path.Combine(_folder, "peer.db"));
        var node = Assert.Single(Make(1, database, newcomers: 1));
        await StartAsync(node with
        {
            Cluster = node.Cluster with { Seeds = [] },
            Persistence = new PersistenceSettings(false, database.File, null, false, true),
        });
        var member = _members[0].Member;
        Assert.Equal(Participants + 1, HostedNow().Length);
        await Wait.Until(() => member.Peers[0].Status is { Rights: [var right, ..], Seeking.IsEmpty: false } status
            && status.Height > right.Round); // It can be used in the round after its own.

        var newcomer = Assert.Single(member.Peers[0].Status.Seeking).Key;
        var stop = TestContext.Current.CancellationToken;
        Assert.Null((await member.SponsorAsync(HostedNow().First(key => key != newcomer), stop)).Right);
        Assert.NotNull((await member.SponsorAsync(newcomer, stop)).Right);
        await Wait.Until(() => member.Peers[0].Status.Seeking.IsEmpty); // It is registered.
        Assert.Null((await member.SponsorAsync(newcomer, stop)).Right);
    }

    [Fact(
        DisplayName = "Node_What a configuration names and cannot be used is told in one sentence", Timeout = LimitMs)]
    public void Wrong_files_are_refused()
    {
        var node = Make(2, new Database.PostgreSql(server.NewDatabase()))[0];
        var stranger = Path.Combine(_folder, "stranger.key");
        Assert.Null(SecretFile.Create(stranger));
        var readable = Path.Combine(_folder, "readable.key");
        File.Copy(node.IdentityFile!, readable);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(readable, (UnixFileMode)0b110_100_100);
        var otherDatabase = Path.Combine(_folder, "other");
        WriteSecret(otherDatabase, server.NewDatabase());
        var openDatabase = Path.Combine(_folder, "open");
        File.Copy(otherDatabase, openDatabase);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(openDatabase, (UnixFileMode)0b110_100_000);
        var garbage = Path.Combine(_folder, "garbage");
        File.WriteAllText(garbage, "no genesis");

        Refuses(node with { IdentityFile = null }, "peer.identity-file: it must name a file");
        Refuses(node with { IdentityFile = stranger }, "is not among the 2 peers");
        Refuses(node with { IdentityFile = readable }, "has the mode 644: chmod 600 is right");
        Refuses(node with { GenesisFile = garbage }, $"'{garbage}' is damaged");
        Refuses(node with { GenesisFile = garbage + "x" }, $"'{garbage}x' cannot be used");
        Refuses(node with { MasterKeyFile = stranger }, "master key");
        Refuses(
            node with { Cluster = node.Cluster with { Tls = new TlsFiles(garbage, garbage, garbage) } },
            "holds no certificate");
        Refuses(node with { Operator = null }, "peer.operator");
        Refuses(node with { Operator = "another" }, "operator");
        Assert.IsType<MemberOpening.Opened>(MemberFiles.Open(node, _cryptography, _files)).Files.Dispose();
        Refuses(node with { Cluster = node.Cluster with { MembersPlanned = 7 } }, "members-planned = 2");
        Refuses(
            node with { Persistence = node.Persistence with { ConnectionStringFile = otherDatabase } },
            "por database migrate");
        Refuses(
            node with { Persistence = node.Persistence with { ConnectionStringFile = openDatabase } },
            $"'{openDatabase}' holds a secret and has the mode 640: chmod 600 is right.");
        Assert.IsType<MigrationOutcome.Done>(
            DatabaseSchema.Migrate(new Database.PostgreSql(File.ReadAllText(otherDatabase))));
        Refuses(
            node with { Persistence = node.Persistence with { ConnectionStringFile = otherDatabase } },
            "holds nothing of the network");

        void Refuses(NodeSettings settings, string part) => Assert.Contains(
            part,
            Assert.IsType<MemberOpening.Refused>(MemberFiles.Open(settings, _cryptography, _files)).Sentence,
            StringComparison.Ordinal);
    }

    [Fact(DisplayName = "Cluster_The shard of a participant rests on its key alone")]
    public void Shards_are_stable()
    {
        var key = new PublicKey(Bytes32.Parse("00000037" + new string('f', 56)));
        Assert.Equal(5, ParticipantRegion.ShardOf(key, 50));
        Assert.Equal(25, ParticipantRegion.ShardOf(key, 30));
    }

    private PublicKey[] HostedNow() => [.. _members.SelectMany(one => one.Member.Peers[0].Status.Hosted.Keys)];

    private long Height() => _members.Min(one => one.Member.Peers[0].Status.Height.Number);

    /// <summary>What an operator makes before the first start.</summary>
    private ImmutableArray<NodeSettings> Make(int members, Database database, int newcomers = 0)
    {
        Assert.IsType<MigrationOutcome.Done>(DatabaseSchema.Migrate(database));
        var masterFile = Path.Combine(_folder, "master.key");
        Assert.Null(SecretFile.Create(masterFile));
        using var master = SecretFile.ReadMasterKey(masterFile, _files, out _)!;
        var ring = new KeyRing(new DatabaseKeyStore(database), master, _cryptography);
        var accounts = ring.MakeParticipants(Participants);
        ring.MakeParticipants(newcomers);
        var genesis = NetworkGenesis.Of("test", _settings, accounts, _cryptography, DateTimeOffset.UtcNow);
        var genesisFile = Path.Combine(_folder, "genesis.bin");
        File.WriteAllBytes(genesisFile, CanonicalBytes.Of(genesis));
        var connectionFile = Path.Combine(_folder, "connection");
        WriteSecret(connectionFile, (database as Database.PostgreSql)?.ConnectionString ?? "");
        Assert.Null(DatabaseClaim.Make(database, new DatabaseOwner(genesis.Network, "tests"), isNew: true));
        var identities = Enumerable.Range(0, members).Select(i =>
        {
            var file = Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"identity{i}.key"));
            Assert.Null(SecretFile.Create(file));
            return (File: file, SecretFile.ReadIdentity(file, _files, _cryptography, out _)!.PublicKey);
        }).ToArray();
        var ports = FreeAddresses(2 * members);
        ImmutableArray<PeerEntry> peers =
            [.. identities.Select((one, i) => new PeerEntry(one.PublicKey, ports[members + i], null))];
        return
        [
            .. identities.Select((one, i) => _settings.Node with
            {
                IdentityFile = one.File,
                GenesisFile = genesisFile,
                MasterKeyFile = masterFile,
                Peers = peers,
                Operator = "tests",
                Persistence = new PersistenceSettings(true, null, connectionFile, false, true),
                Links = _settings.Node.Links with { Listen = ports[members + i] },
                Cluster = _settings.Node.Cluster with
                {
                    Seeds = [.. ports[..members]], Remoting = ports[i], Advertised = ports[i], MembersPlanned = members,
                },
            }),
        ];
    }

    private async Task StartAsync(NodeSettings node)
    {
        var opening = MemberFiles.Open(node, _cryptography, _files);
        Assert.True(opening is MemberOpening.Opened, (opening as MemberOpening.Refused)?.Sentence);
        var files = ((MemberOpening.Opened)opening).Files;
        var start = await Member.StartAsync(
            files, _settings with { Node = node }, NullLoggerFactory.Instance, TestContext.Current.CancellationToken);
        _members.Add((Assert.IsType<MemberStart.Running>(start).Member, files));
    }

    private static void WriteSecret(string file, string text) =>
        DurableFile.Create(file, System.Text.Encoding.UTF8.GetBytes(text), DurableFile.Secret);

    private static EndPointText[] FreeAddresses(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        foreach (var listener in listeners)
            listener.Start();
        var addresses = Array.ConvertAll(
            listeners, l => new EndPointText("127.0.0.1", ((IPEndPoint)l.LocalEndpoint).Port));
        foreach (var listener in listeners)
            listener.Stop();
        return addresses;
    }
}
