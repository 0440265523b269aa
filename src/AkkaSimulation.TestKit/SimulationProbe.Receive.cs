using System.Collections;
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
    private MessageEnvelope? _last;

    /// <summary>The message that a verb received last.</summary>
    /// <exception cref="IllegalActorStateException">The last verb received none.</exception>
    public new object LastMessage => _last is null ? base.LastMessage : _last.Message;

    /// <summary>The sender of the message that a verb received last.</summary>
    /// <exception cref="IllegalActorStateException">The last verb received none.</exception>
    public new IActorRef LastSender => _last is null ? base.LastSender : _last.Sender;

    /// <summary>Receives the next message.</summary>
    /// <param name="max">Virtual time at most; null: the rest of the innermost Within, or the default.</param>
    /// <param name="cancellationToken">Looked at before the verb drives.</param>
    /// <returns>The message; null when there is none in time.</returns>
    public new object? ReceiveOne(TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        TryTake(out var envelope, LimitOf(max), cancellationToken) ? envelope.Message : null;

    /// <inheritdoc cref="ReceiveOne(TimeSpan?, CancellationToken)"/>
    public new ValueTask<object?> ReceiveOneAsync(
        TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        Finished.ValueTask(() => ReceiveOne(max, cancellationToken));

    /// <summary>Receives the next message with its sender.</summary>
    /// <param name="envelope">Both; an empty envelope when there is none in time.</param>
    /// <param name="max">Virtual time at most; null: the rest of the innermost Within, or the default.</param>
    /// <param name="cancellationToken">Looked at before the verb drives.</param>
    /// <returns>Whether there is one in time.</returns>
    public new bool TryReceiveOne(
        out MessageEnvelope envelope, TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        TryTake(out envelope, LimitOf(max), cancellationToken);

    /// <inheritdoc cref="TryReceiveOne(out MessageEnvelope, TimeSpan?, CancellationToken)"/>
    public new ValueTask<(bool success, MessageEnvelope envelope)> TryReceiveOneAsync(
        TimeSpan? max, CancellationToken cancellationToken = default) =>
        Finished.ValueTask(() => (TryTake(out var envelope, LimitOf(max), cancellationToken), envelope));

    /// <summary>Looks at the next message and leaves it.</summary>
    /// <param name="max">Virtual time at most; null: the rest of the innermost Within, or the default.</param>
    /// <param name="cancellationToken">Looked at before the verb drives.</param>
    /// <returns>The message; null when there is none in time.</returns>
    public new object? PeekOne(TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        TryPeek(out var envelope, LimitOf(max), cancellationToken) ? envelope.Message : null;

    /// <inheritdoc cref="PeekOne(TimeSpan?, CancellationToken)"/>
    public new object? PeekOne(CancellationToken cancellationToken) => PeekOne(null, cancellationToken);

    /// <inheritdoc cref="PeekOne(TimeSpan?, CancellationToken)"/>
    public new ValueTask<object?> PeekOneAsync(TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        Finished.ValueTask(() => PeekOne(max, cancellationToken));

    /// <inheritdoc cref="PeekOne(TimeSpan?, CancellationToken)"/>
    public new ValueTask<object?> PeekOneAsync(CancellationToken cancellationToken) =>
        Finished.ValueTask(() => PeekOne(null, cancellationToken));

    /// <summary>Looks at the next message with its sender and leaves it.</summary>
    /// <param name="envelope">Both; an empty envelope when there is none in time.</param>
    /// <param name="max">Virtual time at most; null: the rest of the innermost Within, or the default.</param>
    /// <param name="cancellationToken">Looked at before the verb drives.</param>
    /// <returns>Whether there is one in time.</returns>
    public new bool TryPeekOne(out MessageEnvelope envelope, TimeSpan? max, CancellationToken cancellationToken) =>
        TryPeek(out envelope, LimitOf(max), cancellationToken);

    /// <inheritdoc cref="TryPeekOne(out MessageEnvelope, TimeSpan?, CancellationToken)"/>
    public new ValueTask<(bool success, MessageEnvelope envelope)> TryPeekOneAsync(
        TimeSpan? max, CancellationToken cancellationToken) =>
        Finished.ValueTask(() => (TryPeek(out var envelope, LimitOf(max), cancellationToken), envelope));

    /// <summary>Receives messages; fewer in time are a failure.</summary>
    /// <param name="numberOfMessages">How many.</param>
    /// <param name="cancellationToken">Looked at before each message.</param>
    /// <returns>The messages, in their order.</returns>
    public new IReadOnlyCollection<object> ReceiveN(
        int numberOfMessages, CancellationToken cancellationToken = default) =>
        [.. Receiving(numberOfMessages, LimitOf(null), cancellationToken)];

    /// <summary>Receives messages; fewer in time are a failure.</summary>
    /// <param name="numberOfMessages">How many.</param>
    /// <param name="max">Virtual time at most for all of them.</param>
    /// <param name="cancellationToken">Looked at before each message.</param>
    /// <returns>The messages, in their order.</returns>
    public new IReadOnlyCollection<object> ReceiveN(
        int numberOfMessages, TimeSpan max, CancellationToken cancellationToken = default) =>
        [.. Receiving(numberOfMessages, LimitOf(max), cancellationToken)];

    /// <inheritdoc cref="ReceiveN(int, CancellationToken)"/>
    public new IAsyncEnumerable<object> ReceiveNAsync(
        int numberOfMessages, CancellationToken cancellationToken = default) =>
        Receiving(numberOfMessages, LimitOf(null), cancellationToken).ToAsyncEnumerable();

    /// <inheritdoc cref="ReceiveN(int, TimeSpan, CancellationToken)"/>
    public new IAsyncEnumerable<object> ReceiveNAsync(
        int numberOfMessages, TimeSpan max, CancellationToken cancellationToken = default) =>
        Receiving(numberOfMessages, LimitOf(max), cancellationToken).ToAsyncEnumerable();

    /// <summary>Receives until nothing comes any more.</summary>
    /// <param name="max">How long nothing must come; null: the rest of the innermost Within, or the default.</param>
    /// <param name="maxMessages">More than these are a failure; null: no bound.</param>
    /// <param name="cancellationToken">Looked at before each message.</param>
    /// <returns>The messages, in their order.</returns>
    public new Task<ArrayList> WaitForRadioSilenceAsync(
        TimeSpan? max = null, uint? maxMessages = null, CancellationToken cancellationToken = default) =>
        Finished.Task(() => _driver.Explain(() =>
        {
            var messages = new ArrayList();
            while (TryTake(out var envelope, LimitOf(max), cancellationToken))
            {
                messages.Add(envelope.Message);
                if (messages.Count > maxMessages)
                    throw _driver.Fail($"More than {maxMessages} messages came.");
            }

            return ArrayList.ReadOnly(messages);
        }));

    private bool UntilMessage(TimeSpan limit)
    {
        (_lastWasNoMessage, _last) = (false, null);
        if (_driver.Until(() => HasMessages, limit))
            return true;
        _last = NullMessageEnvelope.Instance;
        return false;
    }

    private bool TryTake(
        [NotNullWhen(true)] out MessageEnvelope envelope, TimeSpan limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        UntilMessage(limit);
        return base.TryReceiveOne(out envelope, TimeSpan.Zero, cancellationToken);
    }

    private bool TryPeek(
        [NotNullWhen(true)] out MessageEnvelope envelope, TimeSpan limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        UntilMessage(limit);
        return base.TryPeekOne(out envelope, TimeSpan.Zero, cancellationToken);
    }

    private IEnumerable<object> Receiving(int count, TimeSpan max, CancellationToken cancellationToken)
    {
        var deadline = _driver.Now + max;
        for (var i = 0; i < count; i++)
        {
            var got = i;
            yield return _driver.Explain(() =>
                TryTake(out var envelope, Max(deadline - _driver.Now, TimeSpan.Zero), cancellationToken)
                    ? envelope.Message
                    : throw _driver.Fail($"Timeout ({max}) while expecting {count} messages. Only got {got}."));
        }
    }
}
