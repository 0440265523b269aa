using System.Collections.Immutable;
using AkkaSimulation.Nodes;
using AkkaSimulation.Running;

namespace AkkaSimulation;

/// <summary>What makes a run unrepeatable, or is a mistake of the simulated system.</summary>
public enum ViolationKind
{
    /// <summary>
    /// A thread that does not belong to the simulation told a message, ran a continuation or armed a timer.
    /// </summary>
    ForeignThread,

    /// <summary>An Ask to an actor of another node: its answer would skip the network.</summary>
    AskAcrossNodes,

    /// <summary>A message without a handler.</summary>
    UnhandledMessage,

    /// <summary>A dead letter within a node, with <see cref="SimulationOptions.DeadLettersFail"/>.</summary>
    DeadLetter,

    /// <summary>A supervisor that counts restarts within a window of real time.</summary>
    RealRestartWindow,

    /// <summary>An actor uses a mailbox that the simulation does not know.</summary>
    ForeignMailbox,

    /// <summary>A message was changed after it was sent.</summary>
    MessageChanged,

    /// <summary>An actor uses a dispatcher that the simulation does not know.</summary>
    ForeignDispatcher,

    /// <summary>At the end of a run, letters are unaccounted for.</summary>
    LettersUnbalanced,
}

/// <summary>A violation, with what is needed to find it.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Node">Name of the node.</param>
/// <param name="Time">True time of the run.</param>
/// <param name="Message">What happened.</param>
/// <param name="Cure">What to do instead.</param>
/// <param name="Stack">Where.</param>
/// <param name="Letter">The letter in whose turn it happened; null where it was none.</param>
/// <param name="Causes">What led there, the latest first; empty where no log is kept.</param>
public sealed record Violation(
    ViolationKind Kind,
    string Node,
    TimeSpan Time,
    string Message,
    string Cure,
    string Stack,
    LetterNumber? Letter,
    ImmutableArray<LogEntry> Causes);

/// <summary>A strict run ended by a violation.</summary>
public sealed class SimulationViolationException : Exception
{
    internal SimulationViolationException(Violation violation, SimulationOptions options)
        : base(MessageOf(violation, options)) => Violation = violation;

    /// <summary>The violation.</summary>
    public Violation Violation { get; }

    private static string MessageOf(Violation violation, SimulationOptions options)
    {
        var text = FailureText.Of(
            $"{violation.Message}. Use {violation.Cure} instead.",
            violation.Node,
            violation.Time,
            violation.Letter,
            violation.Causes,
            options);
        return $"{text}{Environment.NewLine}{FailureText.Shown(violation.Stack)}";
    }
}

/// <summary>An actor under the user guardian failed.</summary>
public sealed class ActorFailedException : Exception
{
    internal ActorFailedException(
        string path,
        TimeSpan time,
        LetterNumber? letter,
        Type? failed,
        ImmutableArray<LogEntry> causes,
        SimulationOptions options,
        Exception cause)
        : base(MessageOf(path, time, letter, failed, causes, options, cause), cause) =>
        (Path, Time, Letter, Causes) = (path, time, letter, causes);

    /// <summary>The actor, with its node.</summary>
    public string Path { get; }

    /// <summary>True time of the run.</summary>
    public TimeSpan Time { get; }

    /// <summary>The letter whose turn failed; null where it was none.</summary>
    public LetterNumber? Letter { get; }

    /// <summary>What led there, the latest first; empty where no log is kept.</summary>
    public ImmutableArray<LogEntry> Causes { get; }

    private static string MessageOf(
        string path,
        TimeSpan time,
        LetterNumber? letter,
        Type? failed,
        ImmutableArray<LogEntry> causes,
        SimulationOptions options,
        Exception cause)
    {
        var on = failed is null ? string.Empty : $" on {failed.Name}";
        return FailureText.Of(
            $"{path} failed{on}: {cause.GetType().Name}: {cause.Message}",
            path.Split('/')[0],
            time,
            letter,
            causes,
            options);
    }
}

/// <summary>
/// The network model threw, or gave an invalid arrival. This ends any run, strict or not.
/// </summary>
public sealed class NetworkFailedException : Exception
{
    internal NetworkFailedException(
        SimulatedNode from, SimulatedNode to, object message, LetterNumber letter, Exception cause)
        : base(
            FailureText.Of(
                $"The network did not take {message.GetType().Name} from {from.Name} to {to.Name}: {cause.Message}",
                from.Name,
                TimeSpan.FromTicks(from.TrueNow),
                letter,
                from.Simulation.CausesNow(from),
                from.Simulation.Options),
            cause)
    {
    }
}
