using System.Collections.Immutable;
using PoR.Configuration.Profiles;
using PoR.Core.Identities;
using PoR.Cryptography;
using PoR.Persistence.Databases;
using PoR.Wire;

namespace PoR.Node.Links;

/// <summary>What a link over TCP is made of.</summary>
/// <param name="Name">The own peer's, for log and metrics.</param>
/// <param name="Peers">Identities of all peers, ascending.</param>
/// <param name="Identity">Of the own peer.</param>
/// <param name="Network">Its network.</param>
/// <param name="Wire">How long messages may be.</param>
/// <param name="ClockWindow">The most between a block's time and the clock of who votes for it.</param>
/// <param name="Settings">What peers may use.</param>
/// <param name="Bans">Where bans are kept; null: in memory.</param>
internal sealed record TcpPeer(
    string Name,
    ImmutableArray<PublicKey> Peers,
    SigningKey Identity,
    NetworkId Network,
    WireLimits Wire,
    TimeSpan ClockWindow,
    LinkSettings Settings,
    Database? Bans);
