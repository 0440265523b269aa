using Akka.Dispatch;
using Akka.Dispatch.SysMsg;

namespace AkkaSimulation.Dispatch;

/// <summary>The message by which Akka continues an asynchronous handler; it is internal to Akka.</summary>
internal static class TaskMessage
{
    private const string Name = "ActorTaskSchedulerMessage";

    private static readonly Type s_type = Array.Find(
            typeof(MessageDispatcher).Assembly.GetTypes(),
            static type => type.Name == Name && typeof(SystemMessage).IsAssignableFrom(type))
        ?? throw new AkkaChangedException($"Akka has no {Name} any more, so continuations of tasks cannot be seen.");

    public static bool Is(SystemMessage message) => message.GetType() == s_type;
}
