using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using PoR.Configuration.Files;
using PoR.Configuration.Hocon;
using PoR.Configuration.Profiles;
using PoR.Configuration.Schema;
using PoR.Core.Canonical;
using PoR.Core.Genesis;
using PoR.Core.Identities;
using PoR.Cryptography;
using PoR.Node.Folders;
using PoR.Persistence;
using PoR.Persistence.Databases;
using PoR.Persistence.Keys;

namespace PoR.Tool.Clusters;

/// <summary>
/// Makes a cluster on this machine: a database server, identities, participants, genesis, configurations.
/// </summary>
/// <param name="folder">Where it is to live.</param>
/// <param name="members">How many.</param>
/// <param name="participants">How many the operator has.</param>
/// <param name="profile">With which parameters the network is made.</param>
/// <param name="hasRelays">Whether members reach each other over relays.</param>
/// <param name="database">A file with the connection string of a server that is there; null: one is started.</param>
internal sealed class ClusterSetup(
    ClusterFolder folder, int members, int participants, string profile, bool hasRelays, string? database)
{
    private const string Connection = "connection-string";
    private const string MasterKeyName = "master.key";
    private const string GenesisName = "genesis.bin";
    private const string Operator = "one-machine";
    private const UnixFileMode Reachable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>Makes what is not there yet.</summary>
    /// <returns>Why it cannot be made; null: all is there.</returns>
    public async Task<string?> MakeAsync(Terminal terminal, CancellationToken stop)
    {
        var files = new InputFiles(stop, terminal.SayWaiting);
        var loaded = ProfileLoader.Load(
            profile, new FileHoconSource(new BuiltInHoconSource(), files), Environment.GetEnvironmentVariable,
            new SettingOverride("population.participants", TextOf(participants), "--participants"),
            new SettingOverride("population.nodes", TextOf(members), "MEMBERS"));
        if (!loaded.IsValid)
            return ProfileFaults.SentenceOf(loaded.Faults);
        string? unread = null;
        var server = database is null ? null : ServerStore.ReadDatabase(database, files, out unread);
        if (unread is not null)
            return unread;
        Directory.CreateDirectory(folder.Path);
        var plan = folder.Plan();
        if (plan is not null && (plan.Members.Length, plan.Participants) != (members, participants))
            return $"'{folder.Path}' holds a cluster of {plan.Members.Length} members and {plan.Participants} "
                + "participants: name those, or another folder.";
        if (database is null && await StartServerAsync(terminal, stop) is { } fault)
            return fault;
        if (plan is not null)
            return null;
        if (server is not null)
            DurableFile.Write(
                folder.At(Connection), Encoding.UTF8.GetBytes(server.ConnectionString + "\n"), DurableFile.Secret);
        server ??= ServerStore.ReadDatabase(folder.At(Connection), files, out unread);
        return server is null ? unread : Make(server, loaded.Settings, files, terminal);
    }

    /// <summary>Stops the server that was started here.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> StopServerAsync(ClusterFolder folder, Terminal terminal, CancellationToken stop)
    {
        var (code, _, error) = await ServerAsync("stop", folder, stop);
        return code == 0 ? ExitCode.Success : terminal.Refuse($"PostgreSQL does not stop: {error.Trim()}");
    }

    private string? Make(
        Database.PostgreSql server, SimulationSettings settings, InputFiles files, Terminal terminal)
    {
        if (DatabaseSchema.Migrate(server) is MigrationOutcome.Refused { Fault: var unfit })
            return unfit.Sentence;
        terminal.Say($"making the keys of {participants} participants ...");
        var cryptography = new SodiumCryptography();
        var identities = MakeIdentities(cryptography, files);
        if (!File.Exists(folder.At(MasterKeyName)) && SecretFile.Create(folder.At(MasterKeyName)) is { } unmade)
            return unmade.Sentence;
        using var master = SecretFile.ReadMasterKey(folder.At(MasterKeyName), files, out var unread);
        if (master is null)
            return unread!.Sentence;
        var ring = new KeyRing(new DatabaseKeyStore(server), master, cryptography);
        if (!ring.Participants().IsEmpty)
            return "the database holds participants of another cluster: an empty one is right.";
        var accounts = ring.MakeParticipants(participants);
        var genesis = NetworkGenesis.Of("cluster", settings, accounts, cryptography, DateTimeOffset.UtcNow);
        if (DatabaseClaim.Make(server, new DatabaseOwner(genesis.Network, Operator), isNew: true) is { } taken)
            return taken.Sentence;
        DurableFile.Write(folder.At(GenesisName), CanonicalBytes.Of(genesis), mode: null);
        DurableFile.Write(
            folder.At(ClusterFolder.AdminToken),
            System.Text.Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32))),
            DurableFile.Secret);
        Store(identities, genesis, settings.Run.ReviewsPerRound);
        return null;
    }

    /// <summary>Members have the order of their identities, so that member 1 is peer 0 in cuts.</summary>
    private ImmutableArray<PublicKey> MakeIdentities(SodiumCryptography cryptography, InputFiles files)
    {
        var made = ImmutableArray.CreateBuilder<(string File, PublicKey Key)>();
        for (var i = 1; i <= members; i++)
        {
            var file = folder.At($"new-identity{i}.key");
            File.Delete(file);
            if (SecretFile.Create(file) is { } unmade)
                throw new IOException(unmade.Sentence);
            made.Add((file, SecretFile.ReadIdentity(file, files, cryptography, out _)!.PublicKey));
        }

        made.Sort((one, other) => one.Key.CompareTo(other.Key));
        for (var i = 0; i < members; i++)
            File.Move(made[i].File, folder.At($"{NameOf(i)}.key"), overwrite: true);
        return [.. made.Select(one => one.Key)];
    }

    private void Store(ImmutableArray<PublicKey> identities, GenesisDocument genesis, int reviewsPerRound)
    {
        var ports = FreePorts(members * 4);
        ImmutableArray<MemberPlace> places =
        [
            .. identities.Select((_, i) => new MemberPlace(
                NameOf(i), ports[i], hasRelays ? ports[members + i] : ports[i], ports[(2 * members) + i])),
        ];
        var peers = string.Join(
            ",\n    ",
            identities.Select((id, i) =>
                $"{{ id = \"{id}\", address = \"127.0.0.1:{ports[(3 * members) + i]}\", name = {NameOf(i)} }}"));
        for (var i = 0; i < members; i++)
        {
            var place = places[i];
            File.WriteAllText(
                folder.At($"{place.Name}.conf"),
                $$"""
                # Member {{i + 1}} of {{members}}; network {{genesis.Network}}.
                include "reference.conf"
                run.reviews-per-round = {{(reviewsPerRound + members - 1) / members}}
                peer {
                  identity-file = "{{folder.At($"{place.Name}.key")}}"
                  network = "{{folder.At(GenesisName)}}"
                  operator = {{Operator}}
                  peers = [
                    {{peers}}
                  ]
                }
                telemetry.facts-file = "{{folder.At($"{place.Name}.facts")}}"
                keys.master-key-file = "{{folder.At(MasterKeyName)}}"
                persistence { provider = postgresql, connection-string-file = "{{folder.At(Connection)}}" }
                links {
                  listen = "127.0.0.1:{{ports[(3 * members) + i]}}"
                  record-file = "{{folder.At($"{place.Name}.record")}}"
                }
                cluster {
                  seeds = [{{string.Join(", ", places.Select(seed => $"\"127.0.0.1:{seed.Advertised}\""))}}]
                  remoting = "127.0.0.1:{{place.Remoting}}"
                  advertised = "127.0.0.1:{{place.Advertised}}"
                  members-planned = {{members}}
                }
                http {
                  listen = "127.0.0.1:{{place.Http}}", admin-token-file = "{{folder.At(ClusterFolder.AdminToken)}}"
                }

                """);
        }

        folder.Store(new ClusterPlan(places, participants, database is null));
    }

    private async Task<string?> StartServerAsync(Terminal terminal, CancellationToken stop)
    {
        // The user who runs the server must be able to reach its folder.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder.Path, Reachable);
        terminal.Say("starting PostgreSQL ...");
        var (code, output, error) = await ServerAsync("start", folder, stop);
        if (code != 0)
            return $"PostgreSQL does not start: {error.Trim()}";
        DurableFile.Write(
            folder.At(Connection),
            System.Text.Encoding.ASCII.GetBytes(output.Trim() + ";Maximum Pool Size=15\n"), DurableFile.Secret);
        return null;
    }

    private static async Task<(int Code, string Output, string Error)> ServerAsync(
        string what, ClusterFolder folder, CancellationToken stop)
    {
        var start = new ProcessStartInfo(ScriptOf("postgres"), [what, folder.At("postgresql")])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var process = Process.Start(start)
            ?? throw new InvalidOperationException("tools/postgres gave no process.");
        var (output, error) = (
            process.StandardOutput.ReadToEndAsync(stop), process.StandardError.ReadToEndAsync(stop));
        await process.WaitForExitAsync(stop);
        return (process.ExitCode, await output, await error);
    }

    /// <summary>The project's scripts lie in the folder tools, above the program.</summary>
    private static string ScriptOf(string name)
    {
        for (var above = new DirectoryInfo(AppContext.BaseDirectory); above is not null; above = above.Parent)
        {
            var script = Path.Combine(above.FullName, "tools", name);
            if (File.Exists(script))
                return script;
        }

        throw new IOException($"tools/{name} is not found above '{AppContext.BaseDirectory}'.");
    }

    private static string NameOf(int index) => $"member{TextOf(index + 1)}";

    private static string TextOf(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Ports that are free now; they stay the members' own, also when the cluster is started again.</summary>
    private static ImmutableArray<int> FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        foreach (var listener in listeners)
            listener.Start();
        ImmutableArray<int> ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        foreach (var listener in listeners)
            listener.Stop();
        return ports;
    }
}
