using PoR.Actors.Contract;

namespace PoR.Hosting.Tests;

/// <summary>An actor whose behaviour a test writes, event-sourced by a sum.</summary>
internal sealed class Scripted : IEventSourced
{
    public Action<Scripted, IContext>? Starts { get; init; }

    public Action<Scripted, IContext, IMessage>? Hears { get; init; }

    public Action<Scripted, IContext, StopReason>? Stops { get; init; }

    public int Value { get; set; }

    public int SnapshotsLoaded { get; private set; }

    public void OnStart(IContext context) => Starts?.Invoke(this, context);

    public void OnMessage(IContext context, IMessage message) =>
        Hears?.Invoke(this, context, message);

    public void OnStop(IContext context, StopReason why) => Stops?.Invoke(this, context, why);

    public void Apply(IEvent durable) => Value += ((Added)durable).Amount;

    public ISnapshot TakeSnapshot() => new Sum(Value);

    public void LoadSnapshot(ISnapshot snapshot)
    {
        Value = ((Sum)snapshot).Value;
        SnapshotsLoaded++;
    }
}
