using Akka.Actor;
using PoR.Actors.Peers;
using PoR.Simulation.Checks;
using PoR.Simulation.Worlds;

namespace PoR.Simulation.Engines;

/// <summary>
/// The protocol that the peers of a run speak: how a peer is made, and what it promises. Network, load, faults, record
/// and reports know an engine by the facts of its actors alone.
/// </summary>
/// <remarks>docs/own-protocol.md says which facts give what. An engine has no state: one serves any number of runs.
/// </remarks>
public interface IEngine
{
    /// <summary>For people.</summary>
    string Name { get; }

    /// <summary>
    /// The name of the actor, below a peer's first one, that hears <see cref="PoR.Actors.Links.PeerHeard"/>; empty: the
    /// first one does.
    /// </summary>
    string Hears => "";

    /// <summary>
    /// The name of the actor, below a peer's first one, that takes users' transactions
    /// (<see cref="PoR.Actors.Mempools.MempoolMessage.Submit"/>); empty: the first one does.
    /// </summary>
    string TakesTransactions => "";

    /// <summary>
    /// Whether a value and the empty one of a round may both be decided while messages are late: such a fork is
    /// counted, and no violation of I1. Two values are one at any time.
    /// </summary>
    bool ForksWhileLate => false;

    /// <summary>
    /// The first actor of a peer. It is told <see cref="PeerActor.Begin"/> when all peers can be reached, and again by
    /// each later life of its machine.
    /// </summary>
    /// <param name="setup">What the peer is made of.</param>
    Props PropsOf(PeerSetup setup);

    /// <summary>What it promises beside agreement (I1), progress (I9) and whole accounts of letters (I12).</summary>
    /// <param name="run">What checks watch.</param>
    /// <returns>In the order in which they see each fact.</returns>
    IEnumerable<IInvariantCheck> ChecksOf(WatchedWorld run) => [];

    /// <summary>What a user should know of a network before it trusts the run, a sentence each.</summary>
    IEnumerable<string> WarningsOf(World world) => [];
}
