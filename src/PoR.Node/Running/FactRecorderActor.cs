using Akka.Actor;
using PoR.Actors.Messages;
using PoR.Core.Rounds;

namespace PoR.Node.Running;

/// <summary>
/// Adds what its peer sees of its rounds to a file, from which <c>por report</c> draws. For experiments.
/// </summary>
internal sealed class FactRecorderActor : ReceiveActor
{
    private readonly FileStream _file;

    /// <param name="name">As <see cref="RecordFile.Create"/> takes it.</param>
    public FactRecorderActor(string name)
    {
        _file = RecordFile.Create(name);
        Receive<Fact>(fact =>
        {
            var now = new Timestamp(Context.System.Scheduler.Now.ToUnixTimeMilliseconds());
            if (RecordedFact.Of(now, fact) is { } record)
                RecordFile.Add(_file, record);
        });
    }

    /// <inheritdoc/>
    protected override void PreStart() => Context.System.EventStream.Subscribe(Self, typeof(Fact));

    /// <inheritdoc/>
    protected override void PostStop() => _file.Dispose();
}
