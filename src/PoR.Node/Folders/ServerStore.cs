using PoR.Configuration.Files;
using PoR.Configuration.Profiles;
using PoR.Persistence.Databases;

namespace PoR.Node.Folders;

/// <summary>A server's database, which several peers share.</summary>
/// <param name="Database">Where.</param>
/// <param name="IsMigrated">Whether an older schema is brought forward at the start, or refused.</param>
public sealed record ServerStore(Database.PostgreSql Database, bool IsMigrated)
{
    private const int ConnectionStringMax = 4_096;

    /// <summary>The server that settings name.</summary>
    /// <param name="settings">With <c>persistence.provider = postgresql</c>.</param>
    /// <param name="files">Read the connection string.</param>
    /// <param name="fault">Why there is none, in one sentence and without the connection string.</param>
    /// <exception cref="OperationCanceledException">A stop came while a file was read.</exception>
    public static ServerStore? Of(PersistenceSettings settings, InputFiles files, out string? fault)
    {
        fault = (settings.ConnectionString, settings.ConnectionStringFile) switch
        {
            (null, null) => "persistence.provider = postgresql: persistence.connection-string-file must name the "
                + "server.",
            ({ }, { }) => "persistence.connection-string and persistence.connection-string-file are both given: one is "
                + "right.",
            _ => null,
        };
        if (fault is not null)
            return null;
        var database = settings.ConnectionStringFile is { } file
            ? ReadDatabase(file, files, out fault)
            : new Database.PostgreSql(settings.ConnectionString!);
        return database is null ? null : new ServerStore(database, settings.Migrates);
    }

    /// <summary>The server whose connection string stands in a file.</summary>
    /// <param name="file">Its path; it has one line, with a password, so its owner alone may have access.</param>
    /// <param name="files">Read it.</param>
    /// <param name="fault">Why there is none, in one sentence.</param>
    /// <exception cref="OperationCanceledException">A stop came while it was read.</exception>
    public static Database.PostgreSql? ReadDatabase(string file, InputFiles files, out string? fault)
    {
        try
        {
            var text = files.ReadText(file, ConnectionStringMax).Trim();
            var isOneLine = text.Length > 0 && !text.Contains('\n', StringComparison.Ordinal);
            fault = isOneLine
                ? SecretFile.ModeFault(file)?.Sentence
                : $"'{file}' holds no connection string: one line is right.";
            return fault is null ? new Database.PostgreSql(text) : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            fault = $"'{file}' cannot be read: {failure.Message}";
            return null;
        }
    }
}
