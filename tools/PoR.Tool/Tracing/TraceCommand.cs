using System.CommandLine;
using System.Text;
using PoR.Configuration.Files;
using PoR.Reports.Events;

namespace PoR.Tool.Tracing;

/// <summary><c>por trace</c>.</summary>
internal static class TraceCommand
{
    /// <summary>For the help.</summary>
    public const string Examples =
        """
        Examples:
          por simulate --profile unit --rounds 3 --out runs/a --trace
          por trace runs/a
          por trace runs/a --round 2 --node 0 --kind StepEntered --kind QuorumSeen
          por trace runs/a --from 8 --to 8.5 --step
          por trace runs/a --json | jq .kind

        The events of a run in their order: virtual time, node, round, kind, and more in words. Filters
        of one kind add to each other; those of several kinds must all hold. --step waits after each
        event: Enter shows the next one, q ends. --json prints one object a line.

        Exit codes: 0; 2 wrong use, or a folder without events; 70 a mistake in por itself; 130 stopped
        by Ctrl-C.
        """;

    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var directory = new Argument<string>("DIR") { Description = "The folder of por simulate --out DIR --trace." };
        var kinds = Several("--kind", "KIND", "Only events of this kind, such as BallotSigned. May be repeated.");
        var nodes = Several("--node", "N", "Only what happened at this node. May be repeated.");
        var rounds = new Option<string?>("--round") { Description = "Only these rounds.", HelpName = "A..B" };
        var from = new Option<string?>("--from") { Description = "Not before these seconds.", HelpName = "S" };
        var to = new Option<string?>("--to") { Description = "Not after these seconds.", HelpName = "S" };
        var step = new Option<bool>("--step") { Description = "Waits after each event, on a terminal." };
        var json = new Option<bool>("--json") { Description = "Prints each event as one JSON object on a line." };
        var command = new Command("trace", "Steps through the events of a run.")
        {
            directory, kinds, nodes, rounds, from, to, step, json,
        };
        command.SetAction((parsed, stop) => Task.Run(
            () => Run(
                parsed.GetRequiredValue(directory),
                EventFilter.Read(
                    parsed.GetValue(kinds) ?? [], parsed.GetValue(nodes) ?? [], parsed.GetValue(rounds),
                    parsed.GetValue(from), parsed.GetValue(to)),
                parsed.GetValue(step), parsed.GetValue(json), terminal, stop),
            stop));
        return command;
    }

    private static int Run(
        string directory, Simulation.Networks.Parsed<EventFilter> filter, bool isStepping, bool isJson,
        Terminal terminal, CancellationToken stop)
    {
        if (!filter.IsOk)
            return terminal.Refuse(filter.Error);
        if (isStepping && !terminal.IsAnswered)
            return terminal.Refuse("--step waits for your keys, so it needs a terminal.");
        var opened = EventFile.Open(directory, new InputFiles(stop, terminal.SayWaiting));
        if (!opened.IsOk)
            return terminal.Refuse(opened.Error);
        using var file = opened.Value;
        using var answers = new StreamReader(terminal.Input, Encoding.UTF8, false, -1, leaveOpen: true);
        using var json = new EventWriter(terminal.Output.BaseStream);
        while (file.Reader.Next() is { } happened && happened.Time <= filter.Value.To)
        {
            stop.ThrowIfCancellationRequested();
            if (!filter.Value.Takes(happened))
                continue;
            if (isJson)
                json.Write(happened);
            else
                terminal.Output.WriteLine(EventLine.Of(happened));
            if (!isStepping)
                continue;
            terminal.Output.Flush();
            if (answers.ReadLine() is null or "q")
                break;
        }

        return file.Reader.Fault is { } fault ? terminal.Refuse(fault) : ExitCode.Success;
    }

    private static Option<string[]> Several(string name, string value, string description) => new(name)
    {
        HelpName = value,
        Description = description,
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };
}
