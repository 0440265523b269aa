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
    /// <param name="sender">Who must have sent it.</param>
    /// <param name="duration">Virtual time at most; null: the rest of the innermost Within, or the default.</param>
    /// <param name="hint">Part of the message of a failure.</param>
    /// <param name="cancellationToken">Looked at before the verb drives.</param>
    /// <returns>The message.</returns>
    public new T ExpectMsgFrom<T>(
        IActorRef sender,
        TimeSpan? duration = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        Expect(
            duration,
            hint,
            () => base.ExpectMsgFrom<T>(sender, TimeSpan.Zero, hint, cancellationToken),
            cancellationToken);

    /// <inheritdoc cref="ExpectMsgFrom{T}(IActorRef, TimeSpan?, string, CancellationToken)"/>
    public new ValueTask<T> ExpectMsgFromAsync<T>(
        IActorRef sender,
        TimeSpan? duration = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        Finished.ValueTask(() => ExpectMsgFrom<T>(sender, duration, hint, cancellationToken));

    /// <inheritdoc cref="ExpectMsgFrom{T}(IActorRef, TimeSpan?, string, CancellationToken)"/>
    public new T ExpectMsgFrom<T>(
        IActorRef sender,
        T message,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        Expect(
            timeout,
            hint,
            () => base.ExpectMsgFrom<T>(sender, message, TimeSpan.Zero, hint, cancellationToken),
            cancellationToken);

    /// <inheritdoc cref="ExpectMsgFrom{T}(IActorRef, TimeSpan?, string, CancellationToken)"/>
    public new ValueTask<T> ExpectMsgFromAsync<T>(
        IActorRef sender,
        T message,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        Finished.ValueTask(() => ExpectMsgFrom<T>(sender, message, timeout, hint, cancellationToken));

    /// <inheritdoc cref="ExpectMsgFrom{T}(IActorRef, TimeSpan?, string, CancellationToken)"/>
    public new T ExpectMsgFrom<T>(
        IActorRef sender,
        Predicate<T> isMessage,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        Expect(
            timeout,
            hint,
            () => base.ExpectMsgFrom<T>(sender, isMessage, TimeSpan.Zero, hint, cancellationToken),
            cancellationToken);

    /// <inheritdoc cref="ExpectMsgFrom{T}(IActorRef, TimeSpan?, string, CancellationToken)"/>
    public new ValueTask<T> ExpectMsgFromAsync<T>(
        IActorRef sender,
        Predicate<T> isMessage,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        Finished.ValueTask(() => ExpectMsgFrom<T>(sender, isMessage, timeout, hint, cancellationToken));

    /// <inheritdoc cref="ExpectMsgFrom{T}(IActorRef, TimeSpan?, string, CancellationToken)"/>
    public new T ExpectMsgFrom<T>(
        Predicate<IActorRef> isSender,
        Predicate<T> isMessage,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        Expect(
            timeout,
            hint,
            () => base.ExpectMsgFrom<T>(isSender, isMessage, TimeSpan.Zero, hint, cancellationToken),
            cancellationToken);

    /// <inheritdoc cref="ExpectMsgFrom{T}(IActorRef, TimeSpan?, string, CancellationToken)"/>
    public new ValueTask<T> ExpectMsgFromAsync<T>(
        Predicate<IActorRef> isSender,
        Predicate<T> isMessage,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        Finished.ValueTask(() => ExpectMsgFrom<T>(isSender, isMessage, timeout, hint, cancellationToken));

    /// <inheritdoc cref="ExpectMsgFrom{T}(IActorRef, TimeSpan?, string, CancellationToken)"/>
    public new T ExpectMsgFrom<T>(
        IActorRef sender,
        Action<T> assertMessage,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        Expect(
            timeout,
            hint,
            () => base.ExpectMsgFrom<T>(sender, assertMessage, TimeSpan.Zero, hint, cancellationToken),
            cancellationToken);

    /// <inheritdoc cref="ExpectMsgFrom{T}(IActorRef, TimeSpan?, string, CancellationToken)"/>
    public new ValueTask<T> ExpectMsgFromAsync<T>(
        IActorRef sender,
        Action<T> assertMessage,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        Finished.ValueTask(() => ExpectMsgFrom<T>(sender, assertMessage, timeout, hint, cancellationToken));

    /// <inheritdoc cref="ExpectMsgFrom{T}(IActorRef, TimeSpan?, string, CancellationToken)"/>
    public new T ExpectMsgFrom<T>(
        Action<IActorRef> assertSender,
        Action<T> assertMessage,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        Expect(
            timeout,
            hint,
            () => base.ExpectMsgFrom<T>(assertSender, assertMessage, TimeSpan.Zero, hint, cancellationToken),
            cancellationToken);

    /// <inheritdoc cref="ExpectMsgFrom{T}(IActorRef, TimeSpan?, string, CancellationToken)"/>
    public new ValueTask<T> ExpectMsgFromAsync<T>(
        Action<IActorRef> assertSender,
        Action<T> assertMessage,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        Finished.ValueTask(() => ExpectMsgFrom<T>(assertSender, assertMessage, timeout, hint, cancellationToken));
}
