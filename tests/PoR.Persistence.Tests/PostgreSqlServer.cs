using Limits;
using Npgsql;
using Places;

[assembly: AssemblyFixture(typeof(PoR.Persistence.Tests.PostgreSqlServer))]

namespace PoR.Persistence.Tests;

/// <summary>A server of its own for all tests, by the project's script; a database for each test.</summary>
public sealed class PostgreSqlServer : IAsyncLifetime
{
    private const int IsMissing = 69;
    private static readonly string s_script = Path.Combine(Repository.Root, "tools", "postgres");
    private readonly string _folder = Directory.CreateTempSubdirectory("por-postgresql-").FullName;
    private string? _connectionString;
    private int _databases;

    public async ValueTask InitializeAsync()
    {
        if (OperatingSystem.IsLinux())
            File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101);
        using var start = ChildProcess.Start(s_script, ["start", Path.Combine(_folder, "server")]);
        var (code, output, error) = await start.EndAsync();
        if (code is not (0 or IsMissing))
            throw new InvalidOperationException($"tools/postgres ended with {code}: {error}");
        _connectionString = code == 0 ? output.Trim() : null;
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (_connectionString is not null)
            await ChildProcess.RunAsync(s_script, "stop", Path.Combine(_folder, "server"));
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>The connection string of a new, empty database; the test is skipped where there is no server.</summary>
    public string NewDatabase()
    {
        Assert.SkipWhen(_connectionString is null, "PostgreSQL is missing: install Debian's package postgresql.");
        var name = $"test{Interlocked.Increment(ref _databases)}";
        using var connection = new NpgsqlConnection(_connectionString);
        connection.Open();
        using var create = new NpgsqlCommand($"create database {name}", connection);
        create.ExecuteNonQuery();
        return new NpgsqlConnectionStringBuilder(_connectionString) { Database = name }.ToString();
    }
}
