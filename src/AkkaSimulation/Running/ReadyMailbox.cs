using Akka.Dispatch;
using AkkaSimulation.Dispatch;
using AkkaSimulation.Nodes;

namespace AkkaSimulation.Running;

/// <summary>A mailbox, or another thing of Akka's, that can run now.</summary>
/// <remarks>One reference, since it is stored for each letter: a queue knows its life and its mailbox.</remarks>
internal readonly struct ReadyMailbox
{
    private readonly object _item;

    public ReadyMailbox(SimulationMailboxQueue queue) => _item = queue;

    public ReadyMailbox(Life life, IRunnable run) => _item = new Other(life, run);

    /// <summary>The mailbox's letters; null for what is no mailbox.</summary>
    public SimulationMailboxQueue? Queue => _item as SimulationMailboxQueue;

    /// <summary>The life that it belongs to.</summary>
    public Life Life => _item is SimulationMailboxQueue queue ? queue.Life : ((Other)_item).Life;

    /// <summary>Runs it.</summary>
    public IRunnable Run => _item is SimulationMailboxQueue queue ? queue.Mailbox! : ((Other)_item).Run;

    private sealed record Other(Life Life, IRunnable Run);
}
