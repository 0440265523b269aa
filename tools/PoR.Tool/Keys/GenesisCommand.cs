using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text;
using PoR.Configuration.Files;
using PoR.Configuration.Hocon;
using PoR.Configuration.Profiles;
using PoR.Configuration.Schema;
using PoR.Core.Canonical;
using PoR.Core.Identities;
using PoR.Cryptography;
using PoR.Node.Folders;
using PoR.Persistence;
using PoR.Persistence.Keys;

namespace PoR.Tool.Keys;

/// <summary><c>por genesis</c>.</summary>
internal static class GenesisCommand
{
    /// <summary>For the help.</summary>
    public const string Examples =
        """
        Examples:
          por genesis new --profile safety --accounts accounts.txt --out genesis.bin
          por genesis new --profile net.conf --accounts ours.txt --accounts theirs.txt --out genesis.bin

        Each operator sends the others what por keys new --participants has printed: a line for
        each participant, which holds no secret. One of them makes the genesis of all, and all
        peers are given the same file. Peers are no part of it: they are listed in peer.peers.

        It prints the id of the network, which is the digest of the file's content.
        """;

    private const int AccountsBytesMax = 1 << 28;
    private const int NameBytesMax = 128;

    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var profile = new Option<string>("--profile")
        {
            Description = "A built-in profile or a file: the protocol's parameters.", HelpName = "NAME",
            DefaultValueFactory = _ => "safety",
        };
        var accounts = new Option<string[]>("--accounts")
        {
            Description = "A file of participants, as por keys new prints it; may be given several times.",
            HelpName = "FILE", Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false,
        };
        var to = new Option<string?>("--out") { Description = "The file to make.", HelpName = "FILE" };
        var name = new Option<string>("--name")
        {
            Description = "The network's name, for people.", HelpName = "NAME", DefaultValueFactory = _ => "por",
        };
        var make = new Command("new", "Makes the genesis document of a network.") { profile, accounts, to, name };
        make.SetAction((parsed, stop) => Task.FromResult(New(
            parsed.GetValue(profile)!, parsed.GetValue(accounts) ?? [], parsed.GetValue(to), parsed.GetValue(name)!,
            terminal, new InputFiles(stop, terminal.SayWaiting))));
        return new Command("genesis", "Makes the document that all peers of a network begin with.") { make };
    }

    private static int New(
        string profile, string[] lists, string? to, string name, Terminal terminal, InputFiles files)
    {
        if (lists.Length == 0)
            return terminal.Refuse("--accounts: no file is named; por keys new --participants prints one.");
        if (string.IsNullOrEmpty(to))
            return terminal.Refuse("--out: no file is named.");
        if (Path.Exists(to))
            return terminal.Refuse($"--out: '{to}' is there already, and a genesis is never overwritten.");
        if (Encoding.UTF8.GetByteCount(name) is < 1 or > NameBytesMax)
            return terminal.Refuse($"--name: 1 to {NameBytesMax} bytes are right.");
        try
        {
            var accounts = ImmutableArray.CreateBuilder<PublicAccount>();
            foreach (var list in lists)
            {
                if (AccountsOf(list, files, accounts) is { } fault)
                    return terminal.Refuse(fault);
            }

            var known = new HashSet<PublicKey>();
            if (accounts.FirstOrDefault(account => !known.Add(account.Key)) is { } twice)
                return terminal.Refuse($"--accounts: {twice.Key} is listed twice.");
            return New(profile, accounts.ToImmutable(), to, name, terminal, files);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return terminal.Refuse(fault.Message);
        }
    }

    private static int New(
        string profile,
        ImmutableArray<PublicAccount> accounts,
        string to,
        string name,
        Terminal terminal,
        InputFiles files)
    {
        var count = accounts.Length.ToString(CultureInfo.InvariantCulture);
        var loaded = ProfileLoader.Load(
            profile, new FileHoconSource(new BuiltInHoconSource(), files), Environment.GetEnvironmentVariable,
            new SettingOverride("population.participants", count, "--accounts"));
        if (!loaded.IsValid)
            return terminal.Refuse(ProfileFaults.SentenceOf(loaded.Faults));
        var genesis = NetworkGenesis.Of(
            name, loaded.Settings, accounts, new SodiumCryptography(), DateTimeOffset.UtcNow);
        DurableFile.Create(to, CanonicalBytes.Of(genesis), mode: null);
        terminal.Output.WriteLine(genesis.Network);
        return ExitCode.Success;
    }

    /// <returns>What is wrong; null: nothing.</returns>
    private static string? AccountsOf(
        string list, InputFiles files, ImmutableArray<PublicAccount>.Builder accounts)
    {
        var number = 0;
        foreach (var line in files.ReadText(list, AccountsBytesMax).Split('\n'))
        {
            number++;
            if (line.Length == 0)
                continue;
            if (PublicAccount.Parse(line.TrimEnd('\r')) is not { } account)
                return $"{list}:{number}: this is no participant: three times 64 hexadecimal digits are right.";
            accounts.Add(account);
        }

        return accounts.Count > 0 ? null : $"'{list}' lists nobody.";
    }
}
