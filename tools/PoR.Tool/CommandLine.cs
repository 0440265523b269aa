using System.CommandLine;
using System.CommandLine.Invocation;
using PoR.Cryptography;
using PoR.Tool.Clusters;
using PoR.Tool.Databases;
using PoR.Tool.Evaluating;
using PoR.Tool.Exploring;
using PoR.Tool.Keys;
using PoR.Tool.Peers;
using PoR.Tool.Reporting;
using PoR.Tool.Running;
using PoR.Tool.Scenarios;
using PoR.Tool.Sensitive;
using PoR.Tool.Simulating;
using PoR.Tool.Swarms;
using PoR.Tool.Tracing;
using PoR.Tool.Verifying;

namespace PoR.Tool;

/// <summary>From arguments to an exit code.</summary>
internal static class CommandLine
{
    private const string Examples =
        """
        Examples:
          por simulate                    1,200 participants on 60 nodes, 12 rounds
          por evaluate reviews.tsv        score the reviews of a file
          por verify runs/a               verify the chain that a run has exported
          por scenario F2                 a network that is cut in halves, and what is expected of it
          por swarm --minutes 10          networks whose faults are drawn, until one breaks a promise
          por explore                     try everything that an adversary can do in one round
          por run --submit-demo           a network in real time, until Ctrl-C

        Each command explains itself, for example: por simulate --help

        Exit codes: 0 all is well; 1 an invariant was violated, or a chain does not hold;
        2 wrong use, or input that cannot be used; 70 a mistake in por itself, or a broken
        installation; 130 stopped by Ctrl-C.
        """;

    /// <summary>Runs one command.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="terminal">Where it speaks; flushed here.</param>
    /// <param name="stop">Asks for a clean end.</param>
    /// <returns>See <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, Terminal terminal, CancellationToken stop)
    {
        try
        {
            var code = await InvokeAsync(args, terminal, stop);
            return terminal.FlushFault() is { } fault
                ? terminal.Refuse($"standard output cannot be written: {fault}")
                : code;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Said last, so that nothing follows it, however long the reader of the results takes.
            terminal.FlushIfRead();
            terminal.SayLast($"stopped; {terminal.OutcomeOfStop}.");
            return ExitCode.Stopped;
        }
        catch (IOException fault) when (StandardOutput.IsGone(fault))
        {
            return ExitCode.Success;
        }
        catch (Exception fault) when (CauseOf<LibsodiumUnusableException>(fault) is { } unusable)
        {
            terminal.Say(unusable.Message);
            return ExitCode.Crash;
        }
        catch (Exception fault)
        {
            terminal.Say("this is a mistake in por itself, not yours; please report it with what follows.");
            terminal.Error.WriteLine(fault);
            return ExitCode.Crash;
        }
    }

    private static async Task<int> InvokeAsync(
        IReadOnlyList<string> args, Terminal terminal, CancellationToken stop)
    {
        // No file of arguments behind an @, and no joined letters: an argument is what it looks like.
        var parsed = Root(terminal).Parse(
            args, new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null });
        if (parsed.Action is null or ParseErrorAction)
            return terminal.Refuse(WrongUse.Of(parsed));
        return await parsed.InvokeAsync(
            new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
                Output = terminal.Output,
                Error = terminal.Error,
            },
            stop);
    }

    /// <summary>All commands.</summary>
    internal static RootCommand Root(Terminal terminal)
    {
        var simulate = SimulateCommand.Create(terminal);
        var evaluate = EvaluateCommand.Create(terminal);
        var verify = VerifyCommand.Create(terminal);
        var explore = ExploreCommand.Create(terminal);
        var scenario = ScenarioCommand.Create(terminal);
        var swarm = SwarmCommand.Create(terminal);
        var trace = TraceCommand.Create(terminal);
        var diff = DiffCommand.Create(terminal);
        var run = RunCommand.Create(terminal);
        var node = NodeCommand.Create(terminal);
        var health = HealthCommand.Create(terminal);
        var sponsor = SponsorCommand.Create(terminal);
        var cluster = ClusterCommand.Create(terminal);
        var database = DatabaseCommand.Create(terminal);
        var signing = SigningCommand.Create(terminal);
        var keys = KeysCommand.Create(terminal);
        var genesis = GenesisCommand.Create(terminal);
        var peers = PeersCommand.Create(terminal);
        var report = ReportCommand.Create(terminal);
        var compare = CompareCommand.Create(terminal);
        var sensitive = SensitiveCommand.Create(terminal);
        var root = new RootCommand(
            "Proof of Review: a trust network whose stake is reputation, simulated whole in one process.")
        {
            simulate, scenario, swarm, trace, diff, evaluate, verify, explore, run, node, health, sponsor, cluster,
            report, compare, database, signing, peers, keys, sensitive, genesis,
        };
        HelpExamples.Install(root, new Dictionary<Command, string>
        {
            [root] = Examples,
            [simulate] = SimulateCommand.Examples,
            [evaluate] = EvaluateCommand.Examples,
            [verify] = VerifyCommand.Examples,
            [explore] = ExploreCommand.Examples,
            [scenario] = ScenarioCommand.Examples,
            [swarm] = SwarmCommand.Examples,
            [trace] = TraceCommand.Examples,
            [diff] = DiffCommand.Examples,
            [run] = RunCommand.Examples,
            [node] = NodeCommand.Examples,
            [health] = HealthCommand.Examples,
            [sponsor] = SponsorCommand.Examples,
            [cluster] = ClusterCommand.Examples,
            [report] = ReportCommand.Examples,
            [compare] = CompareCommand.Examples,
            [database] = DatabaseCommand.Examples,
            [peers] = PeersCommand.Examples,
            [keys] = KeysCommand.Examples,
            [genesis] = GenesisCommand.Examples,
            [signing] = SigningCommand.Examples,
            [sensitive] = SensitiveCommand.Examples,
        });
        return root;
    }

    private static T? CauseOf<T>(Exception fault)
        where T : Exception =>
        fault switch
        {
            T found => found,
            AggregateException all => all.InnerExceptions.Select(CauseOf<T>).FirstOrDefault(f => f is not null),
            { InnerException: { } inner } => CauseOf<T>(inner),
            _ => null,
        };
}
