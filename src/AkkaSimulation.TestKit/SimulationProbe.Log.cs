using Akka.Actor;
using Akka.Event;

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
    /// <summary>Filters log events, and expects them on virtual time.</summary>
    public new SimulationEventFilter EventFilter => CreateEventFilter(base.Sys);

    /// <summary>Filters log events of a system, and expects them on virtual time.</summary>
    /// <param name="system">A system of the simulation.</param>
    /// <returns>The filter.</returns>
    public new SimulationEventFilter CreateEventFilter(ActorSystem system) => new(_driver, system, LimitOf);

    /// <summary>Expects a log event of the test's node; what was logged before it is dropped.</summary>
    /// <typeparam name="T">Its type, for example <see cref="Warning"/>.</typeparam>
    /// <param name="contains">Part of its message; null: any.</param>
    /// <param name="max">Virtual time at most; null: the rest of the innermost Within, or the default.</param>
    /// <returns>The event.</returns>
    public T ExpectLog<T>(string? contains = null, TimeSpan? max = null)
        where T : LogEvent => _driver.Explain(() =>
        {
            var (limit, log) = (LimitOf(max), _driver.LogOf(base.Sys));
            LogEvent? found = null;
            return _driver.Until(() => log.TryTake(e => e is T && Contains(e, contains), out found), limit)
                ? (T)found!
                : throw _driver.Fail($"Timeout {limit} while waiting for a {typeof(T).Name} in the log {contains}");
        });

    private static bool Contains(LogEvent logEvent, string? text) =>
        text is null || (logEvent.Message?.ToString()?.Contains(text, StringComparison.Ordinal) ?? false);
}
