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
        var job = new TaskJob<T>(life, work);
        Begin(job, modelled, isQuick);
        return job.Task;
    }

    public override Task<T> OffloadWaiting<T>(Func<T> work, TimeSpan modelled) =>
        Offload(work, modelled, isQuick: false);

    public override OffloadedWork OffloadTo<T>(
        IActorRef receiver, IActorRef? sender, Func<T> work, TimeSpan modelled, bool isQuick)
    {
        var job = new ToldJob<T>(life, work, receiver, sender);
        Begin(job, modelled, isQuick);
        return job;
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

    private void Begin<T>(Job<T> job, TimeSpan modelled, bool isQuick)
    {
        if (!life.Node.Simulation.IsMine())
        {
            life.Node.Simulation.Foreign(life.Node, null, "offloaded work", static () => { });
        }
        else if (modelled == TimeSpan.Zero)
        {
            job.RunIfUnclaimed();
            job.Fire();
        }
        else
        {
            if (!isQuick)
                life.Node.Simulation.Jobs.Submit(job);
            life.Node.Plan(life.Node.TrueNow + modelled.Ticks, job);
        }
    }

    /// <summary>Work with a task, whose continuations run on the loop's thread when it is due.</summary>
    private sealed class TaskJob<T>(Life life, Func<T> work) : Job<T>(life, work)
    {
        private readonly TaskCompletionSource<T> _task = new();

        public Task<T> Task => _task.Task;

        protected override void Fire(T? result, Exception? failure)
        {
            if (failure is null)
                _task.SetResult(result!);
            else
                _task.SetException(failure);
        }
    }

    /// <summary>Work whose result is told when it is due.</summary>
    private sealed class ToldJob<T>(Life life, Func<T> work, IActorRef receiver, IActorRef? sender)
        : Job<T>(life, work)
    {
        protected override void Fire(T? result, Exception? failure) =>
            receiver.Tell(failure is null ? result! : new Status.Failure(failure), sender);
    }

    /// <summary>Work that has a time to be due.</summary>
    private abstract class Job<T>(Life life, Func<T> work) : Job, IPlanned
    {
        private Func<T>? _work = work;
        private T? _result;
        private Exception? _failure;
        private bool _isDone;

        public Life Life => life;

        public LogKind Kind => LogKind.WorkDone;

        public long Cause { get; } = life.Node.Log?.Turn ?? 0;

        public override bool IsDone => _isDone;

        public string Describe() => TypeName.Of(typeof(T));

        public void Fire()
        {
            life.Node.Simulation.Jobs.Finish(this);
            _isDone = true;
            var (result, failure) = (_result, _failure);

            // Whoever keeps a job to ask whether it is done keeps neither what it worked on nor what it found.
            (_work, _result, _failure) = (null, default, null);
            Fire(result, failure);
        }

        protected abstract void Fire(T? result, Exception? failure);

        protected override void Run()
        {
            try
            {
                _result = _work!();
            }
            catch (Exception failure)
            {
                // The exception reaches the actor through the task.
                _failure = failure;
            }
        }
    }
}
