using System.CommandLine;
using System.Globalization;
using PoR.Configuration.Files;
using PoR.Core.Bytes;
using PoR.Core.Identities;
using PoR.Cryptography;
using PoR.Node.Folders;
using PoR.Persistence.Databases;
using PoR.Persistence.Keys;
using PoR.Tool.Databases;

namespace PoR.Tool.Keys;

/// <summary><c>por keys</c>.</summary>
internal static class KeysCommand
{
    /// <summary>For the help.</summary>
    public const string Examples =
        """
        Examples:
          por keys new --identity identity.key
          por keys new --master master.key
          por keys new --participants 5000 --postgresql pg --master-key-file master.key > accounts.txt
          por keys show identity.key
          por keys list --data por-data
          por keys export KEY --to moved.key --transfer-key-file T --postgresql pg --master-key-file M
          por keys import moved.key --transfer-key-file T --postgresql other --master-key-file N
          por keys rotate-master --postgresql pg --master-key-file M --new-master-key-file N

        A secret is a file of 64 hexadecimal digits that its owner alone may read (mode 0600): a
        peer's identity, a master key, or the key that a move is sealed under. Participants' keys
        are kept in the database, or in the folder of por run, sealed under the master key.

        new --participants prints what genesis must know of each: public key, VRF key and root of
        its one-time keys (por genesis new takes them). list --accounts prints the same of what is
        there.

        export moves one participant away: what leaves can sign nothing that was signed here, and
        the database accepts no further ballot of it. If it is broken off, run it again. import
        takes the keys in and deletes the file. Never import one file into two databases.

        Exit codes: 0 done; 1 the keys are damaged, missing, or under another master key: the
        reason is told; 2 wrong use, or input that cannot be used; 70 a mistake in por itself, or
        a broken installation; 130 stopped by Ctrl-C.
        """;

