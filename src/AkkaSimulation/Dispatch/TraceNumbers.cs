using Akka.Actor;
using AkkaSimulation.Nodes;

namespace AkkaSimulation.Dispatch;

/// <summary>
/// Numbers of senders in traces. An actor of a node has (node, order of creation), so that no table of references is
/// needed; what is no actor (an Ask, a stable reference) is numbered by its path in the receiver's trace.
/// </summary>
internal static class TraceNumbers
{
    /// <summary>No sender, or dead letters.</summary>
    public const long Nobody = 0;

    /// <summary>A letter that was stashed: its sender stands in the record of its first delivery.</summary>
    public const long Stashed = long.MinValue;

    /// <summary>Letters that came together: each has a sender of its own.</summary>
    public const long Batch = long.MinValue + 1;

    private const int ActorBits = 40;
    private const string Inbox = "/system/inbox-";
    private const string Logger = "/system/log";
    private const string Unsubscriber = "/system/EventStreamUnsubscriber-";

    public static long Actor(int node, long number) => ((long)(node + 1) << ActorBits) | number;

    /// <summary>The sender of a letter that is told within the current turn.</summary>
    /// <param name="node">Whose turn it is.</param>
    /// <param name="envelope">The letter.</param>
    /// <param name="queue">The mailbox that is being worked off.</param>
    public static long OfSender(SimulatedNode node, Envelope envelope, SimulationMailboxQueue? queue)
    {
        var sender = envelope.Sender;
        if (queue is not null && ReferenceEquals(queue.Owner, sender))
            return queue.Number;
        if (sender is null || sender.IsNobody())
            return Nobody;
        if (queue is not null)
        {
            // A forwarded letter: its sender may live elsewhere, and its number came with the letter.
            if (queue.Current.Batch is null && ReferenceEquals(queue.Current.Envelope.Sender, sender))
                return queue.Current.SenderNumber;
        }

        if (sender is ActorRefWithCell { Underlying: ActorCell cell } && ReferenceEquals(cell.System, node.System))
        {
            return cell.Mailbox?.MessageQueue is SimulationMailboxQueue own
                ? own.Number
                : node.Trace.NumberOf(node.TrueNow, PathOf(sender.Path));
        }

        return sender.Path.Name == "deadLetters" ? Nobody : node.Trace.NumberOf(node.TrueNow, Qualified(sender.Path));
    }

    /// <summary>A path without the parts that differ between two runs in one process.</summary>
    public static string PathOf(ActorPath path)
    {
        var text = path.ToStringWithoutAddress();

        // Akka counts these actors over all systems of a process.
        foreach (var counted in (ReadOnlySpan<string>)[Unsubscriber, Inbox, Logger])
        {
            if (!text.StartsWith(counted, StringComparison.Ordinal))
                continue;
            var rest = text.AsSpan(counted.Length);
            return string.Concat(counted, rest.TrimStart("0123456789"));
        }

        return text;
    }

    private static string Qualified(ActorPath path) => path.Address.System + PathOf(path);
}
