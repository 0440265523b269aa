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
    /// <summary>Expects that no message comes.</summary>
    /// <param name="cancellationToken">Looked at before the verb drives.</param>
    public new void ExpectNoMsg(CancellationToken cancellationToken = default) =>
        ExpectNothing(NoMessageRemainingOrDefault, cancellationToken);

    /// <summary>Expects that no message comes.</summary>
    /// <param name="duration">For how long on the virtual clock.</param>
    /// <param name="cancellationToken">Looked at before the verb drives.</param>
    public new void ExpectNoMsg(TimeSpan duration, CancellationToken cancellationToken = default) =>
        ExpectNothing(LimitOf(duration), cancellationToken);

    /// <summary>Expects that no message comes.</summary>
    /// <param name="milliseconds">For how long on the virtual clock.</param>
    /// <param name="cancellationToken">Looked at before the verb drives.</param>
    public new void ExpectNoMsg(int milliseconds, CancellationToken cancellationToken = default) =>
        ExpectNothing(LimitOf(TimeSpan.FromMilliseconds(milliseconds)), cancellationToken);

    /// <inheritdoc cref="ExpectNoMsg(CancellationToken)"/>
    public new ValueTask ExpectNoMsgAsync(CancellationToken cancellationToken = default) =>
        Finished.ValueTask(() => ExpectNoMsg(cancellationToken));

    /// <inheritdoc cref="ExpectNoMsg(TimeSpan, CancellationToken)"/>
    public new ValueTask ExpectNoMsgAsync(TimeSpan duration, CancellationToken cancellationToken = default) =>
        Finished.ValueTask(() => ExpectNoMsg(duration, cancellationToken));

    /// <inheritdoc cref="ExpectNoMsg(int, CancellationToken)"/>
    public new ValueTask ExpectNoMsgAsync(int milliseconds, CancellationToken cancellationToken = default) =>
        Finished.ValueTask(() => ExpectNoMsg(milliseconds, cancellationToken));

    /// <summary>Expects one of several messages.</summary>
    /// <typeparam name="T">Their type.</typeparam>
    /// <param name="messages">The messages.</param>
    /// <param name="cancellationToken">Looked at before the verb drives.</param>
    /// <returns>The one that came.</returns>
    public new T ExpectMsgAnyOf<T>(IEnumerable<T> messages, CancellationToken cancellationToken = default) =>
        _driver.Explain(() =>
        {
            var expected = messages.ToArray();
            var limit = LimitOf(null);
            if (!TryTake(out var envelope, limit, cancellationToken))
                throw _driver.Fail($"Timeout {limit} while waiting for one of ({string.Join(", ", expected)})");
            return envelope.Message is T message && expected.Contains(message)
                ? message
                : throw _driver.Fail($"ExpectMsgAnyOf found unexpected {envelope.Message}");
        });

    /// <inheritdoc cref="ExpectMsgAnyOf{T}(IEnumerable{T}, CancellationToken)"/>
    public new ValueTask<T> ExpectMsgAnyOfAsync<T>(
        IEnumerable<T> messages, CancellationToken cancellationToken = default) =>
        Finished.ValueTask(() => ExpectMsgAnyOf(messages, cancellationToken));

    /// <summary>Expects messages, in any order.</summary>
    /// <typeparam name="T">Their type.</typeparam>
    /// <param name="messages">The messages.</param>
    /// <returns>Those that came, in the order of coming.</returns>
    public new IReadOnlyCollection<T> ExpectMsgAllOf<T>(params T[] messages) =>
        [.. ExpectAll(LimitOf(null), messages, default)];

    /// <inheritdoc cref="ExpectMsgAllOf{T}(T[])"/>
    public new IReadOnlyCollection<T> ExpectMsgAllOf<T>(
        IReadOnlyCollection<T> messages, CancellationToken cancellationToken = default) =>
        [.. ExpectAll(LimitOf(null), messages, cancellationToken)];

    /// <inheritdoc cref="ExpectMsgAllOf{T}(T[])"/>
    public new IReadOnlyCollection<T> ExpectMsgAllOf<T>(TimeSpan max, params T[] messages) =>
        [.. ExpectAll(LimitOf(max), messages, default)];

    /// <inheritdoc cref="ExpectMsgAllOf{T}(T[])"/>
    public new IReadOnlyCollection<T> ExpectMsgAllOf<T>(
        TimeSpan max, IReadOnlyCollection<T> messages, CancellationToken cancellationToken = default) =>
        [.. ExpectAll(LimitOf(max), messages, cancellationToken)];

    /// <inheritdoc cref="ExpectMsgAllOf{T}(T[])"/>
    public new IAsyncEnumerable<T> ExpectMsgAllOfAsync<T>(
        IReadOnlyCollection<T> messages, CancellationToken cancellationToken = default) =>
        ExpectAll(LimitOf(null), messages, cancellationToken).ToAsyncEnumerable();

    /// <inheritdoc cref="ExpectMsgAllOf{T}(T[])"/>
    public new IAsyncEnumerable<T> ExpectMsgAllOfAsync<T>(
        TimeSpan max, IReadOnlyCollection<T> messages, CancellationToken cancellationToken = default) =>
        ExpectAll(LimitOf(max), messages, cancellationToken).ToAsyncEnumerable();

    /// <summary>Expects one message for each predicate, in any order.</summary>
    /// <param name="predicates">The predicates, each with the exact type of its message.</param>
    /// <returns>The messages, in the order of coming.</returns>
    public new IReadOnlyCollection<object> ExpectMsgAllOfMatchingPredicates(params PredicateInfo[] predicates) =>
        [.. ExpectMatching(LimitOf(null), predicates, default)];

    /// <inheritdoc cref="ExpectMsgAllOfMatchingPredicates(PredicateInfo[])"/>
    public new IReadOnlyCollection<object> ExpectMsgAllOfMatchingPredicates(
        IReadOnlyCollection<PredicateInfo> predicates, CancellationToken cancellationToken) =>
        [.. ExpectMatching(LimitOf(null), predicates, cancellationToken)];

    /// <inheritdoc cref="ExpectMsgAllOfMatchingPredicates(PredicateInfo[])"/>
    public new IReadOnlyCollection<object> ExpectMsgAllOfMatchingPredicates(
        TimeSpan max, params PredicateInfo[] predicates) =>
        [.. ExpectMatching(LimitOf(max), predicates, default)];

    /// <inheritdoc cref="ExpectMsgAllOfMatchingPredicates(PredicateInfo[])"/>
    public new IReadOnlyCollection<object> ExpectMsgAllOfMatchingPredicates(
        TimeSpan max, IReadOnlyCollection<PredicateInfo> predicates, CancellationToken cancellationToken) =>
        [.. ExpectMatching(LimitOf(max), predicates, cancellationToken)];

    /// <inheritdoc cref="ExpectMsgAllOfMatchingPredicates(PredicateInfo[])"/>
    public new IAsyncEnumerable<object> ExpectMsgAllOfMatchingPredicatesAsync(
        IReadOnlyCollection<PredicateInfo> predicates, CancellationToken cancellationToken = default) =>
        ExpectMatching(LimitOf(null), predicates, cancellationToken).ToAsyncEnumerable();

    /// <inheritdoc cref="ExpectMsgAllOfMatchingPredicates(PredicateInfo[])"/>
    public new IAsyncEnumerable<object> ExpectMsgAllOfMatchingPredicatesAsync(
        TimeSpan max, IReadOnlyCollection<PredicateInfo> predicates, CancellationToken cancellationToken = default) =>
        ExpectMatching(LimitOf(max), predicates, cancellationToken).ToAsyncEnumerable();

    private void ExpectNothing(TimeSpan duration, CancellationToken cancellationToken) =>
        _driver.Explain(() =>
        {
            var start = _driver.Now;
            if (TryTake(out var envelope, duration, cancellationToken))
            {
                throw _driver.Fail(
                    $"Failed: Expected no messages during {duration}, instead we received {envelope} after "
                    + $"{_driver.Now - start}");
            }

            return _lastWasNoMessage = true;
        });

    private IEnumerable<T> ExpectAll<T>(
        TimeSpan max, IReadOnlyCollection<T> messages, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var missing = messages.ToList();
        var unexpected = new List<object>();
        foreach (var message in Receiving(messages.Count, max, cancellationToken))
        {
            if (message is not T typed || !missing.Remove(typed))
                unexpected.Add(message);
            if (message is T result)
                yield return result;
        }

        CheckAll(missing, unexpected);
    }

    private IEnumerable<object> ExpectMatching(
        TimeSpan max, IReadOnlyCollection<PredicateInfo> predicates, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(predicates);
        var missing = predicates.ToList();
        var unexpected = new List<object>();
        foreach (var message in Receiving(predicates.Count, max, cancellationToken))
        {
            var matching = missing.Find(
                p => p.Type == message.GetType() && p.PredicateT.DynamicInvoke(message) is true);
            if (matching is null || !missing.Remove(matching))
                unexpected.Add(message);
            yield return message;
        }

        CheckAll(missing, unexpected);
    }

    private void CheckAll<T>(List<T> missing, List<object> unexpected)
    {
        if (missing.Count == 0 && unexpected.Count == 0)
            return;
        _driver.Explain<bool>(() => throw _driver.Fail(
            $"not found [{string.Join(", ", missing)}], found unexpected [{string.Join(", ", unexpected)}]"));
    }
}
