using PoR.Persistence.Databases;

namespace PoR.Bench.Storage;

/// <summary>The commands `persistence` and `recovery`, each on one of the two kinds of database.</summary>
internal static class StoreCommand
{
    private const string Once = "--once";

    /// <param name="command">Which.</param>
    /// <param name="kind">Which kind.</param>
    /// <param name="file">Of SQLite; or it holds the connection string of a server.</param>
    /// <param name="more">Of <c>recovery</c>.</param>
    public static async Task<int> RunAsync(string command, string kind, string file, string[] more)
    {
        Database database = kind == "--sqlite"
            ? new Database.Sqlite(file)
            : new Database.PostgreSql((await File.ReadAllTextAsync(file)).Trim());
        if (command == "persistence")
            return await StoreCosts.RunAsync(database, Console.Out);
        var genesis = file + ".genesis";
        return more is [Once]
            ? await RecoveryCosts.RecoverAsync(database, genesis)
            : await RecoveryCosts.RunAsync(database, genesis, more is ["--baseline"], [command, kind, file, Once]);
    }
}
