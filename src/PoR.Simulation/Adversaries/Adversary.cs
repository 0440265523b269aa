using PoR.Actors;
using PoR.Actors.Messages;
using PoR.Actors.Peers;
using PoR.Core.Agreement;
using PoR.Wire;

namespace PoR.Simulation.Adversaries;

/// <summary>
/// A strategy that replaces honest behaviour at some nodes: each of them runs an honest peer, and the strategy decides
/// what it is made of, what it says to whom, and what it hears. A strategy overrides what it wants to change.
/// </summary>
/// <remarks>
/// One instance acts for all its nodes, which may conspire by its fields. It is called on one thread, in an order that
/// follows from the seed; it must use neither clock nor chance of its own. A network has an instance to itself.
/// </remarks>
public abstract class Adversary
{
    private const byte One = 1; // The bit of a vote for no block.

    /// <summary>Its name in failures.</summary>
    public virtual string Name => GetType().Name;

    /// <summary>
    /// Whether it alone decides what its participants write; by default they write as honest authors do.
    /// </summary>
    public virtual bool WritesItself => false;

    /// <summary>What the peer of a hostile node is made of; by default what an honest one is.</summary>
    /// <param name="honest">What an honest peer of this node would be made of.</param>
    public virtual PeerSetup Prepare(PeerSetup honest) => honest;

    /// <summary>What is said to a peer instead of a message of the honest protocol; by default the message.</summary>
    /// <param name="me">The hostile node; this is its turn.</param>
    /// <param name="to">The receiver; a message to all is asked for each of them.</param>
    /// <param name="message">What an honest node would say.</param>
    /// <returns>What is said, in order; nothing: the node keeps silent.</returns>
    public virtual IEnumerable<PeerMessage> Say(HostileNode me, NodeId to, PeerMessage message) => [message];

    /// <summary>Whether the honest part of a hostile node hears what a peer says; by default all.</summary>
    /// <param name="me">The hostile node.</param>
    /// <param name="from">The sender.</param>
    /// <param name="message">What it says; the strategy may keep it.</param>
    public virtual bool Hears(HostileNode me, NodeId from, PeerMessage message) => true;

    /// <summary>
    /// Something happened anywhere in the network: an adversary is held to know it. By default nothing follows.
    /// </summary>
    /// <param name="me">The hostile node, which may speak now by <see cref="HostileNode.Tell"/>.</param>
    /// <param name="seen">What happened.</param>
    public virtual void See(HostileNode me, SeenFact seen)
    {
    }

    /// <summary>
    /// So long after the start of a round its tickets have been heard, so that the next seed is known, and leaders have
    /// not closed their blocks yet.
    /// </summary>
    protected static TimeSpan KnowsSeedAfter { get; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Whether a hostile node has just started a round.</summary>
    protected static bool IsRoundStart(HostileNode me, SeenFact seen)
    {
        ArgumentNullException.ThrowIfNull(me);
        ArgumentNullException.ThrowIfNull(seen);
        return seen.Fact is Fact.RoundStarted && seen.Node == me.Id.Index;
    }

    /// <summary>What contradicts a ballot for a block: the same sender is for no block in that step.</summary>
    protected static Ballot ForNoBlock(Ballot ballot)
    {
        ArgumentNullException.ThrowIfNull(ballot);
        return ballot with { Value = null, Bit = ballot.Bit is null ? null : One };
    }

    /// <summary>
    /// Puts a rule for single messages to work, also on those that a node repeats while its round is open.
    /// </summary>
    /// <param name="message">What an honest node would say.</param>
    /// <param name="rule">What is said instead of a message; null: nothing.</param>
    protected static IEnumerable<PeerMessage> Each(PeerMessage message, Func<PeerMessage, PeerMessage?> rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return message is PeerMessage.Repeated repeated
            ? [repeated with { Own = [.. repeated.Own.Select(rule).OfType<PeerMessage>()] }]
            : rule(message) is { } said ? [said] : [];
    }
}
