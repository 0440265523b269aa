using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using PoR.Configuration.Files;
using PoR.Reviews;

namespace PoR.Tool.Evaluating;

/// <summary><c>por evaluate</c>.</summary>
internal static class EvaluateCommand
{
    /// <summary>For the help.</summary>
    public const string Examples =
        """
        Examples:
          por evaluate reviews.tsv
          por evaluate reviews.csv.gz --out scores.tsv
          por evaluate reviews.jsonl | awk -F '\t' '$6 == "incongruent"'

        FILE is TSV, CSV or JSON lines, plain or gzip, with a header row and the columns text and,
        where there are any, id (else the row's number), rating (a whole number) and scale (1-5
        by default, or another such as 1-10). TSV knows no quoting. Other columns are ignored. FILE may
        also be a pipe, such as /dev/stdin or <(zcat a.gz b.gz).

        The result is TSV with a header row:
          id          as in the file
          score       0 (worst) to 100 (best), what the text alone says; 50 without evidence
          evidence    1, or 0 where the text says nothing that can be scored
          rating      on 0 to 100: (rating - a) * 100 / (b - a) on the scale a-b
          difference  of score and rating, 0 to 100
          verdict     congruent (a difference up to 50), incongruent or no-evidence
        rating and difference have at most two decimals, rounded half up; without a rating, these
        two and the verdict are empty.

        Malformed rows are named on standard error and left out; texts over 8 KiB are cut and
        counted. Exit codes: 0 all rows were good; 2 a row was malformed (the good ones are
        written), the file cannot be used, or wrong use; 70 a mistake in por itself; 130 stopped by
        Ctrl-C. A file that breaks off midway, such as a cut gzip, or a stop leaves no --out FILE.
        """;

    private const string FirstRows = "only the first rows were evaluated";
    private const int RowsBetweenLooks = 1 << 12;
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(10);

    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "The reviews." };
        var target = new Option<string>("--out")
        {
            HelpName = "FILE",
            Description = "Writes there instead of to standard output; an earlier file is replaced, but only once "
                + "all is written.",
        };
        var sentences = new Option<bool>("--sentences")
        {
            Description = "Averages the scores of the sentences, as the paper's Figure 12 does, instead of "
                + "scoring the whole text, which is closer to the ratings.",
        };
        var command = new Command("evaluate", "Scores the texts of reviews and compares them with their ratings.")
        {
            file, target, sentences,
        };
        command.SetAction((parsed, stop) => Task.FromResult(Run(
            parsed.GetRequiredValue(file), parsed.GetValue(target),
            new EvaluationLine(parsed.GetValue(sentences)), terminal, stop)));
        return command;
    }

    private static int Run(
        string file, string? target, EvaluationLine line, Terminal terminal, CancellationToken stop)
    {
        var files = new InputFiles(stop, terminal.SayWaiting);
        var opening = ReviewFileReader.Open(file, () => files.Open(file));
        if (opening is ReviewFileOpening.Refused { Fault: var fault })
            return terminal.Refuse(fault.ToString());
        using var reader = ((ReviewFileOpening.Opened)opening).Reader;
        if (target is null)
            return ToOutput(reader, line, terminal, stop);
        using var result = EvaluationFile.Begin(target, file, terminal, stop, out var wrong);
        if (result is null)
            return terminal.Refuse(wrong!);
        if (!result.IsKeptWhole)
            terminal.OutcomeOfStop = FirstRows;
        try
        {
            var code = Evaluate(reader, line, result.Writer, terminal, stop);
            if (!reader.Counts.Malformed.ContainsKey(ReviewFaultKind.Unreadable))
                result.Keep();
            return code;
        }
        catch (Exception e) when ((e is IOException or UnauthorizedAccessException) && !StandardOutput.IsGone(e))
        {
            return terminal.Refuse($"--out: '{target}' cannot be written: {result.Told(e)}");
        }
    }

    private static int ToOutput(
        ReviewFileReader reader, EvaluationLine line, Terminal terminal, CancellationToken stop)
    {
        terminal.OutcomeOfStop = FirstRows;
        try
        {
            return Evaluate(reader, line, terminal.Output, terminal, stop);
        }
        catch (Exception fault)
            when ((fault is IOException or UnauthorizedAccessException) && !StandardOutput.IsGone(fault))
        {
            return terminal.Refuse($"standard output cannot be written: {fault.Message}");
        }
    }

    private static int Evaluate(
        ReviewFileReader reader, EvaluationLine line, TextWriter output, Terminal terminal, CancellationToken stop)
    {
        var started = Stopwatch.GetTimestamp();
        var told = TimeSpan.Zero;
        output.Write(EvaluationLine.Header);
        output.Write('\n');
        var rows = 0L;
        foreach (var item in reader.ReadRows())
        {
            if (item is ReviewItem.Good { Row: var row })
                line.Write(row, output);
            else if (item is ReviewItem.Malformed { Fault: var fault })
                terminal.Say(fault.ToString());
            if (++rows % RowsBetweenLooks != 0)
                continue;
            stop.ThrowIfCancellationRequested();
            var elapsed = Stopwatch.GetElapsedTime(started);
            if (elapsed - told < LineInterval)
                continue;
            told = elapsed;
            terminal.Say(string.Create(CultureInfo.InvariantCulture, $"{rows:N0} rows ..."));
        }

        var counts = reader.Counts;
        var isBroken = counts.Malformed.ContainsKey(ReviewFaultKind.Unreadable);
        terminal.Say(
            $"{Count.Of(counts.Good, "review")} evaluated, "
            + $"{Count.Of(counts.MalformedTotal - (isBroken ? 1 : 0), "malformed row")}, "
            + $"{Count.Of(counts.Cut, "text")} cut to 8 KiB{(isBroken ? "; the rest could not be read" : "")}.");
        return counts.MalformedTotal > 0 ? ExitCode.WrongUse : ExitCode.Success;
    }
}
