using System.CommandLine;
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
    public Database? Named(ParseResult parsed, Terminal terminal, CancellationToken stop) =>
        DatabaseCommand.Named(parsed.GetValue(_sqlite), parsed.GetValue(_postgresql), terminal, stop);
}
