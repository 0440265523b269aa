using System.CommandLine;
using PoR.Configuration.Files;
using PoR.Reports.Events;

namespace PoR.Tool.Tracing;

/// <summary><c>por diff</c>.</summary>
internal static class DiffCommand
{
    /// <summary>For the help.</summary>
    public const string Examples =
        """
        Examples:
          por simulate --profile unit --seed 7 --out runs/a --trace
          por simulate --profile unit --seed 7 --out runs/b --trace --cut 'nodes:3@9s+2s'
          por diff runs/a runs/b

        Finds the first event at which two runs part, and shows it with the events before it and how
        each run goes on. When faults begin and end is left out: what counts is what nodes saw and did.

        Exit codes: 0 the events are the same; 1 they part; 2 wrong use, or a folder without events; 70 a
        mistake in por itself; 130 stopped by Ctrl-C.
        """;

    private const int Shown = 3;

    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var first = new Argument<string>("DIR") { Description = "The folder of por simulate --out DIR --trace." };
        var second = new Argument<string>("OTHER") { Description = "Another one." };
        var command = new Command("diff", "Finds the first event at which two runs part.") { first, second };
        command.SetAction((parsed, stop) => Task.Run(
            () => Run(parsed.GetRequiredValue(first), parsed.GetRequiredValue(second), terminal, stop), stop));
        return command;
    }

    private static int Run(string first, string second, Terminal terminal, CancellationToken stop)
    {
        var files = new InputFiles(stop, terminal.SayWaiting);
        var opened = EventFile.Open(first, files);
        if (!opened.IsOk)
            return terminal.Refuse(opened.Error);
        using var one = opened.Value;
        var openedToo = EventFile.Open(second, files);
        if (!openedToo.IsOk)
            return terminal.Refuse(openedToo.Error);
        using var other = openedToo.Value;
        var before = new Queue<RunEvent>(Shown);
        var (mine, theirs) = (one.NextOfNode(), other.NextOfNode());
        var same = 0L;
        for (; mine is not null && mine == theirs; same++)
        {
            stop.ThrowIfCancellationRequested();
            if (before.Count == Shown)
                before.Dequeue();
            before.Enqueue(mine);
            (mine, theirs) = (one.NextOfNode(), other.NextOfNode());
        }

        if ((one.Reader.Fault ?? other.Reader.Fault) is { } fault)
            return terminal.Refuse(fault);
        if (mine == theirs)
        {
            terminal.Output.WriteLine($"The runs are the same: {Count.Of(same, "event")}.");
            return ExitCode.Success;
        }

        terminal.Output.WriteLine($"The runs part after {Count.Of(same, "event")}.");
        foreach (var happened in before)
            terminal.Output.WriteLine($"  {EventLine.Of(happened)}");
        GoOn(one, mine, terminal.Output);
        GoOn(other, theirs, terminal.Output);
        return ExitCode.Violated;
    }

    private static void GoOn(EventFile file, RunEvent? next, StreamWriter output)
    {
        output.WriteLine(next is null ? $"{file.Directory} ends here." : $"{file.Directory} goes on:");
        for (var shown = 0; shown < Shown && next is not null; shown++, next = file.NextOfNode())
            output.WriteLine($"  {EventLine.Of(next)}");
    }
}
