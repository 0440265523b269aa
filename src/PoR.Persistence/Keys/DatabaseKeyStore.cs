using System.Collections.Immutable;
using System.Data;
using System.Data.Common;
using PoR.Core.Bytes;
using PoR.Core.Identities;
using PoR.Persistence.Databases;

namespace PoR.Persistence.Keys;

/// <summary>Records in the table <c>account_key</c>, which all members of an operator reach.</summary>
/// <param name="database">With this program's schema.</param>
public sealed class DatabaseKeyStore(Database database) : IKeyStore
{
    private const string Columns = "public_key, kind, version, master_key";

    /// <inheritdoc/>
    public ImmutableArray<KeyName> List() => Use(connection =>
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"select {Columns} from account_key order by public_key, kind";
        return ReadAll(command, NameIn);
    });

    /// <inheritdoc/>
    public ImmutableArray<KeyRecord> All() => Use(connection =>
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"select {Columns}, sealed from account_key order by public_key, kind";
        return ReadAll(command, RecordIn);
    });

    /// <inheritdoc/>
    public ImmutableArray<KeyRecord> Of(PublicKey key) => Use(connection => Of(connection, key));

    /// <inheritdoc/>
    public bool Add(IReadOnlyList<KeyRecord> records) => Use(connection =>
    {
        using var transaction = connection.BeginTransaction();
        if (!Insert(connection, records))
            return false;
        transaction.Commit();
        return true;
    });

    /// <inheritdoc/>
    public int Advance(IReadOnlyList<KeyRecord> records) => Overwrite(
        records,
        "update account_key set version = @version, sealed = @sealed "
        + "where public_key = @key and kind = @kind and version < @version and master_key = @master");

    /// <inheritdoc/>
    public int Reseal(MasterKeyId from, IReadOnlyList<KeyRecord> records) => Overwrite(
        records,
        "update account_key set master_key = @master, sealed = @sealed "
        + "where public_key = @key and kind = @kind and version = @version and master_key = @old",
        from);

    /// <summary>What a connection does with the database, whose faults are told as of any file.</summary>
    internal T Use<T>(Func<DbConnection, T> work)
    {
        var dialect = Dialect.Of(database);
        if (dialect.BeforeOpening(isMade: false) is { } missing)
            throw new IOException(missing.Sentence);
        try
        {
            using var connection = dialect.Connect();
            connection.Open();
            return work(connection);
        }
        catch (Exception failure) when (failure
            is DbException or InvalidOperationException or ArgumentException or FormatException)
        {
            throw new IOException(new DatabaseFault.Unusable(failure.Message).Sentence, failure);
        }
    }

    /// <summary>The records of a key, within the transaction that the connection is in.</summary>
    internal static ImmutableArray<KeyRecord> Of(DbConnection connection, PublicKey key)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"select {Columns}, sealed from account_key where public_key = @key order by kind";
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = ("@key", key.ToString());
        command.Parameters.Add(parameter);
        return ReadAll(command, RecordIn);
    }

    /// <summary>Adds records within the transaction that the connection is in.</summary>
    /// <returns>False: one is there already.</returns>
    internal static bool Insert(DbConnection connection, IReadOnlyList<KeyRecord> records)
    {
        using var insert = new Statement(
            connection, $"insert into account_key ({Columns}, sealed) values (@key, @kind, @version, @master, @sealed) "
            + "on conflict do nothing");
        return records.All(record => insert.Run(record) == 1);
    }

    private int Overwrite(IReadOnlyList<KeyRecord> records, string text, MasterKeyId old = default) =>
        Use(connection =>
        {
            using var transaction = connection.BeginTransaction();
            using var update = new Statement(connection, text);
            var count = records.Sum(record => update.Run(record, old));
            transaction.Commit();
            return count;
        });

    private static ImmutableArray<T> ReadAll<T>(DbCommand command, Func<DbDataReader, T> read)
    {
        using var rows = command.ExecuteReader();
        var found = ImmutableArray.CreateBuilder<T>();
        while (rows.Read())
            found.Add(read(rows));
        return found.ToImmutable();
    }

    private static KeyRecord RecordIn(DbDataReader row) => new(NameIn(row), row.GetFieldValue<byte[]>(4));

    private static KeyName NameIn(DbDataReader row)
    {
        var kind = (KeyKind)row.GetInt16(1);
        if (!Enum.IsDefined(kind))
            throw new InvalidOperationException($"{(byte)kind} is no kind of key");
        return new KeyName(
            new PublicKey(Bytes32.Parse(row.GetString(0))), kind, row.GetInt64(2),
            new MasterKeyId(Convert.ToUInt64(row.GetString(3), 16)));
    }

    /// <summary>One statement for many records, prepared once.</summary>
    private sealed class Statement : IDisposable
    {
        private readonly DbCommand _command;

        public Statement(DbConnection connection, string text)
        {
            _command = connection.CreateCommand();
            _command.CommandText = text;
            foreach (var (name, type) in new[]
                     {
                         ("@key", DbType.String), ("@kind", DbType.Int16), ("@version", DbType.Int64),
                         ("@master", DbType.String), ("@sealed", DbType.Binary), ("@old", DbType.String),
                     })
            {
                var parameter = _command.CreateParameter();
                (parameter.ParameterName, parameter.DbType) = (name, type);
                if (text.Contains(name, StringComparison.Ordinal))
                    _command.Parameters.Add(parameter);
            }
        }

        public int Run(KeyRecord record, MasterKeyId old = default)
        {
            var isPrepared = _command.Parameters[0].Value is not null;
            foreach (DbParameter parameter in _command.Parameters)
            {
                parameter.Value = parameter.ParameterName switch
                {
                    "@key" => record.Name.PublicKey.ToString(),
                    "@kind" => (short)record.Name.Kind,
                    "@version" => record.Name.Version,
                    "@master" => record.Name.MasterKey.ToString(),
                    "@sealed" => record.Sealed.ToArray(),
                    _ => old.ToString(),
                };
            }

            if (!isPrepared)
                _command.Prepare();
            return _command.ExecuteNonQuery();
        }

        public void Dispose() => _command.Dispose();
    }
}
