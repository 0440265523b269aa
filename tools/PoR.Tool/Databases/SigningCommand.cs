using System.CommandLine;
using System.Globalization;
using PoR.Core.Rounds;
using PoR.Persistence.Databases;

namespace PoR.Tool.Databases;

/// <summary><c>por signing</c>.</summary>
internal static class SigningCommand
{
    /// <summary>For the help.</summary>
    public const string Examples =
        """
        Examples:
          por signing acknowledge --postgresql /run/secrets/pg
          por signing acknowledge --sqlite data/peer-1a2b3c4d.db --silent-until-round 812

        A database that was promoted, restored or put back from a copy may lack what participants
        have signed since; they would sign it again, and otherwise. acknowledge says that you know.
        Participants keep silent up to the round after --silent-until-round: name one that is not
        lower than any in which they may have signed. Without it they keep silent until a block is
        certified that was begun after their peer's start: other operators' participants must be
        able to certify it alone.

        A server whose history has changed is seen, and its participants are silent until this
        command. An old copy of a SQLite file, or a dump, cannot be seen: run this command on it
        before anything starts with it.

        Exit codes: 0 acknowledged; 1 the database cannot be used: the reason is told; 2 wrong use;
        70 a mistake in por itself, or a broken installation; 130 stopped by Ctrl-C.
        """;

    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var which = new DatabaseOptions();
        var until = new Option<string?>("--silent-until-round")
        {
            Description = "Participants sign nothing up to this round; 0: nothing is lost.", HelpName = "R",
        };
        var acknowledge = new Command("acknowledge", "Lets participants sign with a restored database.") { until };
        which.AddTo(acknowledge);
        acknowledge.SetAction((parsed, stop) => Task.FromResult(
            Acknowledge(which.Named(parsed, terminal, stop), parsed.GetValue(until), terminal)));
        return new Command("signing", "Tells participants how far their database can be trusted.") { acknowledge };
    }

    private static int Acknowledge(Database? database, string? until, Terminal terminal)
    {
        if (database is null)
            return ExitCode.WrongUse;
        Round? round = null;
        if (until is not null)
        {
            if (!long.TryParse(until, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return terminal.Refuse($"--silent-until-round: '{until}' is no round; 0 or more is right.");
            round = new Round(number);
        }

        if (SigningGuard.Acknowledge(database, round) is { } fault)
        {
            terminal.Say(fault.Sentence);
            return ExitCode.Violated;
        }

        var reason = SigningGuard.Read(database).Reason ?? "participants sign in every round";
        terminal.Output.WriteLine($"Acknowledged: {reason}.");
        return ExitCode.Success;
    }
}
