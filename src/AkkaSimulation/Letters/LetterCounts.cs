using System.Collections.Immutable;

namespace AkkaSimulation;

/// <summary>Why a letter was not delivered.</summary>
public enum DropCause
{
    /// <summary>A cut of the network was in its way.</summary>
    Cut,

    /// <summary>It got lost, on the network or by <see cref="Nodes.SimulatedNode.Filter"/>.</summary>
    Loss,

    /// <summary>The receiver's node was down, or went down with the letter in a mailbox.</summary>
    NodeDown,

    /// <summary>The receiver's mailbox was full.</summary>
    MailboxFull,

    /// <summary>The receiver had stopped, or there is none.</summary>
    Stopped,

    /// <summary>A network of the user's own refused it.</summary>
    Filtered,
}

/// <summary>
/// Where letters went, of the whole run or of one node. At every moment between turns, Sent + Duplicated + Arrived =
/// Delivered + all Dropped + Departed + InFlight; for the whole run Arrived and Departed are zero.
/// </summary>
/// <remarks>
/// A letter is a user message, a timer's included. System messages and answers to Ask are none. One that is stashed
/// counts as delivered until it is put back.
/// </remarks>
/// <param name="Sent">Letters told to an actor of the simulation.</param>
/// <param name="Duplicated">Further copies that the network made.</param>
/// <param name="Delivered">Letters that an actor received.</param>
/// <param name="Dropped">Letters that were lost, by cause; causes that did not occur are absent.</param>
/// <param name="InFlight">Letters in a mailbox or, for the whole run, on the network.</param>
/// <param name="Unhandled">Letters without a handler, by type; they count as delivered, too.</param>
/// <param name="DeadLetters">Dead letters within nodes, by type.</param>
public sealed record LetterCounts(
    long Sent,
    long Duplicated,
    long Delivered,
    ImmutableSortedDictionary<DropCause, long> Dropped,
    long InFlight,
    ImmutableSortedDictionary<string, long> Unhandled,
    ImmutableSortedDictionary<string, long> DeadLetters)
{
    /// <summary>Letters, copies included, that came to the node from others; zero for the whole run.</summary>
    public long Arrived { get; init; }

    /// <summary>Letters, copies included, that the node put on the network; zero for the whole run.</summary>
    public long Departed { get; init; }

    /// <summary>Whether no letter is unaccounted for.</summary>
    public bool IsBalanced =>
        Sent + Duplicated + Arrived == Delivered + Dropped.Values.Sum() + Departed + InFlight
        && InFlight >= 0 && Delivered >= 0;

    /// <returns>One line.</returns>
    public override string ToString()
    {
        var dropped = string.Concat(Dropped.Select(static d => $", {d.Value} dropped ({d.Key})"));
        return $"{Sent} sent, {Duplicated} duplicated, {Delivered} delivered{dropped}, {InFlight} in flight"
            + (Arrived + Departed == 0 ? string.Empty : $", {Arrived} arrived, {Departed} departed");
    }
}
