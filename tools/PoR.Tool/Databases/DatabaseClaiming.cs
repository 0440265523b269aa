using System.CommandLine;
using System.Text;
using PoR.Configuration.Files;
using PoR.Node.Folders;
using PoR.Persistence.Databases;

namespace PoR.Tool.Databases;

/// <summary><c>por database claim</c>.</summary>
internal static class DatabaseClaiming
{
    private const int NameBytesMax = 128;

    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var options = new DatabaseOptions();
        var genesis = new Option<string?>("--genesis")
        {
            Description = "The genesis document of the network.", HelpName = "FILE",
        };
        var name = new Option<string?>("--operator")
        {
            Description = "Who has the participants' keys: peer.operator of the peers' configurations.",
            HelpName = "NAME",
        };
        var command = new Command("claim", "Makes a new database that of an operator and a network, once.")
        {
            genesis, name,
        };
        options.AddTo(command);
        command.SetAction((parsed, stop) => Task.FromResult(Claim(
            parsed.GetValue(genesis), parsed.GetValue(name), () => options.Named(parsed, terminal, stop), terminal,
            new InputFiles(stop, terminal.SayWaiting))));
        return command;
    }

    private static int Claim(
        string? file, string? name, Func<Database?> named, Terminal terminal, InputFiles files)
    {
        if (string.IsNullOrEmpty(file))
            return terminal.Refuse("--genesis: no file is named; por genesis new makes one.");
        if (string.IsNullOrEmpty(name) || Encoding.UTF8.GetByteCount(name) > NameBytesMax)
            return terminal.Refuse($"--operator: a name of 1 to {NameBytesMax} bytes is right.");
        if (GenesisFile.Read(file, files, out var unread) is not { } genesis)
            return terminal.Refuse(unread!.Sentence);
        if (named() is not { } database)
            return ExitCode.WrongUse;
        var fault = DatabaseSchema.Check(database)
            ?? DatabaseClaim.Make(database, new DatabaseOwner(genesis.Network, name), isNew: true);
        if (fault is not null)
        {
            terminal.Say(fault.Sentence);
            return ExitCode.Violated;
        }

        terminal.Output.WriteLine($"The database is that of {name} in the network {genesis.Network}.");
        return ExitCode.Success;
    }
}
