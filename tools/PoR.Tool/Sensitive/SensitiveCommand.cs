using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using PoR.Configuration.Files;
using PoR.Core.Bytes;
using PoR.Core.Transactions;
using PoR.Evaluation;
using PoR.Persistence;
using PoR.Simulation.Export;

namespace PoR.Tool.Sensitive;

/// <summary><c>por sensitive</c>.</summary>
internal static class SensitiveCommand
{
    /// <summary>For the help.</summary>
    public const string Examples =
        """
        Examples:
          por sensitive commit fields.json --out opening.json
          por sensitive show opening.json order --out order.json
          por sensitive open opening.json --chain runs/a
          por sensitive open order.json --commitment 5f1c...90ab

        What an author keeps private, such as an order's number, does not go on the chain: a review
        carries a commitment to it. fields.json is one JSON object of names and texts. commit prints
        the commitment, which a row of a review file has in its column sensitive, and writes fields
        and salt to a file for the author alone. Whoever is given that file can open all fields;
        show makes one of a single field, which tells nothing of the others.

        open says what the fields are, and with --chain which reviews of a verified chain carry the
        commitment.

        Exit codes: 0 it opens; 1 it does not, or no review carries it; 2 wrong use, or a file that
        cannot be used; 70 a mistake in por itself, or a broken installation; 130 stopped by Ctrl-C.
        """;

    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var to = new Option<string?>("--out") { Description = "The file to make.", HelpName = "FILE" };
        var fields = new Argument<string>("FIELDS") { Description = "A JSON object of names and texts." };
        var commit = new Command("commit", "Commits to fields, with a new salt.") { fields, to };
        commit.SetAction((parsed, stop) => Task.FromResult(Commit(
            parsed.GetRequiredValue(fields), parsed.GetValue(to), terminal, FilesOf(terminal, stop))));

        var opening = new Argument<string>("OPENING") { Description = "As commit has made it." };
        var name = new Argument<string>("NAME") { Description = "Of the field." };
        var show = new Command("show", "Opens one field, and nothing of the others.") { opening, name, to };
        show.SetAction((parsed, stop) => Task.FromResult(Show(
            parsed.GetRequiredValue(opening), parsed.GetRequiredValue(name), parsed.GetValue(to), terminal,
            FilesOf(terminal, stop))));

        var opened = new Argument<string>("OPENING") { Description = "As commit or show has made it." };
        var commitment = new Option<string?>("--commitment")
        {
            Description = "Of a review: 64 hexadecimal digits.", HelpName = "HEX",
        };
        var chain = new Option<string?>("--chain")
        {
            Description = "The folder of a run or of a chain that has the review.", HelpName = "DIR",
        };
        var open = new Command("open", "Says what was committed to.") { opened, commitment, chain };
        open.SetAction((parsed, stop) => Task.Run(() => Open(
            parsed.GetRequiredValue(opened), parsed.GetValue(commitment), parsed.GetValue(chain), terminal, stop)));
        return new Command("sensitive", "Commits to what an author keeps private, and opens it.")
        {
            commit, show, open,
        };
    }

    private static InputFiles FilesOf(Terminal terminal, CancellationToken stop) => new(stop, terminal.SayWaiting);

    private static int Commit(string file, string? to, Terminal terminal, InputFiles files)
    {
        if (OutFault(to) is { } unusable)
            return terminal.Refuse(unusable);
        try
        {
            if (OpeningFile.FieldsOf(files.ReadText(file, OpeningFile.BytesMax), out var fault) is not { } fields)
                return terminal.Refuse($"'{file}': {fault}");
            var salt = new Bytes32(RandomNumberGenerator.GetBytes(Bytes32.Length));
            DurableFile.Create(to!, OpeningFile.Of(fields, salt), DurableFile.Secret);
            terminal.Output.WriteLine(fields.Commit(salt).ToString());
            return ExitCode.Success;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return terminal.Refuse($"'{file}' to '{to}': {fault.Message}");
        }
    }

    private static int Show(string file, string name, string? to, Terminal terminal, InputFiles files)
    {
        if (OutFault(to) is { } unusable)
            return terminal.Refuse(unusable);
        try
        {
            var read = OpeningFile.Read(files.ReadText(file, OpeningFile.BytesMax), out var fault);
            if (read is not OpeningFile.Whole(var fields, var salt))
                return terminal.Refuse($"'{file}': {fault ?? "it opens one field only, and not all of them."}");
            if (fields.Show(name, salt) is not { } shown)
                return terminal.Refuse(
                    $"'{file}' has no field '{name}', but {string.Join(", ", fields.All.Select(f => f.Name))}.");
            DurableFile.Create(to!, OpeningFile.Of(shown), mode: null);
            return ExitCode.Success;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return terminal.Refuse($"'{file}' to '{to}': {fault.Message}");
        }
    }

    private static int Open(string file, string? digits, string? chain, Terminal terminal, CancellationToken stop)
    {
        if ((digits is null) == (chain is null))
            return terminal.Refuse("Either --commitment or --chain says what is to be opened.");
        Bytes32? wanted = null;
        if (digits is not null && (wanted = Bytes32.TryParse(digits)) is null)
            return terminal.Refuse($"--commitment: '{digits}' is none: 64 hexadecimal digits are right.");
        OpeningFile.Content? read;
        try
        {
            read = OpeningFile.Read(FilesOf(terminal, stop).ReadText(file, OpeningFile.BytesMax), out var fault);
            if (read is null)
                return terminal.Refuse($"'{file}': {fault}");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return terminal.Refuse($"'{file}': {fault.Message}");
        }

        if (wanted is { } commitment)
        {
            if (!read.Opens(commitment))
            {
                terminal.Say($"'{file}' does not open {commitment}.");
                return ExitCode.Violated;
            }
        }
        else if (FindReviews(chain!, read, file, terminal, stop) is var code && code != ExitCode.Success)
        {
            return code;
        }

        // A line break in a value would look like another field.
        foreach (var (name, value) in read.Fields)
            terminal.Output.WriteLine(Terminal.OnOneLine($"{name}: {value}"));
        return ExitCode.Success;
    }

    /// <summary>Prints which reviews of a verified chain carry what is opened.</summary>
    private static int FindReviews(
        string chain, OpeningFile.Content read, string file, Terminal terminal, CancellationToken stop)
    {
        var found = ImmutableArray.CreateBuilder<string>();
        var verdict = ChainFolderCheck.Verify(chain, EvaluationModel.Embedded, null, stop, block =>
        {
            foreach (var entry in block.Payset)
            {
                if (entry.Transaction.Body is Transaction.Review review && review.SensitiveHash != default
                    && read.Opens(review.SensitiveHash))
                    found.Add(string.Create(
                        CultureInfo.InvariantCulture,
                        $"round {block.Header.Round}, review {entry.Transaction.Id} of {review.Sender}"));
            }
        });
        switch (verdict)
        {
            case ChainVerdict.NoChain { Reason: var reason }:
                return terminal.Refuse(reason);
            case ChainVerdict.Broken { File: var broken, Reason: var reason }:
                terminal.Say($"The chain does not hold: {broken}: {reason}");
                return ExitCode.Violated;
        }

        if (found.Count == 0)
        {
            terminal.Say($"No review of the chain carries what '{file}' opens.");
            return ExitCode.Violated;
        }

        foreach (var review in found)
            terminal.Output.WriteLine(review);
        return ExitCode.Success;
    }

    private static string? OutFault(string? to) => string.IsNullOrEmpty(to) ? "--out: no file is named."
        : Path.Exists(to) ? $"--out: '{to}' is there already, and is not overwritten."
        : null;
}
