using PoR.Core.Identities;
using PoR.Persistence.Databases;

namespace PoR.Node.Links;

/// <summary>
/// Who is banned, as one peer sees it. What is stored wins, so that a ban that an operator has lifted there ends here,
/// too. Safe on many threads.
/// </summary>
/// <param name="database">Keeps the bans; null: they last as long as the process.</param>
/// <param name="first">How long the first ban of a peer lasts; each further one twice as long.</param>
/// <param name="most">No ban is longer.</param>
internal sealed class BanBook(Database? database, TimeSpan first, TimeSpan most)
{
    private readonly Lock _storing = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<PublicKey, PeerBan> _unstored = [];
    private Dictionary<PublicKey, PeerBan> _bans = [];

    /// <summary>The ban of a peer; null: it has none now.</summary>
    public PeerBan? Of(PublicKey peer, DateTimeOffset now)
    {
        lock (_gate)
            return _bans.GetValueOrDefault(peer) is { } ban && ban.Until > now ? ban : null;
    }

    /// <summary>Whether anybody is banned.</summary>
    public bool HasAny(DateTimeOffset now)
    {
        lock (_gate)
            return _bans.Values.Any(ban => ban.Until > now);
    }

    /// <summary>Bans a peer; <see cref="Store"/> must follow.</summary>
    public PeerBan Ban(PublicKey peer, string reason, DateTimeOffset now)
    {
        lock (_gate)
        {
            var times = (_bans.GetValueOrDefault(peer)?.Times ?? 0) + 1;
            var length = first;
            for (var i = 1; i < times && length < most; i++)
                length += length;
            return _unstored[peer] = _bans[peer] =
                new PeerBan(peer, now + (length < most ? length : most), times, reason);
        }
    }

    /// <summary>Stores a ban. It waits for the database.</summary>
    /// <returns>Why it is not stored: it holds all the same, until the process ends.</returns>
    public DatabaseFault? Store(PeerBan ban)
    {
        if (database is null)
            return null;
        lock (_storing)
        {
            var fault = PeerBans.Store(database, ban);
            lock (_gate)
            {
                if (fault is null)
                    _unstored.Remove(ban.Peer);
            }

            return fault;
        }
    }

    /// <summary>Reads what is stored. It waits for the database.</summary>
    /// <returns>Why it cannot be read: what was known stays.</returns>
    public DatabaseFault? Load()
    {
        if (database is null)
            return null;
        lock (_storing)
        {
            var fault = PeerBans.Load(database, out var bans);
            lock (_gate)
            {
                if (fault is null)
                    _bans = bans.Where(ban => !_unstored.ContainsKey(ban.Peer)).Concat(_unstored.Values)
                        .ToDictionary(ban => ban.Peer);
            }

            return fault;
        }
    }
}
