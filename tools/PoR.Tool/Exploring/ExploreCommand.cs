using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using PoR.Exploration.Bba;

namespace PoR.Tool.Exploring;

/// <summary><c>por explore</c>.</summary>
internal static class ExploreCommand
{
    /// <summary>For the help.</summary>
    public const string Examples =
        """
        Examples:
          por explore
          por explore --nodes 7
          por explore --nodes 4 --model no-relay
          por explore --nodes 4 --byzantine 2
          por explore --mutate quorum-minus-one

        One round of the agreement is explored to its last state, by the rules that every node runs, for
        everything that an adversary can do. Each line is one exploration:

          votes          hostile nodes tell each node what they want; async loses and delays at will,
                         sync lets a deadline pass only when all honest votes were heard
          selective      hostile nodes say one thing in a step, to some nodes only
          verdicts       bodies come late, and each node finds a block good, bad, or off its clock
          contradicting  hostile nodes also tell one node two things (up to 7 nodes)
          crashes        nodes crash once a vote is stored, and start again with their journal (up to 7)
          late crashes   one vote of each step is late thereby, and one node fewer is hostile (up to 7)

        Mutations, each of which must be found: quorum-minus-one, zero-without-value,
        equivocators-count, coins-swapped, half-minus-one, end-zero-anywhere, grade-one-is-zero,
        vote-though-bad, journal-forgotten.

        A broken promise is told with a shortest path to it: who heard what, and said what. That a
        block and the empty block can both be certified in async is a known limit of this engine.

        Exit codes: 0 nothing was found; 1 something was, also where it is expected (--mutate, or a
        third of the seats hostile), or a limit of states was reached, so that nothing is proved;
        2 wrong use; 70 a mistake in por itself; 130 stopped by Ctrl-C.
        """;

    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);

    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var protocol = Text("--protocol", "NAME", "Which protocol: review, the only one so far.");
        var engine = Text("--engine", "NAME", "Which agreement: bba, the only one so far.");
        var nodes = Text("--nodes", "N", "How many nodes, 4 to 13; 4 by default.");
        var byzantine = Text(
            "--byzantine", "F", "How many of them are hostile, the last ones; by default fewer than a third.");
        var model = Text(
            "--model", "MODEL", "async, sync or no-relay; without it async and then sync. In no-relay nodes that have "
                + "ended a round fall silent and tell nobody.");
        var weights = Text(
            "--weights", "LIST", "Seats of the nodes, 1 to 3 each, such as 1,1,2; a short list begins again.");
        var mutate = Text("--mutate", "NAME", "Makes a rule wrong on purpose; names are below.");
        var statesMax = Text("--states-max", "N", "Most states that one exploration keeps; 20000000 by default.");
        var command = new Command("explore", "Tries everything that an adversary can do in one round of agreement.")
        {
            protocol, engine, nodes, byzantine, model, weights, mutate, statesMax,
        };
        command.SetAction((parsed, stop) => Task.FromResult(Run(
            new ExploreArguments(
                parsed.GetValue(protocol), parsed.GetValue(engine), parsed.GetValue(nodes), parsed.GetValue(byzantine),
                parsed.GetValue(model), parsed.GetValue(weights), parsed.GetValue(mutate), parsed.GetValue(statesMax)),
            terminal, stop)));
        return command;
    }

    private static Option<string> Text(string name, string value, string description) =>
        new(name) { HelpName = value, Description = description };

    private static int Run(ExploreArguments typed, Terminal terminal, CancellationToken stop)
    {
        if (ExploreOptions.Parse(typed, out var fault) is not { } options)
            return terminal.Refuse(fault!);
        var setting = new BbaSetting(options.Seats, options.Hostile, options.Deliveries[0]);
        var expected = Expectation(options, setting);
        terminal.Output.Write($"{setting}, rules {options.Mutation ?? "of the product"}\n");
        if (expected is not null)
            terminal.Output.Write($"{expected}, so a violation is expected.\n");
        if (ExploreRow.LeftOut(options) is { } leftOut)
            terminal.Say(leftOut);
        var page = new ExplorePage(terminal.Output);
        page.WriteHead();
        foreach (var row in ExploreRow.Of(options))
        {
            var started = Stopwatch.GetTimestamp();
            var result = BbaExploration.Explore(
                row.Setting, options.Mutation, options.StatesMax, Progress(row, terminal, started), stop);
            page.WriteRow(row, result, Stopwatch.GetElapsedTime(started));
        }

        page.WriteEnd(expected is not null);
        return page.IsClean ? ExitCode.Success : ExitCode.Violated;
    }

    /// <summary>Why a violation is no surprise; null when it would be one.</summary>
    private static string? Expectation(ExploreOptions options, BbaSetting setting) =>
        options.Mutation is { } name
            ? $"Mutation {name}: {BbaExploration.Mutations.First(known => known.Name == name).Sentence}"
            : setting.IsWithinAssumption
                ? options.Deliveries.Contains(Delivery.NoRelay) && options.Hostile > 0
                    ? "The proof needs that whoever has ended a round tells its certificate"
                    : null
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"{setting.HostileSeats} of {setting.Seats.Sum()} seats are hostile, a third or more (n < 3f + 1)");

    private static Action<int, int> Progress(ExploreRow row, Terminal terminal, long started)
    {
        var told = TimeSpan.Zero;
        var model = ExploreOptions.NameOf(row.Setting.Delivery);
        return (known, left) =>
        {
            var elapsed = Stopwatch.GetElapsedTime(started);
            if (elapsed - told < LineInterval)
                return;
            told = elapsed;
            terminal.Say(string.Create(
                CultureInfo.InvariantCulture,
                $"{model}, {row.Name}: {left:N0} of {known:N0} states explored ..."));
        };
    }
}
