using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Internal;
using Akka.TestKit.TestEvent;

namespace AkkaSimulation.TestKit;

/// <summary>Expects log events that its filters choose, while a block runs and, after it, on virtual time.</summary>
public sealed class SimulationEventFilterApplier : IEventFilterApplier
{
    private readonly SimulationDriver _driver;
    private readonly ActorSystem _system;
    private readonly Func<TimeSpan?, TimeSpan> _limitOf;
    private readonly EventFilterBase[] _filters;

    internal SimulationEventFilterApplier(
        SimulationDriver driver, ActorSystem system, Func<TimeSpan?, TimeSpan> limitOf, EventFilterBase[] filters) =>
        (_driver, _system, _limitOf, _filters) = (driver, system, limitOf, filters);

    /// <summary>Adds a further filter; an event counts that any of them chooses.</summary>
    public SimulationEventFilter And => new(_driver, _system, _limitOf, _filters);

    EventFilterFactory IEventFilterApplier.And => throw new NotSupportedException(
        "Akka's factory of filters expects log events in real time: declare the variable as "
        + nameof(SimulationEventFilterApplier));

    /// <summary>Expects one event.</summary>
    /// <param name="action">The block.</param>
    /// <param name="cancellationToken">Looked at before the block.</param>
    public void ExpectOne(Action action, CancellationToken cancellationToken = default) =>
        Expect(1, action, cancellationToken);

    /// <inheritdoc cref="ExpectOne(Action, CancellationToken)"/>
    public Task ExpectOneAsync(Func<Task> actionAsync, CancellationToken cancellationToken = default) =>
        ExpectAsync(1, actionAsync, cancellationToken);

    /// <inheritdoc cref="Expect(int, TimeSpan, Action, CancellationToken)"/>
    public void ExpectOne(TimeSpan timeout, Action action, CancellationToken cancellationToken = default) =>
        Expect(1, timeout, action, cancellationToken);

    /// <inheritdoc cref="Expect(int, TimeSpan, Action, CancellationToken)"/>
    public Task ExpectOneAsync(TimeSpan timeout, Func<Task> action, CancellationToken cancellationToken = default) =>
        ExpectAsync(1, timeout, action, cancellationToken);

    /// <inheritdoc cref="ExpectOne(Action, CancellationToken)"/>
    public Task ExpectOneAsync(Action action, CancellationToken cancellationToken = default) =>
        Finished.Task(() => ExpectOne(action, cancellationToken));

    /// <summary>Expects events.</summary>
    /// <param name="expectedCount">How many; with 0, none may come within the limit.</param>
    /// <param name="action">The block.</param>
    /// <param name="cancellationToken">Looked at before the block.</param>
    public void Expect(int expectedCount, Action action, CancellationToken cancellationToken = default) =>
        Intercept(Returning(action), expectedCount, null, cancellationToken);

    /// <inheritdoc cref="Expect(int, Action, CancellationToken)"/>
    public Task ExpectAsync(int expectedCount, Func<Task> actionAsync, CancellationToken cancellationToken = default) =>
        ExpectAsync(expectedCount, actionAsync, null, cancellationToken);

    /// <inheritdoc cref="Expect(int, TimeSpan, Action, CancellationToken)"/>
    public Task ExpectAsync(
        int expectedCount, Func<Task> actionAsync, TimeSpan? timeout, CancellationToken cancellationToken = default) =>
        Finished.Task(() => Intercept(() => Ended(actionAsync()), expectedCount, timeout, cancellationToken));

    /// <summary>Expects events.</summary>
    /// <param name="expectedCount">How many; with 0, none may come within the limit.</param>
    /// <param name="timeout">Virtual time at most, after the block.</param>
    /// <param name="action">The block.</param>
    /// <param name="cancellationToken">Looked at before the block.</param>
    public void Expect(
        int expectedCount, TimeSpan timeout, Action action, CancellationToken cancellationToken = default) =>
        Intercept(Returning(action), expectedCount, timeout, cancellationToken);

    /// <inheritdoc cref="Expect(int, TimeSpan, Action, CancellationToken)"/>
    public Task ExpectAsync(
        int expectedCount, TimeSpan timeout, Func<Task> action, CancellationToken cancellationToken = default) =>
        ExpectAsync(expectedCount, action, timeout, cancellationToken);

    /// <inheritdoc cref="Expect(int, TimeSpan, Action, CancellationToken)"/>
    public Task ExpectAsync(
        int expectedCount, TimeSpan timeout, Action action, CancellationToken cancellationToken = default) =>
        Finished.Task(() => Expect(expectedCount, timeout, action, cancellationToken));

    /// <summary>Expects one event.</summary>
    /// <typeparam name="T">What the block returns.</typeparam>
    /// <param name="func">The block.</param>
    /// <param name="cancellationToken">Looked at before the block.</param>
    /// <returns>What the block returned.</returns>
    public T ExpectOne<T>(Func<T> func, CancellationToken cancellationToken = default) =>
        Intercept(func, 1, null, cancellationToken);

    /// <inheritdoc cref="ExpectOne{T}(Func{T}, CancellationToken)"/>
    public Task<T> ExpectOneAsync<T>(Func<Task<T>> func, CancellationToken cancellationToken = default) =>
        ExpectAsync(1, func, cancellationToken);

    /// <inheritdoc cref="Expect{T}(int, TimeSpan, Func{T}, CancellationToken)"/>
    public T ExpectOne<T>(TimeSpan timeout, Func<T> func, CancellationToken cancellationToken = default) =>
        Intercept(func, 1, timeout, cancellationToken);

