using System.Collections.Immutable;

namespace PoR.Configuration.Schema;

/// <summary>
/// Keys under <c>peer</c>, <c>persistence</c>, <c>keys</c>, <c>cluster</c>, <c>http</c> and <c>telemetry</c>: where a
/// peer that runs in real time finds what it needs. Simulations read none of them.
/// </summary>
internal static class KeysOfNode
{
    /// <summary><c>peer.identity-file</c>.</summary>
    public static SettingKey IdentityFile { get; } = new(
        "peer.identity-file", SettingKind.Text, "file", "none",
        "The peer's identity key, as por keys new makes it; readable by its owner alone.")
    { Words = ["none"] };

    /// <summary><c>peer.network</c>.</summary>
    public static SettingKey Network { get; } = new(
        "peer.network", SettingKind.Text, "file", "none",
        "The genesis document of the network.")
    { Words = ["none"] };

    /// <summary><c>peer.peers</c>.</summary>
    public static SettingKey Peers { get; } = new(
        "peer.peers", SettingKind.PeerList, "peers", "[]",
        "All peers of the network, the own one included, each as { id = \"64 hex digits\", address = \"host:port\", "
        + "name = \"for people\" }; address and name may be missing.");

    /// <summary><c>persistence.provider</c>.</summary>
    public static SettingKey Provider { get; } = new(
        "persistence.provider", SettingKind.Choice, "word", "sqlite",
        "Where events and snapshots are kept: sqlite = a file of one process; postgresql = a server, version 15 or "
        + "newer, that all members of one operator share.")
    { Words = ["sqlite", "postgresql"] };

    /// <summary><c>persistence.connection-string</c>.</summary>
    public static SettingKey ConnectionString { get; } = new(
        "persistence.connection-string", SettingKind.Text, "text", "none",
        "As Npgsql takes it, or the file of sqlite. Whoever can read the configuration can read a password in it, so "
        + "persistence.connection-string-file is better.")
    { Words = ["none"] };

    /// <summary><c>persistence.connection-string-file</c>.</summary>
    public static SettingKey ConnectionStringFile { get; } = new(
        "persistence.connection-string-file", SettingKind.Text, "file", "none",
        "A file that holds the connection string and nothing else.")
    { Words = ["none"] };

    /// <summary><c>persistence.migrate</c>.</summary>
    public static SettingKey Migrate { get; } = new(
        "persistence.migrate", SettingKind.Flag, "flag", "false",
        "Whether a start brings the schema of a server forward; without it por database migrate does. A file of sqlite "
        + "is always brought forward.");

    /// <summary><c>persistence.reputation-view</c>.</summary>
    public static SettingKey ReputationView { get; } = new(
        "persistence.reputation-view", SettingKind.Flag, "flag", "true",
        "Whether each peer keeps its ledger's reputations as a table for queries.");

    /// <summary><c>keys.master-key-file</c>.</summary>
    public static SettingKey MasterKeyFile { get; } = new(
        "keys.master-key-file", SettingKind.Text, "file", "none",
        "The 32 bytes under which keys of participants are sealed; readable by its owner alone.")
    { Words = ["none"] };

    /// <summary><c>peer.operator</c>.</summary>
    public static SettingKey Operator { get; } = new(
        "peer.operator", SettingKind.Text, "name", "none",
        "Who has the participants' keys: a name that no other operator of the network has, and that never changes, "
        + "since the database is claimed for it. none = the peer's identity; a cluster needs one.")
    { Words = ["none"] };

    /// <summary><c>cluster.seeds</c>.</summary>
    public static SettingKey Seeds { get; } = new(
        "cluster.seeds", SettingKind.AddressList, "addresses", "[]",
        "The planned members, each by its cluster.advertised. A starting member asks them for their cluster and joins "
        + "it; a new one is founded when a majority of cluster.members-planned is there. [] = no cluster: the "
        + "operator has one peer.");