    private const int ParticipantsMax = 1_000_000;

    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var command = new Command("keys", "Makes, lists, moves and seals the keys of peers and participants.");
        foreach (var part in new[]
                 {
                     New(terminal), Show(terminal), List(terminal), KeyMoves.Export(terminal),
                         KeyMoves.Import(terminal),
                     KeyRotation.Create(terminal),
                 })
            command.Add(part);
        return command;
    }

    /// <summary>What a store of keys throws, told in one sentence.</summary>
    public static Task<int> Told(Terminal terminal, Func<int> work)
    {
        try
        {
            return Task.FromResult(work());
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            terminal.Say(fault.Message);
            return Task.FromResult(ExitCode.Violated);
        }
    }

    /// <summary>A database that keys may be in; null where it has another schema, which is told.</summary>
    public static Database? Database(
        DatabaseOptions options, ParseResult parsed, Terminal terminal, CancellationToken stop)
    {
        if (options.Named(parsed, terminal, stop) is not { } database)
            return null;
        if (DatabaseSchema.Check(database) is not { } fault)
            return database;
        terminal.Say(fault.Sentence);
        return null;
    }

    /// <summary>One sentence, and the exit code of keys that cannot be used.</summary>
    public static int Fail(Terminal terminal, string sentence)
    {
        terminal.Say(sentence);
        return ExitCode.Violated;
    }

    private static Command New(Terminal terminal)
    {
        var identity =
            new Option<string?>("--identity") { Description = "Makes a peer's identity.", HelpName = "FILE" };
        var secret = new Option<string?>("--master")
        {
            Description = "Makes a master key, or one to move keys with.", HelpName = "FILE",
        };
        var participants = new Option<string?>("--participants")
        {
            Description = "Makes keys of so many participants in the database.", HelpName = "N",
        };
        var (options, master) = (new DatabaseOptions(), MasterKeyOption.OfStore());
        var command = new Command("new", "Makes a secret file, or participants in a database.")
        {
            identity, secret, participants,
        };
        options.AddTo(command);
        master.AddTo(command);
        command.SetAction((parsed, stop) => Told(terminal, () =>
        {
            var files = new InputFiles(stop, terminal.SayWaiting);
            return (parsed.GetValue(identity), parsed.GetValue(secret), parsed.GetValue(participants)) switch
            {
                ({ Length: > 0 } file, null, null) =>
                    NewSecret(file, terminal, () => ShowIdentity(file, files, terminal)),
                (null, { Length: > 0 } file, null) =>
                    NewSecret(file, terminal, () => ShowMaster(file, files, terminal)),
                (null, null, { } count) => NewParticipants(count, parsed, options, master, files, terminal, stop),
                _ => terminal.Refuse("say what to make: --identity FILE, --master FILE or --participants N."),
            };
        }));
        return command;
    }

    private static int NewSecret(string file, Terminal terminal, Func<int> show) =>
        SecretFile.Create(file) is { } fault ? terminal.Refuse(fault.Sentence) : show();

    private static int ShowIdentity(string file, InputFiles files, Terminal terminal)
    {
        using var key = SecretFile.ReadIdentity(file, files, new SodiumCryptography(), out var fault);
        if (key is null)
            return terminal.Refuse(fault!.Sentence);
        terminal.Output.WriteLine(key.PublicKey);
        return ExitCode.Success;
    }

    private static int ShowMaster(string file, InputFiles files, Terminal terminal)
    {
        using var key = SecretFile.ReadMasterKey(file, files, out var fault);
        if (key is null)
            return terminal.Refuse(fault!.Sentence);
        terminal.Output.WriteLine(key.Id);
        return ExitCode.Success;
    }

    private static int NewParticipants(
        string count,
        ParseResult parsed,
        DatabaseOptions options,
        MasterKeyOption masterOption,
        InputFiles files,
        Terminal terminal,
        CancellationToken stop)
    {
        if (!int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number is < 1 or > ParticipantsMax)
            return terminal.Refuse($"--participants: '{count}' is no number from 1 to {ParticipantsMax}.");
        using var master = masterOption.Read(parsed, files, terminal);
        if (master is null || Database(options, parsed, terminal, stop) is not { } database)
            return ExitCode.WrongUse;
        var ring = new KeyRing(new DatabaseKeyStore(database), master, new SodiumCryptography());
        foreach (var account in ring.MakeParticipants(number))
            terminal.Output.WriteLine(account);
        return ExitCode.Success;
    }

    private static Command Show(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "A peer's identity, as por keys new makes it." };
        var command = new Command("show", "Prints the public identity of a peer.") { file };
        command.SetAction((parsed, stop) => Told(
            terminal, () => ShowIdentity(parsed.GetValue(file)!, new InputFiles(stop, terminal.SayWaiting), terminal)));
        return command;
    }

    private static Command List(Terminal terminal)
    {
        var accounts = new Option<bool>("--accounts")
        {
            Description = "Prints what genesis must know of each participant instead; needs the master key.",
        };
        var (store, master) = (new StoreOptions(), MasterKeyOption.OfStore());
        var command =
            new Command("list", "Prints public key, kind, version and master key of each record.") { accounts };
        store.AddTo(command);
        master.AddTo(command);
        command.SetAction((parsed, stop) => Told(terminal, () =>
        {
            var files = new InputFiles(stop, terminal.SayWaiting);
            if (store.Open(parsed, files, terminal, stop) is not { } opened)
                return ExitCode.WrongUse;
            return parsed.GetValue(accounts)
                ? ListAccounts(opened, master.Read(parsed, files, terminal, store.MasterKeyIn(parsed)), terminal)
                : ListRecords(opened, terminal);
        }));
        return command;
    }

    private static int ListRecords(IKeyStore store, Terminal terminal)
    {
        foreach (var (key, kind, version, id) in store.List())
            terminal.Output.WriteLine($"{key} {WordOf(kind)} {version} {id}");
        return ExitCode.Success;
    }

    private static int ListAccounts(IKeyStore store, MasterKey? master, Terminal terminal)
    {
        if (master is null)
            return ExitCode.WrongUse;
        using (master)
        {
            var all = new KeyRing(store, master, new SodiumCryptography()).LoadAll(out var fault);
            if (fault is not null)
                return Fail(terminal, fault.Sentence);
            foreach (var keys in all)
                terminal.Output.WriteLine(PublicAccount.Of(keys));
            return ExitCode.Success;
        }
    }

    private static string WordOf(KeyKind kind) => kind switch
    {
        KeyKind.Identity => "identity",
        KeyKind.Account => "account",
        KeyKind.OneTime => "one-time",
        _ => "moved",
    };

    /// <summary>A public key from an argument; null where it is none, which is told.</summary>
    public static PublicKey? KeyIn(string text, Terminal terminal)
    {
        if (text.Length == 2 * Bytes32.Length && text.All(char.IsAsciiHexDigit))
            return new PublicKey(Bytes32.Parse(text));
        terminal.Say($"'{text}' is no public key: 64 hexadecimal digits are right.");
        return null;
    }
}
