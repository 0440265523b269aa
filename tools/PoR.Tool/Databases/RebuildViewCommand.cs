using System.CommandLine;
using Microsoft.Extensions.Logging.Abstractions;
using PoR.Configuration.Files;
using PoR.Node.Folders;
using PoR.Node.Running;

namespace PoR.Tool.Databases;

/// <summary><c>por database rebuild-view</c>.</summary>
internal static class RebuildViewCommand
{
    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var which = new DatabaseOptions();
        var genesis = new Option<string?>("--genesis")
        {
            Description = "The genesis document of the network.", HelpName = "FILE",
        };
        var command = new Command("rebuild-view", "Makes the table of reputation again from the ledgers.")
        {
            genesis,
        };
        which.AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            if (which.Named(parsed, terminal, stop) is not { } database)
                return ExitCode.WrongUse;
            if (parsed.GetValue(genesis) is not { Length: > 0 } file)
                return terminal.Refuse("say which network: --genesis FILE, for example por-data/genesis.bin.");
            var document = GenesisFile.Read(file, new InputFiles(stop, terminal.SayWaiting), out var fault);
            if (document is null)
                return terminal.Refuse(fault!.Sentence);
            var reason = await ViewRebuild.RunAsync(
                database, document, NullLoggerFactory.Instance,
                (peer, round) => terminal.Output.WriteLine($"Peer {peer}: reputations as of block {round.Number}."),
                stop);
            if (reason is null)
                return ExitCode.Success;
            terminal.Say(reason.TrimEnd('.') + ".");
            return ExitCode.Violated;
        });
        return command;
    }
}