    /// <inheritdoc cref="Expect{T}(int, TimeSpan, Func{T}, CancellationToken)"/>
    public Task<T> ExpectOneAsync<T>(
        TimeSpan timeout, Func<Task<T>> func, CancellationToken cancellationToken = default) =>
        ExpectAsync(1, timeout, func, cancellationToken);

    /// <inheritdoc cref="Expect{T}(int, TimeSpan, Func{T}, CancellationToken)"/>
    public T Expect<T>(int expectedCount, Func<T> func, CancellationToken cancellationToken = default) =>
        Intercept(func, expectedCount, null, cancellationToken);

    /// <inheritdoc cref="Expect{T}(int, Func{T}, CancellationToken)"/>
    public Task<T> ExpectAsync<T>(
        int expectedCount, Func<Task<T>> func, CancellationToken cancellationToken = default) =>
        Finished.Task(() => Intercept(() => Ended(func()), expectedCount, null, cancellationToken));

    /// <summary>Expects events.</summary>
    /// <typeparam name="T">What the block returns.</typeparam>
    /// <param name="expectedCount">How many; with 0, none may come within the limit.</param>
    /// <param name="timeout">Virtual time at most, after the block.</param>
    /// <param name="func">The block.</param>
    /// <param name="cancellationToken">Looked at before the block.</param>
    /// <returns>What the block returned.</returns>
    public T Expect<T>(
        int expectedCount, TimeSpan timeout, Func<T> func, CancellationToken cancellationToken = default) =>
        Intercept(func, expectedCount, timeout, cancellationToken);

    /// <inheritdoc cref="Expect{T}(int, TimeSpan, Func{T}, CancellationToken)"/>
    public Task<T> ExpectAsync<T>(
        int expectedCount, TimeSpan timeout, Func<Task<T>> func, CancellationToken cancellationToken = default) =>
        Finished.Task(() => Intercept(() => Ended(func()), expectedCount, timeout, cancellationToken));

    /// <summary>Hides the events from further listeners while a block runs.</summary>
    /// <typeparam name="T">What the block returns.</typeparam>
    /// <param name="func">The block.</param>
    /// <param name="cancellationToken">Looked at before the block.</param>
    /// <returns>What the block returned.</returns>
    public T Mute<T>(Func<T> func, CancellationToken cancellationToken = default) =>
        Intercept(func, null, null, cancellationToken);

    /// <inheritdoc cref="Mute{T}(Func{T}, CancellationToken)"/>
    public Task<T> MuteAsync<T>(Func<Task<T>> func, CancellationToken cancellationToken = default) =>
        Finished.Task(() => Mute(() => Ended(func()), cancellationToken));

    /// <summary>Hides the events while a block runs.</summary>
    /// <param name="action">The block.</param>
    /// <param name="cancellationToken">Looked at before the block.</param>
    public void Mute(Action action, CancellationToken cancellationToken = default) =>
        Mute(Returning(action), cancellationToken);

    /// <inheritdoc cref="Mute(Action, CancellationToken)"/>
    public Task MuteAsync(Func<Task> action, CancellationToken cancellationToken = default) =>
        Finished.Task(() => Mute(() => Ended(action()), cancellationToken));

    /// <inheritdoc cref="Mute(Action, CancellationToken)"/>
    public Task MuteAsync(Action action, CancellationToken cancellationToken = default) =>
        Finished.Task(() => Mute(action, cancellationToken));

    /// <summary>Hides the events from now on.</summary>
    /// <returns>Ends it.</returns>
    public IUnmutableFilter Mute()
    {
        _system.EventStream.Publish(new Mute(_filters));
        return new Muted(_system, _filters);
    }

    private static Func<bool> Returning(Action action) => () =>
    {
        action();
        return true;
    };

    private bool Ended(Task task) => _driver.RunToEnd(task, _limitOf(null));

    private T Ended<T>(Task<T> task) => _driver.Await(task, _limitOf(null));

    private T Intercept<T>(Func<T> block, int? expected, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(block);
        cancellationToken.ThrowIfCancellationRequested();
        return _driver.Explain(() =>
        {
            var count = 0;
            void Count(EventFilterBase filter, Akka.Event.LogEvent logEvent) => count++;
            using var muted = Mute();
            foreach (var filter in _filters)
                filter.EventMatched += Count;
            try
            {
                var result = block();
                if (expected is { } wanted)
                {
                    var limit = _limitOf(timeout);
                    _driver.Until(() => wanted > 0 ? count >= wanted : count > 0, limit);
                    Check(count, wanted, limit);
                }

                return result;
            }
            finally
            {
                foreach (var filter in _filters)
                    filter.EventMatched -= Count;
            }
        });
    }

    private void Check(int count, int expected, TimeSpan limit)
    {
        var filters = string.Join(", ", _filters.AsEnumerable());
        if (count < expected)
        {
            throw _driver.Fail(
                $"Timeout ({limit}) while waiting for messages. Only received {count}/{expected} messages that matched "
                + $"filter [{filters}]");
        }

        if (count > expected)
        {
            throw _driver.Fail(
                $"Received {count - expected} too many. Expected {expected} but received {count} that matched filter "
                + $"[{filters}]");
        }
    }

    private sealed class Muted(ActorSystem system, EventFilterBase[] filters) : IUnmutableFilter
    {
        private bool _isOver;

        public void Unmute() => Dispose();

        public void Dispose()
        {
            if (_isOver)
                return;
            _isOver = true;
            system.EventStream.Publish(new Unmute(filters));
        }
    }
}
