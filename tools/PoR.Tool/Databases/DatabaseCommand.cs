using System.CommandLine;
using System.Diagnostics;
using PoR.Persistence.Databases;

namespace PoR.Tool.Databases;

/// <summary><c>por database</c>.</summary>
internal static class DatabaseCommand
{
    /// <summary>For the help.</summary>
    public const string Examples =
        """
        Examples:
          por database migrate --sqlite data/peer.db
          por database migrate --postgresql /run/secrets/pg
          por database claim --genesis genesis.bin --operator acme --postgresql /run/secrets/pg
          por database check --postgresql /run/secrets/pg
          por database rebuild-view --sqlite por-data/peer-1a2b3c4d.db --genesis por-data/genesis.bin

        migrate makes the tables, or brings those of an older program to this one's schema: each
        step whole, or not at all. check looks whether participants may sign with the database
        behind them: this program's schema, the journal's unique key over (persistence_id,
        sequence_number), which keeps anybody from signing twice, and commits that outlast a crash.
        rebuild-view makes the table reputation_view again from the ledgers in the database. On
        PostgreSQL it is refused while a peer runs; with SQLite, stop the network first.

        por node signs only with a database that was claimed for its operator and network. claim does
        it once, while nobody of the operator has signed in the network. Never claim a second database
        because the first is lost: its participants would not know what they have signed.

        The file after --postgresql holds one line: the connection string, for example
        Host=localhost;Database=por;Username=por;Password=...

        Exit codes: 0 all is well; 1 the database must not be signed with: the reason is told;
        2 wrong use; 70 a mistake in por itself, or a broken installation; 130 stopped by Ctrl-C.
        """;

    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var command = new Command("database", "Makes, brings forward and checks the database of peers.");
        command.Add(Of("migrate", "Makes the tables, or brings them to this program's schema.", Migrate));
        command.Add(RebuildViewCommand.Create(terminal));
        command.Add(DatabaseClaiming.Create(terminal));
        command.Add(Of("check", "Looks whether participants may sign with the database.", Check));
        return command;

        Command Of(string name, string description, Func<Database, Terminal, int> run)
        {
            var options = new DatabaseOptions();
            var part = new Command(name, description);
            options.AddTo(part);
            part.SetAction((parsed, stop) => Task.FromResult(
                options.Named(parsed, terminal, stop) is { } named ? run(named, terminal) : ExitCode.WrongUse));
            return part;
        }
    }

    private static int Migrate(Database database, Terminal terminal)
    {
        switch (DatabaseSchema.Migrate(database))
        {
            case MigrationOutcome.Done { From: var from, To: var to }:
                terminal.Output.WriteLine(
                    from == to ? $"The database has schema {to} already." : $"The database has schema {to} now.");
                return ExitCode.Success;
            case MigrationOutcome.Refused { Fault: var fault }:
                terminal.Say(fault.Sentence);
                return ExitCode.Violated;
            default:
                throw new UnreachableException();
        }
    }

    private static int Check(Database database, Terminal terminal)
    {
        if (DatabaseSchema.Check(database) is { } fault)
        {
            terminal.Say(fault.Sentence);
            return ExitCode.Violated;
        }

        terminal.Output.WriteLine("Participants may sign: the journal refuses second events, and commits are durable.");
        return ExitCode.Success;
    }
}
