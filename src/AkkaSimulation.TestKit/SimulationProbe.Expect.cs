using Akka.Actor;

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
    /// <summary>As the verb of this name in Akka's kit, on virtual time.</summary>
    /// <typeparam name="T">The type of the message.</typeparam>
    /// <param name="duration">Virtual time at most; null: the rest of the innermost Within, or the default.</param>
    /// <param name="hint">Part of the message of a failure.</param>
    /// <param name="cancellationToken">Looked at before the verb drives.</param>
    /// <returns>The message.</returns>
    public new T ExpectMsg<T>(
        TimeSpan? duration = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect(
            duration,
            hint,
            () => base.ExpectMsg<T>(TimeSpan.Zero, hint, cancellationToken),
            cancellationToken);

    /// <inheritdoc cref="ExpectMsg{T}(TimeSpan?, string, CancellationToken)"/>
    public new ValueTask<T> ExpectMsgAsync<T>(
        TimeSpan? duration = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Finished.ValueTask(() => ExpectMsg<T>(duration, hint, cancellationToken));

    /// <inheritdoc cref="ExpectMsg{T}(TimeSpan?, string, CancellationToken)"/>
    public new T ExpectMsg<T>(
        T message,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        Expect(
            timeout,
            hint,
            () => base.ExpectMsg<T>(message, TimeSpan.Zero, hint, cancellationToken),
            cancellationToken);

    /// <inheritdoc cref="ExpectMsg{T}(TimeSpan?, string, CancellationToken)"/>
    public new ValueTask<T> ExpectMsgAsync<T>(
        T message,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        Finished.ValueTask(() => ExpectMsg<T>(message, timeout, hint, cancellationToken));

    /// <inheritdoc cref="ExpectMsg{T}(TimeSpan?, string, CancellationToken)"/>
    public new T ExpectMsg<T>(
        Predicate<T> isMessage,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        Expect(
            timeout,
            hint,
            () => base.ExpectMsg<T>(isMessage, TimeSpan.Zero, hint, cancellationToken),
            cancellationToken);

    /// <inheritdoc cref="ExpectMsg{T}(TimeSpan?, string, CancellationToken)"/>
    public new ValueTask<T> ExpectMsgAsync<T>(
        Predicate<T> isMessage,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        Finished.ValueTask(() => ExpectMsg<T>(isMessage, timeout, hint, cancellationToken));

    /// <inheritdoc cref="ExpectMsg{T}(TimeSpan?, string, CancellationToken)"/>
    public new T ExpectMsg<T>(
        Action<T> assert,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        Expect(
            timeout,
            hint,
            () => base.ExpectMsg<T>(assert, TimeSpan.Zero, hint, cancellationToken),
            cancellationToken);

    /// <inheritdoc cref="ExpectMsg{T}(TimeSpan?, string, CancellationToken)"/>
    public new ValueTask<T> ExpectMsgAsync<T>(
        Action<T> assert,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        Finished.ValueTask(() => ExpectMsg<T>(assert, timeout, hint, cancellationToken));

    /// <inheritdoc cref="ExpectMsg{T}(TimeSpan?, string, CancellationToken)"/>
    public new T ExpectMsg<T>(
        Func<T, IActorRef, bool> isMessageAndSender,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        Expect(
            timeout,
            hint,
            () => base.ExpectMsg<T>(isMessageAndSender, TimeSpan.Zero, hint, cancellationToken),
            cancellationToken);

    /// <inheritdoc cref="ExpectMsg{T}(TimeSpan?, string, CancellationToken)"/>
    public new ValueTask<T> ExpectMsgAsync<T>(
        Func<T, IActorRef, bool> isMessageAndSender,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        Finished.ValueTask(() => ExpectMsg<T>(isMessageAndSender, timeout, hint, cancellationToken));

    /// <inheritdoc cref="ExpectMsg{T}(TimeSpan?, string, CancellationToken)"/>
    public new T ExpectMsg<T>(
        Action<T, IActorRef> assertMessageAndSender,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        Expect(
            timeout,
            hint,
            () => base.ExpectMsg<T>(assertMessageAndSender, TimeSpan.Zero, hint, cancellationToken),
            cancellationToken);

    /// <inheritdoc cref="ExpectMsg{T}(TimeSpan?, string, CancellationToken)"/>
    public new ValueTask<T> ExpectMsgAsync<T>(
        Action<T, IActorRef> assertMessageAndSender,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        Finished.ValueTask(() => ExpectMsg<T>(assertMessageAndSender, timeout, hint, cancellationToken));

    /// <inheritdoc cref="ExpectMsg{T}(TimeSpan?, string, CancellationToken)"/>
    public new T ExpectMsg<T>(
        T expected,
        Func<T, T, bool> comparer,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        Expect(
            timeout,
            hint,
            () => base.ExpectMsg<T>(expected, comparer, TimeSpan.Zero, hint, cancellationToken),
            cancellationToken);

    /// <inheritdoc cref="ExpectMsg{T}(TimeSpan?, string, CancellationToken)"/>
    public new ValueTask<T> ExpectMsgAsync<T>(
        T expected,
        Func<T, T, bool> comparer,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        Finished.ValueTask(() => ExpectMsg<T>(expected, comparer, timeout, hint, cancellationToken));

    /// <inheritdoc cref="ExpectMsg{T}(TimeSpan?, string, CancellationToken)"/>
    public new Terminated ExpectTerminated(
        IActorRef target,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        Expect(
            timeout,
            hint,
            () => base.ExpectTerminated(target, TimeSpan.Zero, hint, cancellationToken),
            cancellationToken);

    /// <inheritdoc cref="ExpectMsg{T}(TimeSpan?, string, CancellationToken)"/>
    public new ValueTask<Terminated> ExpectTerminatedAsync(
        IActorRef target,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        Finished.ValueTask(() => ExpectTerminated(target, timeout, hint, cancellationToken));

    /// <summary>Drives until there is a message; then Akka's verb looks at it, without waiting.</summary>
    private T Expect<T>(TimeSpan? max, string? hint, Func<T> look, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _driver.Explain(() =>
        {
            var limit = LimitOf(max);
            if (!UntilMessage(limit))
                throw _driver.Fail($"Failed: Timeout {limit} while waiting for a message of type {typeof(T)} {hint}");
            return look();
        });
    }
}
