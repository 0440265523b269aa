using System.Text.RegularExpressions;
using Akka.Actor;
using Akka.Event;
using Akka.TestKit;
using Akka.TestKit.Internal;
using Akka.TestKit.Internal.StringMatcher;

namespace AkkaSimulation.TestKit;

/// <summary>Filters log events as Akka's factory of filters does; its appliers expect them on virtual time.</summary>
public sealed class SimulationEventFilter
{
    private readonly SimulationDriver _driver;
    private readonly ActorSystem _system;
    private readonly Func<TimeSpan?, TimeSpan> _limitOf;
    private readonly EventFilterBase[] _filters;

    internal SimulationEventFilter(
        SimulationDriver driver,
        ActorSystem system,
        Func<TimeSpan?, TimeSpan> limitOf,
        params EventFilterBase[] filters) =>
        (_driver, _system, _limitOf, _filters) = (driver, system, limitOf, filters);

    /// <summary>Errors with an exception.</summary>
    /// <typeparam name="T">The exception's type; derived ones count, too.</typeparam>
    /// <param name="pattern">What the message matches.</param>
    /// <param name="source">Who logs; null: anybody.</param>
    /// <returns>The filter.</returns>
    public SimulationEventFilterApplier Exception<T>(Regex pattern, string? source = null)
        where T : Exception => Exception(typeof(T), pattern, source);

    /// <summary>Errors with an exception.</summary>
    /// <param name="exceptionType">The exception's type; derived ones count, too.</param>
    /// <param name="pattern">What the message matches.</param>
    /// <param name="source">Who logs; null: anybody.</param>
    /// <param name="checkInnerExceptions">Whether an inner exception of the type counts.</param>
    /// <returns>The filter.</returns>
    public SimulationEventFilterApplier Exception(
        Type exceptionType, Regex pattern, string? source = null, bool checkInnerExceptions = false) =>
        With(new ErrorFilter(exceptionType, new RegexMatcher(pattern), SourceOf(source), checkInnerExceptions));

    /// <summary>Errors with an exception.</summary>
    /// <typeparam name="T">The exception's type; derived ones count, too.</typeparam>
    /// <param name="message">The whole message; null: any.</param>
    /// <param name="start">How the message begins; null: in any way.</param>
    /// <param name="contains">Part of the message; null: any.</param>
    /// <param name="source">Who logs; null: anybody.</param>
    /// <returns>The filter.</returns>
    public SimulationEventFilterApplier Exception<T>(
        string? message = null, string? start = null, string? contains = null, string? source = null)
        where T : Exception => Exception(typeof(T), message, start, contains, source);

    /// <summary>Errors with an exception.</summary>
    /// <param name="exceptionType">The exception's type; derived ones count, too.</param>
    /// <param name="message">The whole message; null: any.</param>
    /// <param name="start">How the message begins; null: in any way.</param>
    /// <param name="contains">Part of the message; null: any.</param>
    /// <param name="source">Who logs; null: anybody.</param>
    /// <param name="checkInnerExceptions">Whether an inner exception of the type counts.</param>
    /// <returns>The filter.</returns>
    public SimulationEventFilterApplier Exception(
        Type exceptionType,
        string? message = null,
        string? start = null,
        string? contains = null,
        string? source = null,
        bool checkInnerExceptions = false) =>
        With(new ErrorFilter(
            exceptionType, MessageOf(message, start, contains), SourceOf(source), checkInnerExceptions));

    /// <summary>Log events that a predicate chooses.</summary>
    /// <param name="predicate">Whether an event counts.</param>
    /// <returns>The filter.</returns>
    public SimulationEventFilterApplier Custom(Predicate<LogEvent> predicate) => With(new CustomEventFilter(predicate));

    /// <summary>Log events of a type that a predicate chooses.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="predicate">Whether an event counts.</param>
    /// <returns>The filter.</returns>
    public SimulationEventFilterApplier Custom<T>(Predicate<T> predicate)
        where T : LogEvent => Custom(logEvent => logEvent is T typed && predicate(typed));

    /// <summary>Log events of a level.</summary>
    /// <param name="logLevel">The level.</param>
    /// <param name="message">The whole message; null: any.</param>
    /// <param name="start">How the message begins; null: in any way.</param>
    /// <param name="contains">Part of the message; null: any.</param>
    /// <param name="source">Who logs; null: anybody.</param>
    /// <returns>The filter.</returns>
    public SimulationEventFilterApplier ForLogLevel(
        LogLevel logLevel,
        string? message = null,
        string? start = null,
        string? contains = null,
        string? source = null) =>
        With(FilterOf(logLevel, MessageOf(message, start, contains), source));

    /// <summary>Log events of a level.</summary>
    /// <param name="logLevel">The level.</param>
    /// <param name="pattern">What the message matches.</param>
    /// <param name="source">Who logs; null: anybody.</param>
    /// <returns>The filter.</returns>
    public SimulationEventFilterApplier ForLogLevel(LogLevel logLevel, Regex pattern, string? source = null) =>
        With(FilterOf(logLevel, new RegexMatcher(pattern), source));

