using System.CommandLine;
using PoR.Configuration.Files;
using PoR.Node.Folders;
using PoR.Persistence.Databases;

namespace PoR.Tool.Databases;

/// <summary>Which database a command is about.</summary>
internal sealed class DatabaseOptions
{
    private readonly Option<string?> _sqlite = new("--sqlite")
    {
        Description = "The file of a SQLite database.", HelpName = "FILE",
    };

    private readonly Option<string?> _postgresql = new("--postgresql")
    {
        Description = "A file that holds the connection string of a PostgreSQL server.", HelpName = "FILE",
    };

    /// <summary>Gives a command these options.</summary>
    public void AddTo(Command command)
    {
        command.Add(_sqlite);
        command.Add(_postgresql);
    }

    /// <summary>Whether any database is named.</summary>
    public bool IsNamed(ParseResult parsed) =>
        !string.IsNullOrEmpty(parsed.GetValue(_sqlite)) || !string.IsNullOrEmpty(parsed.GetValue(_postgresql));

    /// <summary>Null when none is named, or its file cannot be read; then it is told why.</summary>
    public Database? Named(ParseResult parsed, Terminal terminal, CancellationToken stop)
    {
        var (sqlite, postgresql) = (parsed.GetValue(_sqlite), parsed.GetValue(_postgresql));
        if (string.IsNullOrEmpty(sqlite) == string.IsNullOrEmpty(postgresql))
        {
            terminal.Say("say which database: --sqlite FILE, or --postgresql FILE with a connection string in it.");
            return null;
        }

        if (!string.IsNullOrEmpty(sqlite))
            return new Database.Sqlite(sqlite);
        var server = ServerStore.ReadDatabase(
            postgresql!, new InputFiles(stop, terminal.SayWaiting), out var unreadable);
        if (server is null)
            terminal.Say(unreadable!);
        return server;
    }
}
