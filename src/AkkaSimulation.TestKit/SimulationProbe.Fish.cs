using System.Collections;
using Akka.TestKit;

#if XUNIT_KIT
namespace AkkaSimulation.TestKit.Xunit;

partial class SimulationTestKit
#elif XUNIT2_KIT
namespace AkkaSimulation.TestKit.Xunit2;

partial class SimulationTestKit
#else
namespace AkkaSimulation.TestKit;

partial class SimulationProbe
#endif
{
    /// <summary>Receives until a message matches; the others are dropped.</summary>
    /// <param name="isMessage">Whether it is the one.</param>
    /// <param name="max">Virtual time at most; null: the rest of the innermost Within, or the default.</param>
    /// <param name="hint">Part of the message of a failure.</param>
    /// <param name="cancellationToken">Looked at before each message.</param>
    /// <returns>The message that matches.</returns>
    public new object FishForMessage(
        Predicate<object> isMessage,
        TimeSpan? max = null,
        string hint = "",
        CancellationToken cancellationToken = default) =>
        FishForMessage(isMessage, null, max, hint, cancellationToken);

    /// <inheritdoc cref="FishForMessage(Predicate{object}, TimeSpan?, string, CancellationToken)"/>
    public new T FishForMessage<T>(
        Predicate<T> isMessage,
        TimeSpan? max = null,
        string hint = "",
        CancellationToken cancellationToken = default) =>
        FishForMessage(isMessage, null, max, hint, cancellationToken);

    /// <summary>Receives until a message matches.</summary>
    /// <typeparam name="T">The type of the message.</typeparam>
    /// <param name="isMessage">Whether it is the one.</param>
    /// <param name="allMessages">Takes the others, in their order; null: they are dropped.</param>
    /// <param name="max">Virtual time at most; null: the rest of the innermost Within, or the default.</param>
    /// <param name="hint">Part of the message of a failure.</param>
    /// <param name="cancellationToken">Looked at before each message.</param>
    /// <returns>The message that matches.</returns>
    public new T FishForMessage<T>(
        Predicate<T> isMessage,
        ArrayList? allMessages,
        TimeSpan? max = null,
        string hint = "",
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(isMessage);
        allMessages?.Clear();
        return _driver.Explain(() =>
        {
            var limit = LimitOf(max);
            var deadline = _driver.Now + limit;
            while (TryTake(out var envelope, Max(deadline - _driver.Now, TimeSpan.Zero), cancellationToken))
            {
                if (envelope.Message is T message && isMessage(message))
                    return message;
                allMessages?.Add(envelope.Message);
            }

            var given = string.IsNullOrEmpty(hint) ? string.Empty : ", hint: " + hint;
            throw _driver.Fail($"Timeout ({limit}) during fishForMessage{given}");
        });
    }

    /// <inheritdoc cref="FishForMessage(Predicate{object}, TimeSpan?, string, CancellationToken)"/>
    public new ValueTask<object> FishForMessageAsync(
        Predicate<object> isMessage,
        TimeSpan? max = null,
        string hint = "",
        CancellationToken cancellationToken = default) =>
        Finished.ValueTask(() => FishForMessage(isMessage, max, hint, cancellationToken));

    /// <inheritdoc cref="FishForMessage(Predicate{object}, TimeSpan?, string, CancellationToken)"/>
    public new ValueTask<T> FishForMessageAsync<T>(
        Predicate<T> isMessage,
        TimeSpan? max = null,
        string hint = "",
        CancellationToken cancellationToken = default) =>
        Finished.ValueTask(() => FishForMessage(isMessage, max, hint, cancellationToken));

    /// <inheritdoc cref="FishForMessage{T}(Predicate{T}, ArrayList, TimeSpan?, string, CancellationToken)"/>
    public new ValueTask<T> FishForMessageAsync<T>(
        Predicate<T> isMessage,
        ArrayList? allMessages,
        TimeSpan? max = null,
        string hint = "",
        CancellationToken cancellationToken = default) =>
        Finished.ValueTask(() => FishForMessage(isMessage, allMessages, max, hint, cancellationToken));

    /// <summary>Receives for a while; a message of a type is a failure.</summary>
    /// <typeparam name="T">The type that must not come.</typeparam>
    /// <param name="max">
    /// For how long on the virtual clock; null: the rest of the innermost Within, or the default.
    /// </param>
    /// <param name="cancellationToken">Looked at before each message.</param>
    /// <returns>Has ended.</returns>
    public new Task FishUntilMessageAsync<T>(TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        Finished.Task(() => _driver.Explain(() => ReceiveWhile<object>(
            message => message is T ? throw _driver.Fail($"did not expect a message of type {typeof(T)}") : true,
            max,
            cancellationToken: cancellationToken)));

    /// <summary>Receives messages as long as a filter returns something for them; the next one stays.</summary>
    /// <typeparam name="T">What the filter makes of a message.</typeparam>
    /// <param name="max">Virtual time at most; null: the rest of the innermost Within, or the default.</param>
    /// <param name="filter">Null for a message ends it.</param>
    /// <param name="msgs">Messages at most.</param>
    /// <param name="cancellationToken">Looked at before each message.</param>
    /// <returns>What the filter returned.</returns>
    public new IReadOnlyList<T> ReceiveWhile<T>(
        TimeSpan? max,
        Func<object, T> filter,
        int msgs = int.MaxValue,
        CancellationToken cancellationToken = default) =>
        [.. ReceivingWhile(filter, max, null, msgs, cancellationToken)];

    /// <summary>Receives messages as long as a filter returns something for them; the next one stays.</summary>
    /// <typeparam name="T">What the filter makes of a message.</typeparam>
    /// <param name="max">Virtual time at most; null: the rest of the innermost Within, or the default.</param>
    /// <param name="idle">Virtual time at most between two messages; null: no bound.</param>
    /// <param name="filter">Null for a message ends it.</param>
    /// <param name="msgs">Messages at most.</param>
    /// <param name="cancellationToken">Looked at before each message.</param>
    /// <returns>What the filter returned.</returns>
    public new IReadOnlyList<T> ReceiveWhile<T>(
        TimeSpan? max,
        TimeSpan? idle,
        Func<object, T> filter,
        int msgs = int.MaxValue,
        CancellationToken cancellationToken = default) =>
        [.. ReceivingWhile(filter, max, idle, msgs, cancellationToken)];

    /// <inheritdoc cref="ReceiveWhile{T}(TimeSpan?, TimeSpan?, Func{object, T}, int, CancellationToken)"/>
    public new IReadOnlyList<T> ReceiveWhile<T>(
        Func<object, T> filter,
        TimeSpan? max = null,
        TimeSpan? idle = null,
        int msgs = int.MaxValue,
        CancellationToken cancellationToken = default) =>
        [.. ReceivingWhile(filter, max, idle, msgs, cancellationToken)];

    /// <summary>Receives messages of a type as long as a predicate holds; the next one stays.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="shouldContinue">Whether to go on.</param>
    /// <param name="max">Virtual time at most; null: the rest of the innermost Within, or the default.</param>
    /// <param name="idle">Virtual time at most between two messages; null: no bound.</param>
    /// <param name="msgs">Messages of the type at most.</param>
    /// <param name="shouldIgnoreOtherMessageTypes">
    /// Whether other messages are dropped; else they end it and stay.
    /// </param>
    /// <param name="cancellationToken">Looked at before each message.</param>
    /// <returns>The messages for which the predicate held.</returns>
    public new IReadOnlyList<T> ReceiveWhile<T>(
        Predicate<T> shouldContinue,
        TimeSpan? max = null,
        TimeSpan? idle = null,
        int msgs = int.MaxValue,
        bool shouldIgnoreOtherMessageTypes = true,
        CancellationToken cancellationToken = default) =>
        [.. ReceivingWhile(shouldContinue, max, idle, msgs, shouldIgnoreOtherMessageTypes, cancellationToken)];

    /// <inheritdoc cref="ReceiveWhile{T}(TimeSpan?, Func{object, T}, int, CancellationToken)"/>
    public new IAsyncEnumerable<T> ReceiveWhileAsync<T>(
        TimeSpan? max,
        Func<object, T> filter,
        int msgs = int.MaxValue,
        CancellationToken cancellationToken = default) =>
        ReceivingWhile(filter, max, null, msgs, cancellationToken).ToAsyncEnumerable();

    /// <inheritdoc cref="ReceiveWhile{T}(TimeSpan?, TimeSpan?, Func{object, T}, int, CancellationToken)"/>
    public new IAsyncEnumerable<T> ReceiveWhileAsync<T>(
        TimeSpan? max,
        TimeSpan? idle,
        Func<object, T> filter,
        int msgs = int.MaxValue,
        CancellationToken cancellationToken = default) =>
        ReceivingWhile(filter, max, idle, msgs, cancellationToken).ToAsyncEnumerable();

    /// <inheritdoc cref="ReceiveWhile{T}(TimeSpan?, TimeSpan?, Func{object, T}, int, CancellationToken)"/>
    public new IAsyncEnumerable<T> ReceiveWhileAsync<T>(
        Func<object, T> filter,
        TimeSpan? max = null,
        TimeSpan? idle = null,
        int msgs = int.MaxValue,
        CancellationToken cancellationToken = default) =>
        ReceivingWhile(filter, max, idle, msgs, cancellationToken).ToAsyncEnumerable();

    /// <inheritdoc cref="ReceiveWhile{T}(Predicate{T}, TimeSpan?, TimeSpan?, int, bool, CancellationToken)"/>
    public new IAsyncEnumerable<T> ReceiveWhileAsync<T>(
        Predicate<T> shouldContinue,
        TimeSpan? max = null,
        TimeSpan? idle = null,
        int msgs = int.MaxValue,
        bool shouldIgnoreOtherMessageTypes = true,
        CancellationToken cancellationToken = default) =>
        ReceivingWhile(shouldContinue, max, idle, msgs, shouldIgnoreOtherMessageTypes, cancellationToken)
            .ToAsyncEnumerable();

    private IEnumerable<T> ReceivingWhile<T>(
        Func<object, T> filter, TimeSpan? max, TimeSpan? idle, int msgs, CancellationToken cancellationToken) =>
        ReceivingWhile(
            message => filter(message) is { } result ? (Taking.Result, result) : (Taking.End, default!),
            max,
            idle,
            msgs,
            cancellationToken);

    private IEnumerable<T> ReceivingWhile<T>(
        Predicate<T> shouldContinue,
        TimeSpan? max,
        TimeSpan? idle,
        int msgs,
        bool shouldIgnoreOtherMessageTypes,
        CancellationToken cancellationToken) =>
        ReceivingWhile(
            message => message is T typed
                ? (shouldContinue(typed) ? Taking.Result : Taking.End, typed)
                : (shouldIgnoreOtherMessageTypes ? Taking.Other : Taking.End, default!),
            max,
            idle,
            msgs,
            cancellationToken);

    private IEnumerable<T> ReceivingWhile<T>(
        Func<object, (Taking Taking, T Result)> decide,
        TimeSpan? max,
        TimeSpan? idle,
        int msgs,
        CancellationToken cancellationToken)
    {
        var deadline = _driver.Now + LimitOf(max);
        MessageEnvelope last = NullMessageEnvelope.Instance;
        for (var count = 0; count < msgs;)
        {
            var left = Max(deadline - _driver.Now, TimeSpan.Zero);
            if (!TryPeek(out var envelope, idle >= TimeSpan.Zero && idle < left ? idle.Value : left, cancellationToken))
                break;
            var (taking, result) = _driver.Explain(() => decide(envelope.Message));
            if (taking == Taking.End)
                break;
            TryTake(out last!, TimeSpan.Zero, cancellationToken);
            if (taking == Taking.Other)
                continue;
            count++;
            yield return result;
        }

        (_lastWasNoMessage, _last) = (true, last);
    }

    /// <summary>What becomes of a message that a verb looks at.</summary>
    private enum Taking
    {
        /// <summary>It belongs to the result.</summary>
        Result,

        /// <summary>It is dropped.</summary>
        Other,

        /// <summary>It stays, and ends the verb.</summary>
        End,
    }
}