    /// <inheritdoc cref="ForLogLevel(LogLevel, string, string, string, string)"/>
    public SimulationEventFilterApplier Error(
        string? message = null, string? start = null, string? contains = null, string? source = null) =>
        ForLogLevel(LogLevel.ErrorLevel, message, start, contains, source);

    /// <inheritdoc cref="ForLogLevel(LogLevel, Regex, string)"/>
    public SimulationEventFilterApplier Error(Regex pattern, string? source = null) =>
        ForLogLevel(LogLevel.ErrorLevel, pattern, source);

    /// <inheritdoc cref="ForLogLevel(LogLevel, string, string, string, string)"/>
    public SimulationEventFilterApplier Warning(
        string? message = null, string? start = null, string? contains = null, string? source = null) =>
        ForLogLevel(LogLevel.WarningLevel, message, start, contains, source);

    /// <inheritdoc cref="ForLogLevel(LogLevel, Regex, string)"/>
    public SimulationEventFilterApplier Warning(Regex pattern, string? source = null) =>
        ForLogLevel(LogLevel.WarningLevel, pattern, source);

    /// <inheritdoc cref="ForLogLevel(LogLevel, string, string, string, string)"/>
    public SimulationEventFilterApplier Info(
        string? message = null, string? start = null, string? contains = null, string? source = null) =>
        ForLogLevel(LogLevel.InfoLevel, message, start, contains, source);

    /// <inheritdoc cref="ForLogLevel(LogLevel, Regex, string)"/>
    public SimulationEventFilterApplier Info(Regex pattern, string? source = null) =>
        ForLogLevel(LogLevel.InfoLevel, pattern, source);

    /// <inheritdoc cref="ForLogLevel(LogLevel, string, string, string, string)"/>
    public SimulationEventFilterApplier Debug(
        string? message = null, string? start = null, string? contains = null, string? source = null) =>
        ForLogLevel(LogLevel.DebugLevel, message, start, contains, source);

    /// <inheritdoc cref="ForLogLevel(LogLevel, Regex, string)"/>
    public SimulationEventFilterApplier Debug(Regex pattern, string? source = null) =>
        ForLogLevel(LogLevel.DebugLevel, pattern, source);

    /// <summary>Dead letters.</summary>
    /// <returns>The filter.</returns>
    public SimulationEventFilterApplier DeadLetter() => With(new DeadLettersFilter(null, null));

    /// <summary>Dead letters with a message of a type.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="source">The path of the receiver; null: any.</param>
    /// <returns>The filter.</returns>
    public SimulationEventFilterApplier DeadLetter<T>(string? source = null) => DeadLetter(typeof(T), source);

    /// <summary>Dead letters with a message of a type.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="isMatch">Whether a message counts.</param>
    /// <param name="source">The path of the receiver; null: any.</param>
    /// <returns>The filter.</returns>
    public SimulationEventFilterApplier DeadLetter<T>(Func<T, bool> isMatch, string? source = null) =>
        With(new DeadLettersFilter(null, SourceOf(source), dead => dead.Message is T typed && isMatch(typed)));

    /// <summary>Dead letters with a message of a type.</summary>
    /// <param name="type">The type.</param>
    /// <param name="source">The path of the receiver; null: any.</param>
    /// <returns>The filter.</returns>
    public SimulationEventFilterApplier DeadLetter(Type type, string? source = null) =>
        DeadLetter(type, static _ => true, source);

    /// <summary>Dead letters with a message of a type.</summary>
    /// <param name="type">The type.</param>
    /// <param name="isMatch">Whether a message counts.</param>
    /// <param name="source">The path of the receiver; null: any.</param>
    /// <returns>The filter.</returns>
    public SimulationEventFilterApplier DeadLetter(Type type, Func<object, bool> isMatch, string? source = null) =>
        With(new DeadLettersFilter(
            null, SourceOf(source), dead => type.IsInstanceOfType(dead.Message) && isMatch(dead.Message)));

    private static EventFilterBase FilterOf(LogLevel level, IStringMatcher message, string? source) => level switch
    {
        LogLevel.DebugLevel => new DebugFilter(message, SourceOf(source)),
        LogLevel.InfoLevel => new InfoFilter(message, SourceOf(source)),
        LogLevel.WarningLevel => new WarningFilter(message, SourceOf(source)),
        LogLevel.ErrorLevel => new ErrorFilter(message, SourceOf(source)),
        _ => throw new ArgumentOutOfRangeException(nameof(level), level, "There are four levels."),
    };

    private static IStringMatcher MessageOf(string? message, string? start, string? contains) =>
        message is not null ? new EqualsString(message)
            : start is not null ? new StartsWithString(start)
            : contains is not null ? new ContainsString(contains)
            : MatchesAll.Instance;

    private static EqualsStringAndPathMatcher? SourceOf(string? source) =>
        source is null ? null : new EqualsStringAndPathMatcher(source);

    private SimulationEventFilterApplier With(EventFilterBase filter) =>
        new(_driver, _system, _limitOf, [.. _filters, filter]);
}
