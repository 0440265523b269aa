using System.Collections.Immutable;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using PoR.Actors.Messages;
using PoR.Actors.Participants;
using PoR.Core.Agreement;
using PoR.Core.Bytes;
using PoR.Core.Canonical;
using PoR.Core.Hashing;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Ledger.State;
using PoR.Wire;

namespace PoR.Campaigns;

/// <summary>
/// Judges a network by what its peers have said on their links and by what their databases hold; it believes nothing
/// that a peer says of itself.
/// </summary>
internal sealed class Judge
{
    private readonly Dictionary<(PublicKey Sender, long Round, int Step), HashSet<Digest>> _ballots = [];
    private readonly Dictionary<string, Dictionary<BlockDigest, SeenBlock>> _ledgers = new(StringComparer.Ordinal);
    private readonly Dictionary<TransactionId, Transaction> _accepted = [];

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
            TransactionId[] all = [.. Longest().SelectMany(block => block.Payset).Select(entry => entry.Id)];
            return (all.Length, all.Length - all.Distinct().Count());
        }
    }

    /// <summary>Reviews a second of the longest chain: the middle of all blocks, each with the time since its parent.
    /// </summary>
    public double ReviewsPerSecond
    {
        get
        {
            var chain = Longest();
            var rates = chain.Zip(chain.Skip(1), (block, parent) =>
                block.Payset.Length * 1_000.0 / Math.Max(1, block.Time.Milliseconds - parent.Time.Milliseconds));
            return rates.Order().ElementAtOrDefault((chain.Count - 1) / 2);
        }
    }

    /// <summary>What became of every review that a peer has accepted and told the others.</summary>
    public Fates Fates
    {
        get
        {
            var chain = Longest();
            var height = chain.Count == 0 ? Round.Genesis : chain[0].Round;
            var committed = chain.SelectMany(block => block.Payset).Select(entry => entry.Id).ToHashSet();
            var latest = chain.SelectMany(block => block.Payset).GroupBy(entry => entry.Author)
                .ToDictionary(entries => entries.Key, entries => entries.Max(entry => entry.Sequence));
            var fates = new Fates(0, 0, 0, 0);
            foreach (var (id, body) in _accepted)
            {
                if (committed.Contains(id))
                    fates = fates with { Committed = fates.Committed + 1 };
                else if (latest.GetValueOrDefault(body.Sender) > body.Sequence + Account.SequenceWindow)
                    fates = fates with { Overtaken = fates.Overtaken + 1 };
                else if (body.LastValidRound > height)
                    fates = fates with { Pending = fates.Pending + 1 };
                else
                    fates = fates with { Expired = fates.Expired + 1 };
            }

            return fates;
        }
    }

    /// <summary>Whether a ledger's journal holds a block.</summary>
    /// <param name="peer">Its identity.</param>
    /// <param name="tip">The block's digest.</param>
    public bool Holds(string peer, string tip) =>
        _ledgers.TryGetValue($"ledger/{peer}", out var blocks)
        && blocks.ContainsKey(new BlockDigest(Bytes32.Parse(tip)));

    /// <summary>Reads what a link has recorded; a last message that a kill has cut off is left out.</summary>
    public void ReadRecord(string file)
    {
        using var stream = File.OpenRead(file);
        while (RecordStream.Next(stream) is { } record)
        {
            switch (CanonicalBytes.Decode<PeerMessage>(record, out var fault))
            {
                case PeerMessage.VoteSent { Vote: var vote }:
                    See(vote);
                    break;
                case PeerMessage.TransactionSent { Transaction: var transaction }:
                    _accepted[transaction.Id] = transaction.Body;
                    break;
                default:
                    throw new InvalidDataException($"{file}: {fault ?? "neither a vote nor a transaction."}");
            }
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
        blocks[block.Digest] = new SeenBlock(
            block.Header.Round, block.Header.Parent, block.Header.Time,
            [.. block.Payset.Select(entry => new SeenEntry(
                entry.Transaction.Id, entry.Transaction.Body.Sender, entry.Transaction.Body.Sequence))]);
    }

    private List<SeenBlock> Longest() => _ledgers.Values.Select(ChainOf).MaxBy(chain => chain.Count) ?? [];

    /// <summary>From its latest block back: a journal may also hold blocks of branches that were left.</summary>
    private static List<SeenBlock> ChainOf(Dictionary<BlockDigest, SeenBlock> blocks)
    {
        var chain = new List<SeenBlock>();
        for (var block = blocks.Values.MaxBy(b => b.Round); block is not null;)
        {
            chain.Add(block);
            block = blocks.GetValueOrDefault(block.Parent);
        }

        return chain;
    }

    private sealed record SeenBlock(
        Round Round, BlockDigest Parent, Timestamp Time, ImmutableArray<SeenEntry> Payset);

    private sealed record SeenEntry(TransactionId Id, PublicKey Author, ulong Sequence);
}

/// <summary>What became of reviews that were accepted.</summary>
/// <param name="Committed">In the chain.</param>
/// <param name="Overtaken">
/// Not in it, but a later one of the author, or another one that it wrote when its process had forgotten the first.
/// </param>
/// <param name="Pending">A next block may hold it.</param>
/// <param name="Expired">No block may hold it any more.</param>
internal sealed record Fates(int Committed, int Overtaken, int Pending, int Expired);
