using System.Runtime.ExceptionServices;

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
    /// <summary>Waits until an assertion holds. It is looked at after each event, whatever the interval.</summary>
    /// <param name="assertion">Throws as long as it does not hold; may use verbs.</param>
    /// <param name="duration">Virtual time at most; null: the rest of the innermost Within, or the default.</param>
    /// <param name="interval">Without effect.</param>
    /// <param name="cancellationToken">Looked at before each look.</param>
    public new void AwaitAssert(
        Action assertion,
        TimeSpan? duration = null,
        TimeSpan? interval = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(assertion);
        _driver.Explain(() =>
        {
            ExceptionDispatchInfo? last = null;
            var holds = _driver.UntilEach(
                () =>
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    last = FailureOf(assertion);
                    return last is null;
                },
                LimitOf(duration));
            if (!holds)
                last!.Throw();
            return holds;
        });
    }

    /// <inheritdoc cref="AwaitAssert(Action, TimeSpan?, TimeSpan?, CancellationToken)"/>
    public new Task AwaitAssertAsync(
        Action assertion,
        TimeSpan? duration = null,
        TimeSpan? interval = null,
        CancellationToken cancellationToken = default) =>
        Finished.Task(() => AwaitAssert(assertion, duration, interval, cancellationToken));

    /// <inheritdoc cref="AwaitAssert(Action, TimeSpan?, TimeSpan?, CancellationToken)"/>
    public new Task AwaitAssertAsync(
        Func<Task> assertion,
        TimeSpan? duration = null,
        TimeSpan? interval = null,
        CancellationToken cancellationToken = default) =>
        Finished.Task(() => AwaitAssert(() => RunToEnd(assertion()), duration, interval, cancellationToken));

    /// <summary>Waits until a condition holds. It is looked at after each event.</summary>
    /// <param name="conditionIsFulfilled">The condition; may use verbs.</param>
    /// <param name="cancellationToken">Looked at before each look.</param>
    public new void AwaitCondition(Func<bool> conditionIsFulfilled, CancellationToken cancellationToken = default) =>
        AwaitCondition(conditionIsFulfilled, null, null, null, cancellationToken);

    /// <inheritdoc cref="AwaitCondition(Func{bool}, TimeSpan?, TimeSpan?, string, CancellationToken)"/>
    public new void AwaitCondition(
        Func<bool> conditionIsFulfilled, TimeSpan? max, CancellationToken cancellationToken = default) =>
        AwaitCondition(conditionIsFulfilled, max, null, null, cancellationToken);

    /// <inheritdoc cref="AwaitCondition(Func{bool}, TimeSpan?, TimeSpan?, string, CancellationToken)"/>
    public new void AwaitCondition(
        Func<bool> conditionIsFulfilled,
        TimeSpan? max,
        string message,
        CancellationToken cancellationToken = default) =>
        AwaitCondition(conditionIsFulfilled, max, null, message, cancellationToken);

    /// <summary>Waits until a condition holds. It is looked at after each event, whatever the interval.</summary>
    /// <param name="conditionIsFulfilled">The condition; may use verbs.</param>
    /// <param name="max">Virtual time at most; null: the rest of the innermost Within, or the default.</param>
    /// <param name="interval">Without effect.</param>
    /// <param name="message">Part of the message of a failure.</param>
    /// <param name="cancellationToken">Looked at before each look.</param>
    public new void AwaitCondition(
        Func<bool> conditionIsFulfilled,
        TimeSpan? max,
        TimeSpan? interval,
        string? message = null,
        CancellationToken cancellationToken = default)
    {
        _driver.Explain(() =>
        {
            var limit = LimitOf(max);
            return AwaitConditionNoThrow(conditionIsFulfilled, limit, interval, cancellationToken)
                ? true
                : throw _driver.Fail($"Timeout {limit} expired while waiting for condition. {message}");
        });
    }

    /// <inheritdoc cref="AwaitCondition(Func{bool}, CancellationToken)"/>
    public new Task AwaitConditionAsync(
        Func<bool> conditionIsFulfilled, CancellationToken cancellationToken = default) =>
        Finished.Task(() => AwaitCondition(conditionIsFulfilled, cancellationToken));

    /// <inheritdoc cref="AwaitCondition(Func{bool}, CancellationToken)"/>
    public new Task AwaitConditionAsync(
        Func<Task<bool>> conditionIsFulfilled, CancellationToken cancellationToken = default) =>
        Finished.Task(() => AwaitCondition(() => RunToEnd(conditionIsFulfilled()), cancellationToken));

    /// <inheritdoc cref="AwaitCondition(Func{bool}, TimeSpan?, TimeSpan?, string, CancellationToken)"/>
    public new Task AwaitConditionAsync(
        Func<Task<bool>> conditionIsFulfilled, TimeSpan? max, CancellationToken cancellationToken = default) =>
        Finished.Task(() => AwaitCondition(() => RunToEnd(conditionIsFulfilled()), max, cancellationToken));

    /// <inheritdoc cref="AwaitCondition(Func{bool}, TimeSpan?, TimeSpan?, string, CancellationToken)"/>
    public new Task AwaitConditionAsync(
        Func<bool> conditionIsFulfilled,
        TimeSpan? max,
        string message,
        CancellationToken cancellationToken = default) =>
        Finished.Task(() => AwaitCondition(conditionIsFulfilled, max, message, cancellationToken));

    /// <inheritdoc cref="AwaitCondition(Func{bool}, TimeSpan?, TimeSpan?, string, CancellationToken)"/>
    public new Task AwaitConditionAsync(
        Func<Task<bool>> conditionIsFulfilled,
        TimeSpan? max,
        string message,
        CancellationToken cancellationToken = default) =>
        Finished.Task(() => AwaitCondition(() => RunToEnd(conditionIsFulfilled()), max, message, cancellationToken));

    /// <inheritdoc cref="AwaitCondition(Func{bool}, TimeSpan?, TimeSpan?, string, CancellationToken)"/>
    public new Task AwaitConditionAsync(
        Func<bool> conditionIsFulfilled,
        TimeSpan? max,
        TimeSpan? interval,
        string? message = null,
        CancellationToken cancellationToken = default) =>
        Finished.Task(() => AwaitCondition(conditionIsFulfilled, max, interval, message, cancellationToken));

    /// <inheritdoc cref="AwaitCondition(Func{bool}, TimeSpan?, TimeSpan?, string, CancellationToken)"/>
    public new Task AwaitConditionAsync(
        Func<Task<bool>> conditionIsFulfilled,
        TimeSpan? max,
        TimeSpan? interval,
        string? message = null,
        CancellationToken cancellationToken = default) =>
        Finished.Task(() =>
            AwaitCondition(() => RunToEnd(conditionIsFulfilled()), max, interval, message, cancellationToken));

    /// <summary>Waits until a condition holds. It is looked at after each event, whatever the interval.</summary>
    /// <param name="conditionIsFulfilled">The condition; may use verbs.</param>
    /// <param name="max">Virtual time at most.</param>
    /// <param name="interval">Without effect.</param>
    /// <param name="cancellationToken">Looked at before each look.</param>
    /// <returns>Whether it holds.</returns>
    public new bool AwaitConditionNoThrow(
        Func<bool> conditionIsFulfilled,
        TimeSpan max,
        TimeSpan? interval = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(conditionIsFulfilled);
        return _driver.UntilEach(
            () =>
            {
                cancellationToken.ThrowIfCancellationRequested();
                return conditionIsFulfilled();
            },
            LimitOf(max));
    }

    /// <inheritdoc cref="AwaitConditionNoThrow(Func{bool}, TimeSpan, TimeSpan?, CancellationToken)"/>
    public new Task<bool> AwaitConditionNoThrowAsync(
        Func<bool> conditionIsFulfilled,
        TimeSpan max,
        TimeSpan? interval = null,
        CancellationToken cancellationToken = default) =>
        Finished.Task(() => AwaitConditionNoThrow(conditionIsFulfilled, max, interval, cancellationToken));

    /// <inheritdoc cref="AwaitConditionNoThrow(Func{bool}, TimeSpan, TimeSpan?, CancellationToken)"/>
    public new Task<bool> AwaitConditionNoThrowAsync(
        Func<Task<bool>> conditionIsFulfilled,
        TimeSpan max,
        TimeSpan? interval = null,
        CancellationToken cancellationToken = default) =>
        Finished.Task(() =>
            AwaitConditionNoThrow(() => RunToEnd(conditionIsFulfilled()), max, interval, cancellationToken));

    /// <summary>
    /// How an assertion fails that may hold after the next event; what the simulation itself throws ends the wait.
    /// </summary>
    private static ExceptionDispatchInfo? FailureOf(Action assertion)
    {
        try
        {
            assertion();
            return null;
        }
        catch (Exception failure) when (!SimulationDriver.EndsTheRun(failure))
        {
            return ExceptionDispatchInfo.Capture(failure);
        }
    }
}
