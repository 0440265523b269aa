using System.Text;
using Akka.Actor;
using AkkaSimulation.Nodes;
using AkkaSimulation.Running;
using AkkaSimulation.Tracing;

namespace AkkaSimulation.Work;

/// <summary>What the extensions on ActorSystem do in a simulated life.</summary>
internal sealed class SimulationRuntime(Life life) : ActorRuntime
{
    private readonly Dictionary<string, RandomStream> _streams = new(StringComparer.Ordinal);

    public override Task<T> Offload<T>(Func<T> work, TimeSpan modelled, bool isQuick)
    {
        var job = new Job<T>(life, work);
        if (!life.Node.Simulation.IsMine())
        {
            life.Node.Simulation.Foreign(life.Node, null, "offloaded work", static () => { });
            return job.Task;
        }

        if (modelled == TimeSpan.Zero)
        {
            job.RunIfUnclaimed();
            job.Fire();
            return job.Task;
        }

        if (!isQuick)
            life.Node.Simulation.Jobs.Submit(job);
        life.Node.Plan(life.Node.TrueNow + modelled.Ticks, job);
        return job.Task;
    }

    public override void TellAll(IReadOnlyList<IActorRef> receivers, object message, IActorRef? sender)
    {
        var here = Turn.Here;
        if (here.Node is { } from && life.Node.Simulation.IsMine(here))
        {
            from.Boundary.SendAll(receivers as IActorRef[] ?? [.. receivers], message, sender);
            return;
        }

        for (var i = 0; i < receivers.Count; i++)
            receivers[i].Tell(message, sender);
    }

    public override RandomStream RandomFor(IActorRef actor)
    {
        var path = actor.Path.ToStringWithoutAddress();
        if (_streams.TryGetValue(path, out var stream))
            return stream;
        stream = life.Node.Simulation.StreamOf(StreamPurpose.Actor, life.Node.Index, life.Number);
        foreach (var value in Encoding.UTF8.GetBytes(path))
            stream = new RandomStream(RandomStream.Mix((stream.State ^ value) + 0x9E37_79B9_7F4A_7C15));
        _streams.Add(path, stream);
        return stream;
    }

    /// <summary>Work and its task, whose continuations run on the loop's thread when it is due.</summary>
    private sealed class Job<T>(Life life, Func<T> work) : Job, IPlanned
    {
        private readonly TaskCompletionSource<T> _task = new();
        private T? _result;
        private Exception? _failure;

        public Task<T> Task => _task.Task;

        public Life Life => life;

        public LogKind Kind => LogKind.WorkDone;

        public long Cause { get; } = life.Node.Log?.Turn ?? 0;

        public string Describe() => TypeName.Of(typeof(T));

        public void Fire()
        {
            life.Node.Simulation.Jobs.Finish(this);
            if (_failure is { } failure)
                _task.SetException(failure);
            else
                _task.SetResult(_result!);
        }

        protected override void Run()
        {
            try
            {
                _result = work();
            }
            catch (Exception failure)
            {
                // The exception reaches the actor through the task.
                _failure = failure;
            }
        }
    }
}
