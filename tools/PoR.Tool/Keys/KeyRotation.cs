using System.CommandLine;
using PoR.Configuration.Files;
using PoR.Cryptography;
using PoR.Node.Folders;
using PoR.Persistence.Keys;

namespace PoR.Tool.Keys;

/// <summary><c>por keys rotate-master</c>.</summary>
internal static class KeyRotation
{
    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var (store, master) = (new StoreOptions(), MasterKeyOption.OfStore());
        var next = MasterKeyOption.Other("--new-master-key-file", "The master key to seal everything under.");
        var command = new Command("rotate-master", "Seals all keys of a store under another master key.");
        store.AddTo(command);
        master.AddTo(command);
        next.AddTo(command);
        command.SetAction((parsed, stop) => KeysCommand.Told(terminal, () =>
        {
            var files = new InputFiles(stop, terminal.SayWaiting);
            using var old = master.Read(parsed, files, terminal, store.MasterKeyIn(parsed));
            using var other = old is null ? null : next.Read(parsed, files, terminal);
            if (other is null)
                return ExitCode.WrongUse;
            var isKeptElsewhere = master.FileIn(parsed) is not null;
            return store.FolderIn(parsed) is { } folder
                ? RotateFolder(folder, old!, other, isKeptElsewhere ? null : next.FileIn(parsed), files, terminal)
                : store.Open(parsed, files, terminal, stop) is { } opened
                    ? Rotate(opened, old!, other, terminal)
                    : ExitCode.WrongUse;
        }));
        return command;
    }

    private static int Rotate(IKeyStore store, MasterKey old, MasterKey next, Terminal terminal)
    {
        var fault = new KeyRing(store, old, new SodiumCryptography()).Rotate(next, out var resealed);
        if (fault is not null)
            return KeysCommand.Fail(terminal, fault.Sentence);
        terminal.Output.WriteLine(
            $"{Count.Of(resealed, "record")} resealed; all are under the master key {next.Id} now.");
        terminal.Say("restart each member with the new key; until then it stores no one-time keys anew.");
        return ExitCode.Success;
    }

    private static int RotateFolder(
        string folder, MasterKey old, MasterKey next, string? replacement, InputFiles files, Terminal terminal)
    {
        var resealed = 0;
        var fault = FolderKeys.Use(folder, files, store =>
        {
            var wrong = new KeyRing(store, old, new SodiumCryptography()).Rotate(next, out resealed);
            if (wrong is not null)
                return new FolderFault.OfKeys(FolderKeys.FileOf(folder), wrong);
            if (replacement is not null)
                FolderKeys.ReplaceMasterKey(folder, replacement, files);
            return null;
        });
        if (fault is not null)
            return KeysCommand.Fail(terminal, fault.Sentence);
        terminal.Output.WriteLine(
            $"{Count.Of(resealed, "record")} resealed; all are under the master key {next.Id} now.");
        return ExitCode.Success;
    }
}