    /// <summary><c>cluster.remoting</c>.</summary>
    public static SettingKey Remoting { get; } = new(
        "cluster.remoting", SettingKind.Address, "address", "127.0.0.1:7800",
        "Where the member listens for other members: a loopback or private address, unless cluster.tls-certificate "
        + "is given, since whoever gets in can do everything.");

    /// <summary><c>cluster.advertised</c>.</summary>
    public static SettingKey Advertised { get; } = new(
        "cluster.advertised", SettingKind.Address, "address", "remoting",
        "Under which address other members reach it; remoting = the one where it listens.")
    { Words = ["remoting"] };

    /// <summary><c>cluster.members-planned</c>.</summary>
    public static SettingKey MembersPlanned { get; } = new(
        "cluster.members-planned", SettingKind.WholeNumber, "members", "5",
        "How many members the operator runs. Fewer than 5 start with a warning that says how many steps miss their "
        + "quorum when one member dies.")
    { Min = "1", Max = "100" };

    /// <summary><c>cluster.stable-after</c>.</summary>
    public static SettingKey StableAfter { get; } = new(
        "cluster.stable-after", SettingKind.Duration, "time", "5 s",
        "How long members must see the same of each other before the majority downs the others.")
    { Min = "3 s", Max = "5 m" };

    /// <summary><c>cluster.tls-certificate</c>.</summary>
    public static SettingKey TlsCertificate { get; } = new(
        "cluster.tls-certificate", SettingKind.Text, "file", "none",
        "The member's certificate (PEM), for TLS between members; it needs cluster.tls-key and cluster.tls-authority, "
        + "and all members have it or none. none = no TLS.")
    { Words = ["none"] };

    /// <summary><c>cluster.tls-key</c>.</summary>
    public static SettingKey TlsKey { get; } = new(
        "cluster.tls-key", SettingKind.Text, "file", "none",
        "The certificate's private key (PEM, not encrypted); readable by its owner alone.")
    { Words = ["none"] };

    /// <summary><c>cluster.tls-authority</c>.</summary>
    public static SettingKey TlsAuthority { get; } = new(
        "cluster.tls-authority", SettingKind.Text, "file", "none",
        "Certificates (PEM) of the authority that certifies members and nobody else: whoever it certifies can do "
        + "everything. The system's authorities count for nothing.")
    { Words = ["none"] };

    /// <summary><c>http.listen</c>.</summary>
    public static SettingKey HttpListen { get; } = new(
        "http.listen", SettingKind.Address, "address", "127.0.0.1:8080",
        "Where health, metrics and status are served; port 0 = any that is free.");

    /// <summary><c>http.admin-token-file</c>.</summary>
    public static SettingKey AdminTokenFile { get; } = new(
        "http.admin-token-file", SettingKind.Text, "file", "none",
        "A file with the token of the admin endpoint (cuts of links, rights to sponsor); none = there is no such "
        + "endpoint.")
    { Words = ["none"] };

    /// <summary><c>telemetry.traces</c>.</summary>
    public static SettingKey Traces { get; } = new(
        "telemetry.traces", SettingKind.Address, "address", "none",
        "Who takes spans of rounds, steps, built blocks and catch-up, by OTLP over gRPC, for example "
        + "\"127.0.0.1:4317\"; none = nobody.")
    { Words = ["none"] };

    /// <summary><c>telemetry.facts-file</c>.</summary>
    public static SettingKey FactsFile { get; } = new(
        "telemetry.facts-file", SettingKind.Text, "file", "none",
        "For experiments: what a peer sees of its rounds, and its blocks, are written to a file with this name and a "
        + "number, a new one for each start, with -N before it where a process has several peers; por report draws it.")
    { Words = ["none"] };

    /// <summary>All keys of this page, in the order of the reference.</summary>
    public static ImmutableArray<SettingKey> All { get; } =
    [
        IdentityFile, Network, Peers, Operator, Provider, ConnectionString, ConnectionStringFile, Migrate,
        ReputationView, MasterKeyFile, Seeds, Remoting, Advertised, MembersPlanned, StableAfter,
        TlsCertificate, TlsKey, TlsAuthority, HttpListen, AdminTokenFile, Traces, FactsFile,
    ];
}
