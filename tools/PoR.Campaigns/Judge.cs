using System.Buffers.Binary;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using PoR.Actors.Participants;
using PoR.Core.Agreement;
using PoR.Core.Bytes;
using PoR.Core.Canonical;
using PoR.Core.Hashing;
using PoR.Core.Identities;
using PoR.Core.Transactions;

namespace PoR.Campaigns;

/// <summary>
/// Judges a network by what its peers have said on their links and by what their databases hold; it believes nothing
/// that a peer says of itself.
/// </summary>
internal sealed class Judge
{
    private readonly Dictionary<(PublicKey Sender, long Round, int Step), HashSet<Digest>> _ballots = [];
    private readonly Dictionary<string, Dictionary<BlockDigest, Block>> _ledgers = new(StringComparer.Ordinal);

    /// <summary>Votes that were seen, each once.</summary>
    public int Votes => _ballots.Values.Sum(ballots => ballots.Count);

    /// <summary>Slots in which somebody has signed twice.</summary>
    public int Doubles => _ballots.Values.Count(ballots => ballots.Count > 1);

    /// <summary>Blocks of the longest chain.</summary>
    public int Blocks => Longest().Count;

    /// <summary>Reviews in the longest chain, and how many of them stand there a second time.</summary>
    public (int Reviews, int Twice) Reviews
    {
        get
        {
            var entries = Longest().SelectMany(block => block.Payset);
            TransactionId[] all = [.. entries.Select(entry => entry.Transaction.Id)];
            return (all.Length, all.Length - all.Distinct().Count());
        }
    }

    /// <summary>Whether a ledger's journal holds a block.</summary>
    /// <param name="peer">Its identity.</param>
    /// <param name="tip">The block's digest.</param>
    public bool Holds(string peer, string tip) =>
        _ledgers.TryGetValue($"ledger/{peer}", out var blocks)
        && blocks.ContainsKey(new BlockDigest(Bytes32.Parse(tip)));

    /// <summary>Reads votes that a link has recorded; a last one that a kill has cut off is left out.</summary>
    public void ReadVotes(string file)
    {
        var bytes = File.ReadAllBytes(file).AsSpan();
        while (bytes.Length >= 4)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(bytes);
            if (bytes.Length < 4 + length)
                return;
            See(CanonicalBytes.Decode<UnverifiedVote>(bytes.Slice(4, length), out var fault)
                ?? throw new InvalidDataException($"{file}: {fault}"));
            bytes = bytes[(4 + length)..];
        }
    }

    /// <summary>Reads a SQLite journal.</summary>
    public void ReadSqlite(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
        Read(connection);
    }

    /// <summary>Reads a server's journal.</summary>
    public void ReadPostgreSql(string connectionString)
    {
        using var connection = new NpgsqlConnection(connectionString);
        Read(connection);
    }

    private void Read(DbConnection connection)
    {
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "select persistence_id, manifest, message from journal order by ordering";
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            var (id, manifest, message) = (rows.GetString(0), rows.GetString(1), rows.GetFieldValue<byte[]>(2));
            if (manifest == "ballot-signed/1")
                See(CanonicalBytes.Decode<ParticipantEvent.BallotSigned>(message, out _)!.Vote);
            else if (manifest == "block-certified/1")
                See(id, CanonicalBytes.Decode<CertifiedBlock>(message, out _)!.Block);
        }
    }

    private void See(UnverifiedVote vote)
    {
        var (ballot, slot) = (vote.Ballot, (vote.Ballot.Sender, vote.Ballot.Round.Number, vote.Ballot.Step.Number));
        if (!_ballots.TryGetValue(slot, out var known))
            _ballots.Add(slot, known = []);
        known.Add(DomainHash.Of(HashDomain.Wire, CanonicalBytes.Of(ballot)));
    }

    private void See(string ledger, Block block)
    {
        if (!_ledgers.TryGetValue(ledger, out var blocks))
            _ledgers.Add(ledger, blocks = []);
        blocks[block.Digest] = block;
    }

    private List<Block> Longest() => _ledgers.Values.Select(ChainOf).MaxBy(chain => chain.Count) ?? [];

    /// <summary>From its latest block back: a journal may also hold blocks of branches that were left.</summary>
    private static List<Block> ChainOf(Dictionary<BlockDigest, Block> blocks)
    {
        var chain = new List<Block>();
        for (var block = blocks.Values.MaxBy(b => b.Header.Round); block is not null;)
        {
            chain.Add(block);
            block = blocks.GetValueOrDefault(block.Header.Parent);
        }

        return chain;
    }
}
