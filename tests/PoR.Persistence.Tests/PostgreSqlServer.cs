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
    private readonly List<string> _started = [];
    private int _databases;

    public async ValueTask InitializeAsync()
    {
        if (OperatingSystem.IsLinux())
            File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101);
        _connectionString = await StartAsync("server");
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        foreach (var name in _started)
            await StopAsync(name);
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A server by itself, whose data the test may change between stop and start.</summary>
    /// <returns>Its connection string; null where PostgreSQL is missing.</returns>
    public async Task<string?> StartAsync(string name)
    {
        using var start = ChildProcess.Start(s_script, ["start", this[name]]);
        var (code, output, error) = await start.EndAsync();
        if (code is not (0 or IsMissing))
            throw new InvalidOperationException($"tools/postgres ended with {code}: {error}");
        if (code == IsMissing)
            return null;
        lock (_started)
            _started.Add(name);
        return output.Trim();
    }

    /// <summary>Its data stay.</summary>
    public async Task StopAsync(string name) =>
        Assert.Equal(0, await ChildProcess.RunAsync(s_script, "stop", this[name]));

    /// <summary>The folder of a server.</summary>
    public string this[string name] => Path.Combine(_folder, name);

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
