using Akka.Actor;
using Akka.Event;
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
            if (RecordedFact.Of(now, fact) is not { } record)
                return;
            try
            {
                RecordStream.Add(_file, record);
            }
            catch (IOException full)
            {
                // The peer matters more than its record.
                Context.GetLogger().Error("Nothing more is recorded in {0}: {1}", _file.Name, full.Message);
                Context.Stop(Self);
            }
        });
    }

    /// <inheritdoc/>
    protected override void PreStart() => Context.System.EventStream.Subscribe(Self, typeof(Fact));

    /// <inheritdoc/>
    protected override void PostStop() => _file.Dispose();
}
