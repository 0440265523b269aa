using PoR.Actors.Contract;

namespace PoR.Actors.Tests.Review;

/// <summary>Runs one actor by hand: what it says is kept, its jobs run when the test says so.</summary>
internal sealed class RecordingContext(IActor actor, ActorAddress self) : IContext
{
    private readonly Queue<(IJob Job, string Key)> _jobs = [];

    public List<(ActorAddress To, IMessage Message)> Sent { get; } = [];

    public List<IMessage> Published { get; } = [];

    public ActorAddress Self => self;

    public ActorAddress Sender { get; private set; } = new("nobody", "0");

    public TimeSpan Now { get; set; }

    public RandomStream Random { get; } = new(1);

    /// <summary>One message, then the jobs that it brought, and theirs.</summary>
    public void Tell(IMessage message, ActorAddress? from = null)
    {
        Sender = from ?? self;
        actor.OnMessage(this, message);
        RunJobs();
    }

    public void RunJobs()
    {
        while (_jobs.TryDequeue(out var next))
            actor.OnMessage(this, new JobDone(next.Key, next.Job.Run(), null));
    }

    public void Send(ActorAddress to, IMessage message) => Sent.Add((to, message));

    public void SendMany(ReadOnlySpan<ActorAddress> to, IMessage message)
    {
        foreach (var one in to)
            Sent.Add((one, message));
    }

    public void Publish(Topic topic, IMessage message) => Published.Add(message);

    public void Subscribe(Topic topic)
    {
    }

    public void Unsubscribe(Topic topic)
    {
    }

    public void StartTimer(string key, TimeSpan due, IMessage message)
    {
    }

    public void CancelTimer(string key)
    {
    }

    public void Persist(IEvent durable) => ((IEventSourced)actor).Apply(durable);

    public void Offload(IJob job, string key) => _jobs.Enqueue((job, key));

    public void Stash() => throw new NotSupportedException();

    public void UnstashAll() => throw new NotSupportedException();

    public void Watch(ActorAddress other)
    {
    }

    public void Stop()
    {
    }

    public void Unhandled(IMessage message) => Assert.Fail($"Nobody handles {message}.");
}
