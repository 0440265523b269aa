using System.CommandLine;
using PoR.Configuration.Files;
using PoR.Node.Folders;
using PoR.Persistence.Keys;
using PoR.Tool.Databases;

namespace PoR.Tool.Keys;

/// <summary>Which store of keys a command is about: the folder of <c>por run</c>, or a database.</summary>
internal sealed class StoreOptions
{
    private readonly DatabaseOptions _database = new();
    private readonly Option<string?> _data = new("--data")
    {
        Description = "The folder of a network of por run.", HelpName = "FOLDER",
    };

    /// <summary>Gives a command these options.</summary>
    public void AddTo(Command command)
    {
        command.Add(_data);
        _database.AddTo(command);
    }

    /// <summary>The folder; null: a database is meant.</summary>
    public string? FolderIn(ParseResult parsed) => parsed.GetValue(_data) is { Length: > 0 } folder ? folder : null;

    /// <summary>Where a folder keeps its master key, unless it is elsewhere; null for a database.</summary>
    public string? MasterKeyIn(ParseResult parsed) =>
        FolderIn(parsed) is { } folder ? FolderKeys.MasterKeyOf(folder) : null;

    /// <summary>Null when none is named, or it cannot be used; then it is told why.</summary>
    public IKeyStore? Open(ParseResult parsed, InputFiles files, Terminal terminal, CancellationToken stop)
    {
        if (FolderIn(parsed) is { } folder)
        {
            if (_database.IsNamed(parsed))
            {
                terminal.Say("say which keys: --data FOLDER, or a database, not both.");
                return null;
            }

            var store = FolderKeys.Read(folder, files, out var fault);
            if (store is null)
                terminal.Say(fault!.Sentence);
            return store;
        }

        if (!_database.IsNamed(parsed))
        {
            terminal.Say("say which keys: --data FOLDER, --sqlite FILE or --postgresql FILE.");
            return null;
        }

        return KeysCommand.Database(_database, parsed, terminal, stop) is { } database
            ? new DatabaseKeyStore(database)
            : null;
    }
}
