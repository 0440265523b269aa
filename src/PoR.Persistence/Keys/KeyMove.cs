using System.Collections.Immutable;
using System.Data.Common;
using PoR.Actors.Participants;
using PoR.Core.Canonical;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Persistence.Databases;

namespace PoR.Persistence.Keys;

/// <summary>
/// Moves a participant's keys from one operator's database to another's, so that both never sign for one step.
/// </summary>
/// <remarks>
/// The first step is one transaction: it writes an event under the next number of the participant's journal, so that an
/// actor that still runs, here or on any member, can store no further ballot; destroys the one-time keys of everything
/// that the journal says was signed; and takes the records out of use. What leaves can therefore sign nothing that was
/// signed here, and what stays can sign nothing at all.
/// </remarks>
/// <param name="database">With this program's schema; holds journal and keys.</param>
/// <param name="keys">The keys in it.</param>
/// <param name="master">Under which they are.</param>
public sealed class KeyMove(Database database, KeyRing keys, MasterKey master)
{
    private const int AttemptsMax = 10;
    private const string UniqueViolation = "23505";

    private readonly DatabaseKeyStore _store = new(database);

    /// <summary>Takes keys out of use, and gives them for the move; called again it gives them again.</summary>
    /// <param name="key">Whose.</param>
    /// <param name="transfer">Seals what is given.</param>
    /// <param name="fault">Why not; null when a record is returned.</param>
    /// <exception cref="IOException">The database does not answer.</exception>
    public KeyRecord? Begin(PublicKey key, MasterKey transfer, out KeyFault? fault)
    {
        ArgumentNullException.ThrowIfNull(transfer);
        KeyFault? found = null;
        var packed = _store.Use(connection => TakeOut(connection, key, out found));
        fault = found;
        if (packed is null)
            return null;
        if (master.Open(packed, out fault) is not { } secret)
            return null;
        var given = transfer.Seal(packed.Name with { MasterKey = transfer.Id }, secret);
        System.Security.Cryptography.CryptographicOperations.ZeroMemory(secret);
        return given;
    }

    /// <summary>Erases what <see cref="Begin"/> gave, once that is kept elsewhere.</summary>
    /// <exception cref="IOException">The database does not answer.</exception>
    public void End(PublicKey key) => _store.Use(connection =>
    {
        Dialect.Run(
            connection, "update account_key set sealed = @sealed where public_key = @key and kind = @kind",
            ("@sealed", Array.Empty<byte>()), ("@key", key.ToString()), ("@kind", (short)KeyKind.Moved));
        return true;
    });

    /// <summary>Takes keys in that have left another store, or this one.</summary>
    /// <param name="packed">What <see cref="Begin"/> gave there.</param>
    /// <param name="transfer">Opens it.</param>
    /// <returns>Why not; null: they may sign here.</returns>
    /// <exception cref="IOException">The database does not answer.</exception>
    public KeyFault? TakeIn(KeyRecord packed, MasterKey transfer)
    {
        ArgumentNullException.ThrowIfNull(packed);
        var records = keys.Unpacked(packed, transfer, out var fault);
        if (fault is not null)
            return fault;
        var key = packed.Name.PublicKey;
        return _store.Use(connection =>
        {
            using var transaction = connection.BeginTransaction();
            var stored = DatabaseKeyStore.Of(connection, key);
            if (stored.Any(record => record.Name.Kind != KeyKind.Moved))
                return new KeyFault.Present(key);
            if (stored.Any(record => record.Name.Version > packed.Name.Version))
                return new KeyFault.Older(key);
            if (stored.Length > 0)
            {
                Note(connection, key, isAway: false);
                Delete(connection, key);
            }

            DatabaseKeyStore.Insert(connection, records);
            transaction.Commit();
            return default(KeyFault);
        });
    }

    private KeyRecord? TakeOut(DbConnection connection, PublicKey key, out KeyFault? fault)
    {
        for (var attempt = 1; ;)
        {
            try
            {
                return TryTakeOut(connection, key, out fault);
            }
            catch (DbException failure) when (failure.SqlState == UniqueViolation && attempt < AttemptsMax)
            {
                // An actor that still runs was quicker with its next event; the one after it is this move's.
                attempt++;
            }
        }
    }

    private KeyRecord? TryTakeOut(DbConnection connection, PublicKey key, out KeyFault? fault)
    {
        using var transaction = connection.BeginTransaction();
        var records = DatabaseKeyStore.Of(connection, key);
        if (records.FirstOrDefault(record => record.Name.Kind == KeyKind.Moved) is { } begun)
        {
            fault = begun.Sealed.IsEmpty ? new KeyFault.Moved(key) : null;
            return fault is null ? begun : null;
        }

        Note(connection, key, isAway: true);
        var (round, step) = LastSigned(connection, key);
        if (keys.Packed(key, records, round, step, out fault) is not { } packed)
            return null;
        Delete(connection, key);
        DatabaseKeyStore.Insert(connection, [packed]);
        transaction.Commit();
        return packed;
    }

    /// <summary>The next event of the participant's journal, as Akka.Persistence.Sql writes it.</summary>
    private static void Note(DbConnection connection, PublicKey key, bool isAway) => Dialect.Run(
        connection,
        """
        insert into journal
          (created, deleted, persistence_id, sequence_number, message, manifest, identifier, writer_uuid)
        select @created, @deleted, @id, coalesce(max(sequence_number), 0) + 1, @message, @manifest, @serializer, @writer
        from journal where persistence_id = @id
        """,
        ("@created", DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()),
        ("@deleted", false),
        ("@id", ParticipantEvent.IdOf(key)),
        ("@message", CanonicalBytes.Of(new ParticipantEvent.KeysMoved(isAway))),
        ("@manifest", EventSerializer.KeysMoved),
        ("@serializer", EventSerializer.Number),
        ("@writer", Guid.NewGuid().ToString("N")));

    /// <summary>The highest slot that events and snapshots know of; it is that of the last ballot.</summary>
    private static (Round Round, Step Step) LastSigned(DbConnection connection, PublicKey key)
    {
        var ballot = Read<ParticipantEvent.BallotSigned>(
            connection,
            "select message from journal where persistence_id = @id and manifest = @manifest "
            + "order by sequence_number desc limit 1",
            key, EventSerializer.BallotSigned)?.Vote.Ballot;
        var state = Read<ParticipantState>(
            connection,
            "select snapshot from snapshot where persistence_id = @id and manifest = @manifest "
            + "order by sequence_number desc limit 1",
            key, SnapshotSerializer.Participant);
        ImmutableArray<(Round, Step)> slots =
        [
            (Round.Genesis, new Step(0)),
            .. ballot is null ? [] : ImmutableArray.Create((ballot.Round, ballot.Step)),
            .. state is null ? [] : ImmutableArray.Create((state.Round, state.Step)),
        ];
        return slots.Max();
    }

    private static T? Read<T>(DbConnection connection, string question, PublicKey key, string manifest)
        where T : class, ICanonical<T>
    {
        using var command = connection.CreateCommand();
        command.CommandText = question;
        foreach (var (name, value) in new[] { ("@id", ParticipantEvent.IdOf(key)), ("@manifest", manifest) })
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        if (command.ExecuteScalar() is not byte[] stored)
            return null;
        return CanonicalBytes.Decode<T>(stored, out var fault)
            ?? throw new InvalidOperationException($"a stored \"{manifest}\" cannot be read: {fault}");
    }

    private static void Delete(DbConnection connection, PublicKey key) =>
        Dialect.Run(connection, "delete from account_key where public_key = @key", ("@key", key.ToString()));
}
