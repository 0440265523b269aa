using System.CommandLine;
using PoR.Configuration.Files;
using PoR.Node.Folders;
using PoR.Persistence.Keys;

namespace PoR.Tool.Keys;

/// <summary>The file of a master key, named on the command line or, for the store's own, in the environment.</summary>
internal sealed class MasterKeyOption
{
    private const string Variable = "POR_KEYS__MASTER_KEY_FILE";

    private readonly Option<string?> _option;
    private readonly bool _isOfStore;

    private MasterKeyOption(string name, string description, bool isOfStore)
    {
        _option = new Option<string?>(name) { Description = description, HelpName = "FILE" };
        _isOfStore = isOfStore;
    }

    /// <summary>The key that a store is sealed under.</summary>
    public static MasterKeyOption OfStore() => new(
        "--master-key-file", $"The master key of the store; else the file that {Variable} names.", isOfStore: true);

    /// <summary>Another key.</summary>
    public static MasterKeyOption Other(string name, string description) => new(name, description, isOfStore: false);

    /// <summary>Gives a command this option.</summary>
    public void AddTo(Command command) => command.Add(_option);

    /// <summary>The file; null: none is named.</summary>
    public string? FileIn(ParseResult parsed) => parsed.GetValue(_option) is { Length: > 0 } named
        ? named
        : _isOfStore && Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } variable ? variable : null;

    /// <summary>Null when none is named, or it cannot be read; then it is told why.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="files">Reads the file.</param>
    /// <param name="terminal">Is told.</param>
    /// <param name="otherwise">The file where none is named; null: one must be.</param>
    public MasterKey? Read(ParseResult parsed, InputFiles files, Terminal terminal, string? otherwise = null)
    {
        if ((FileIn(parsed) ?? otherwise) is not { } file)
        {
            terminal.Say($"{_option.Name}: no file is named; por keys new --master FILE makes one.");
            return null;
        }

        var key = SecretFile.ReadMasterKey(file, files, out var fault);
        if (key is null)
            terminal.Say($"{_option.Name}: {fault!.Sentence}");
        return key;
    }
}
