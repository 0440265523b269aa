using System.CommandLine;
using PoR.Configuration.Files;
using PoR.Core.Identities;
using PoR.Cryptography;
using PoR.Node.Folders;
using PoR.Persistence.Keys;
using PoR.Tool.Databases;

namespace PoR.Tool.Keys;

/// <summary><c>por keys export</c> and <c>por keys import</c>.</summary>
internal static class KeyMoves
{
    private const int FileBytesMax = 1 << 20;

    /// <summary>Moves a participant out of a database.</summary>
    public static Command Export(Terminal terminal)
    {
        var key = new Argument<string>("KEY") { Description = "The participant's public key." };
        var to = new Option<string?>("--to") { Description = "The file to make.", HelpName = "FILE" };
        return Of("export", "Moves a participant's keys out of a database, into a sealed file.", terminal, [key], [to],
            (parsed, keys, transfer, _) =>
            {
                if (KeysCommand.KeyIn(parsed.GetValue(key)!, terminal) is not { } account)
                    return ExitCode.WrongUse;
                if (parsed.GetValue(to) is not { Length: > 0 } file)
                    return terminal.Refuse("--to: no file is named.");
                return Path.Exists(file)
                    ? terminal.Refuse($"--to: '{file}' is there already, and keys are never overwritten.")
                    : Export(account, file, keys, transfer, terminal);
            });
    }

    /// <summary>Moves a participant into a database.</summary>
    public static Command Import(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "As por keys export makes it; deleted afterwards." };
        return Of("import", "Moves a participant's keys into a database, out of a sealed file.", terminal, [file], [],
            (parsed, keys, transfer, files) => Import(parsed.GetValue(file)!, keys, transfer, files, terminal));
    }

    private static Command Of(
        string name,
        string description,
        Terminal terminal,
        Argument[] arguments,
        Option[] more,
        Func<ParseResult, KeyMove, MasterKey, InputFiles, int> run)
    {
        var transferOption = MasterKeyOption.Other(
            "--transfer-key-file", "The key that the file is sealed under; it goes another way than the file.");
        var (options, masterOption) = (new DatabaseOptions(), MasterKeyOption.OfStore());
        var command = new Command(name, description);
        foreach (var argument in arguments)
            command.Add(argument);
        foreach (var option in more)
            command.Add(option);
        transferOption.AddTo(command);
        options.AddTo(command);
        masterOption.AddTo(command);
        command.SetAction((parsed, stop) => KeysCommand.Told(terminal, () =>
        {
            var files = new InputFiles(stop, terminal.SayWaiting);
            using var transfer = transferOption.Read(parsed, files, terminal);
            using var master = transfer is null ? null : masterOption.Read(parsed, files, terminal);
            if (master is null || KeysCommand.Database(options, parsed, terminal, stop) is not { } database)
                return ExitCode.WrongUse;
            var ring = new KeyRing(new DatabaseKeyStore(database), master, new SodiumCryptography());
            return run(parsed, new KeyMove(database, ring, master), transfer!, files);
        }));
        return command;
    }

    private static int Export(PublicKey key, string file, KeyMove keys, MasterKey transfer, Terminal terminal)
    {
        if (keys.Begin(key, transfer, out var fault) is not { } packed)
            return KeysCommand.Fail(terminal, fault!.Sentence);
        KeyFileStore.Create(file).Add([packed]);
        keys.End(key);
        terminal.Output.WriteLine($"{key} has left the database and is in '{file}'.");
        return ExitCode.Success;
    }

    private static int Import(string file, KeyMove keys, MasterKey transfer, InputFiles files, Terminal terminal)
    {
        var store = KeyFileStore.Read(file, files.ReadWhole(file, FileBytesMax), out var damage);
        if (store is null)
            return KeysCommand.Fail(terminal, new FolderFault.Damaged(file, damage!).Sentence);
        if (store.All() is not [{ Name.Kind: KeyKind.Moved } packed])
            return terminal.Refuse($"'{file}' holds no keys that por keys export has moved.");
        if (keys.TakeIn(packed, transfer) is { } fault)
            return KeysCommand.Fail(terminal, fault.Sentence);
        File.Delete(file);
        terminal.Output.WriteLine($"{packed.Name.PublicKey} is in the database; '{file}' is deleted.");
        terminal.Say("if the database that the keys come from was ever restored from a backup, run por signing "
            + "acknowledge on this one before anything signs.");
        return ExitCode.Success;
    }
}
