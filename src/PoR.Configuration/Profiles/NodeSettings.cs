using System.Collections.Immutable;
using System.Globalization;
using PoR.Core.Identities;

namespace PoR.Configuration.Profiles;

/// <summary>Where a peer that runs in real time finds what it needs. Files are as the user named them.</summary>
public sealed record NodeSettings
{
    /// <summary>The file of the peer's identity key; null: not named.</summary>
    public required string? IdentityFile { get; init; }

    /// <summary>The file of the network's genesis; null: not named.</summary>
    public required string? GenesisFile { get; init; }

    /// <summary>All peers of the network, in written order.</summary>
    public required ImmutableArray<PeerEntry> Peers { get; init; }

    /// <summary>Who has the participants' keys; null: not named.</summary>
    public required string? Operator { get; init; }

    /// <summary>Events and snapshots.</summary>
    public required PersistenceSettings Persistence { get; init; }

    /// <summary>The file of the key under which keys of participants are sealed; null: not named.</summary>
    public required string? MasterKeyFile { get; init; }

    /// <summary>The operator's cluster.</summary>
    public required ClusterSettings Cluster { get; init; }

    /// <summary>Links to peers of other operators.</summary>
    public required LinkSettings Links { get; init; }

    /// <summary>Where health, metrics and status are served.</summary>
    public required EndPointText HttpListen { get; init; }

    /// <summary>The file of the admin endpoint's token; null: there is no such endpoint.</summary>
    public required string? AdminTokenFile { get; init; }

    /// <summary>Who takes spans, by OTLP over gRPC; null: nobody.</summary>
    public required EndPointText? Traces { get; init; }

    /// <summary>The beginning of the names of files that take what peers see of rounds; null: there is none.</summary>
    public required string? FactsFile { get; init; }

    /// <summary>Settings of Akka's own, as HOCON for Akka; empty: none.</summary>
    public string Akka { get; init; } = "";
}

/// <summary>Where events and snapshots are kept.</summary>
/// <param name="IsServer">PostgreSQL; else a file of SQLite.</param>
/// <param name="ConnectionString">Null: not given here. It may hold a password, so it is never shown.</param>
/// <param name="ConnectionStringFile">A file that holds it; null: not named.</param>
/// <param name="Migrates">Whether a start brings the schema of a server forward.</param>
/// <param name="HasReputationView">Whether each peer keeps reputations as a table for queries.</param>
public sealed record PersistenceSettings(
    bool IsServer, string? ConnectionString, string? ConnectionStringFile, bool Migrates, bool HasReputationView)
{
    /// <summary>Without the connection string.</summary>
    public override string ToString() => IsServer ? "PostgreSQL" : "SQLite";
}

/// <summary>The operator's cluster.</summary>
/// <param name="Seeds">The planned members; none: the operator has one peer.</param>
/// <param name="Remoting">Where this member listens for others.</param>
/// <param name="Advertised">Under which others reach it.</param>
/// <param name="MembersPlanned">How many members the operator runs.</param>
/// <param name="StableAfter">How long members must see the same before the majority downs the others.</param>
public sealed record ClusterSettings(
    ImmutableArray<EndPointText> Seeds,
    EndPointText Remoting,
    EndPointText Advertised,
    int MembersPlanned,
    TimeSpan StableAfter)
{
    /// <summary>For TLS between members; null: none.</summary>
    public TlsFiles? Tls { get; init; }
}

/// <summary>Files of a member's TLS, all PEM.</summary>
/// <param name="Certificate">The member's certificate.</param>
/// <param name="Key">Its private key.</param>
/// <param name="Authority">Certificates of the authority that certifies members.</param>
public sealed record TlsFiles(string Certificate, string Key, string Authority);

/// <summary>A peer of the network, as an operator lists it.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Address">Where it listens; null: nobody dials it.</param>
/// <param name="Name">For people; null: none.</param>
public sealed record PeerEntry(PublicKey Id, EndPointText? Address, string? Name);

/// <summary>A host, by name or number, and a port.</summary>
/// <param name="Host">Without brackets.</param>
/// <param name="Port">0 to 65,535.</param>
public sealed record EndPointText(string Host, int Port)
{
    /// <summary>Reads <c>host:port</c>; a numeric host of IPv6 stands in brackets.</summary>
    /// <returns>Null: it is none.</returns>
    public static EndPointText? Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon < 1
            || !ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            return null;
        var host = text[..colon];
        if (host is ['[', .., ']'])
            host = host[1..^1];
        return Uri.CheckHostName(host) == UriHostNameType.Unknown ? null : new EndPointText(host, port);
    }

    /// <summary><c>host:port</c>.</summary>
    public override string ToString() => Host.Contains(':') ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}
