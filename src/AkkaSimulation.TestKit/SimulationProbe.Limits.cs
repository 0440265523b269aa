using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
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
    private readonly Stack<TimeSpan> _deadlines = new();
    private bool _lastWasNoMessage;

    /// <summary>True time since the start of the run.</summary>
    public TimeSpan Time => _driver.Now;

    /// <summary>The wall clock of node 0, as a time since the year 1.</summary>
    public new TimeSpan Now => TimeSpan.FromTicks(_driver.Node.Clock.Now.UtcTicks);

    /// <summary>What is left of the innermost Within; outside of one, the default limit of virtual time.</summary>
    public new TimeSpan RemainingOrDefault => LimitOf(null);

    /// <summary>What is left of the innermost Within; outside of one, for how long ExpectNoMsg looks.</summary>
    public new TimeSpan NoMessageRemainingOrDefault => Rest ?? TestKitSettings.ExpectNoMessageDefault;

    /// <summary>What is left of the innermost Within.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public new TimeSpan Remaining =>
        Rest ?? throw new InvalidOperationException("Remaining is asked for outside of a Within.");

    private TimeSpan? Rest =>
        _deadlines.TryPeek(out var deadline) ? Max(deadline - _driver.Now, TimeSpan.Zero) : null;

    /// <summary>A limit as a verb takes it.</summary>
    /// <param name="duration">Null: the default.</param>
    /// <returns>At most what is left of the innermost Within.</returns>
    public new TimeSpan RemainingOrDilated(TimeSpan? duration) => LimitOf(duration);

    /// <summary>Virtual time needs no factor for slow machines.</summary>
    /// <param name="duration">At least zero.</param>
    /// <returns>The same.</returns>
    [SuppressMessage("Performance", "CA1822", Justification = "Akka's is no static member, either.")]
    public new TimeSpan Dilated(TimeSpan duration)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.Zero);
        return duration;
    }

    /// <summary>Runs a block that must end within a time of the virtual clock.</summary>
    /// <param name="max">At most this long.</param>
    /// <param name="action">The block.</param>
    /// <param name="epsilonValue">How much longer it may take; null: no longer.</param>
    /// <param name="cancellationToken">Looked at before the block.</param>
    public new void Within(
        TimeSpan max, Action action, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        Within(TimeSpan.Zero, max, action, null, epsilonValue, cancellationToken);

    /// <inheritdoc cref="Within(TimeSpan, Action, TimeSpan?, CancellationToken)"/>
    public new void Within(
        TimeSpan min,
        TimeSpan max,
        Action action,
        string? hint = null,
        TimeSpan? epsilonValue = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(action);
        Within(
            min,
            max,
            () =>
            {
                action();
                return true;
            },
            hint,
            epsilonValue,
            cancellationToken);
    }

    /// <inheritdoc cref="Within(TimeSpan, Action, TimeSpan?, CancellationToken)"/>
    public new T Within<T>(
        TimeSpan max, Func<T> function, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        Within(TimeSpan.Zero, max, function, null, epsilonValue, cancellationToken);

    /// <summary>Runs a block that must take a time of the virtual clock between two bounds.</summary>
    /// <typeparam name="T">What the block returns.</typeparam>
    /// <param name="min">At least this long.</param>
    /// <param name="max">At most this long.</param>
    /// <param name="function">The block.</param>
    /// <param name="hint">Part of the message of a failure.</param>
    /// <param name="epsilonValue">How much longer than the maximum it may take; null: no longer.</param>
    /// <param name="cancellationToken">Looked at before the block.</param>
    /// <returns>What the block returned.</returns>
    public new T Within<T>(
        TimeSpan min,
        TimeSpan max,
        Func<T> function,
        string? hint = null,
        TimeSpan? epsilonValue = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentOutOfRangeException.ThrowIfLessThan(min, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(max, TimeSpan.Zero);
        cancellationToken.ThrowIfCancellationRequested();
        return _driver.Explain(() =>
        {
            var (start, rest) = (_driver.Now, Rest);
            if (rest < min)
                throw _driver.Fail($"Required min time {min} not possible, only {rest} left. {hint}");
            var longest = rest < max ? rest.Value : max;
            _lastWasNoMessage = false;
            _deadlines.Push(start + longest);
            T result;
            try
            {
                result = function();
            }
            finally
            {
                _deadlines.Pop();
            }

            CheckDuration(_driver.Now - start, min, longest, epsilonValue ?? TimeSpan.Zero, hint);
            return result;
        });
    }

    /// <inheritdoc cref="Within(TimeSpan, Action, TimeSpan?, CancellationToken)"/>
    public new Task WithinAsync(
        TimeSpan max,
        Func<Task> actionAsync,
        TimeSpan? epsilonValue = null,
        CancellationToken cancellationToken = default) =>
        WithinAsync(TimeSpan.Zero, max, actionAsync, null, epsilonValue, cancellationToken);

    /// <inheritdoc cref="Within(TimeSpan, Action, TimeSpan?, CancellationToken)"/>
    public new Task WithinAsync(
        TimeSpan min,
        TimeSpan max,
        Func<Task> actionAsync,
        string? hint = null,
        TimeSpan? epsilonValue = null,
        CancellationToken cancellationToken = default) =>
        Finished.Task(() => Within(min, max, () => RunToEnd(actionAsync()), hint, epsilonValue, cancellationToken));

    /// <inheritdoc cref="Within{T}(TimeSpan, TimeSpan, Func{T}, string, TimeSpan?, CancellationToken)"/>
    public new Task<T> WithinAsync<T>(
        TimeSpan max,
        Func<Task<T>> function,
        TimeSpan? epsilonValue = null,
        CancellationToken cancellationToken = default) =>
        WithinAsync(TimeSpan.Zero, max, function, null, epsilonValue, cancellationToken);

    /// <inheritdoc cref="Within{T}(TimeSpan, TimeSpan, Func{T}, string, TimeSpan?, CancellationToken)"/>
    public new Task<T> WithinAsync<T>(
        TimeSpan min,
        TimeSpan max,
        Func<Task<T>> function,
        string? hint = null,
        TimeSpan? epsilonValue = null,
        CancellationToken cancellationToken = default) =>
        Finished.Task(() => Within(min, max, () => RunToEnd(function()), hint, epsilonValue, cancellationToken));

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;

    /// <summary>
    /// What a verb drives at most: a limit of its own, or the default, and what is left of the Within.
    /// </summary>
    private TimeSpan LimitOf(TimeSpan? limit)
    {
        if (limit is { } own)
        {
            if (own < TimeSpan.Zero)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(limit), own, "A limit of virtual time is finite and not negative.");
            }

            return Rest is { } rest && rest < own ? rest : own;
        }

        return Rest ?? TestKitSettings.SingleExpectDefault;
    }

    /// <inheritdoc/>
    protected override void Shutdown(
        ActorSystem system, TimeSpan? duration = null, bool verifySystemShutdown = false) =>
        _driver.Shutdown(system, duration, verifySystemShutdown);

    /// <inheritdoc/>
    protected override Task ShutdownAsync(
        ActorSystem system, TimeSpan? duration = null, bool verifySystemShutdown = false) =>
        Finished.Task(() => _driver.Shutdown(system, duration, verifySystemShutdown));

    private void CheckDuration(TimeSpan taken, TimeSpan min, TimeSpan max, TimeSpan epsilon, string? hint)
    {
        if (taken < min)
            throw _driver.Fail($"Failed: Block took {taken}, should have at least been {min}. {hint}");
        if (!_lastWasNoMessage && taken > max + epsilon)
            throw _driver.Fail($"Failed: Block took {taken}, exceeding {max}. {hint}");
    }

    /// <summary>What a block of a test returned has usually ended; else it is driven to its end.</summary>
    private bool RunToEnd(Task task) => _driver.RunToEnd(task, RemainingOrDefault);

    private T RunToEnd<T>(Task<T> task)
    {
        _driver.RunToEnd(task, RemainingOrDefault);
        return Finished.ResultOf(task);
    }

    private void Begin(ActorSystem system, Action initialize)
    {
        // Looked up first, so that it is not replaced by Akka's own.
        system.Dispatchers.Lookup(CallingThreadDispatcher.Id);
        _driver.Eagerly(system, initialize);
    }
}
