using System.Collections.Immutable;
using AkkaSimulation.Nodes;
using PoR.Actors;
using PoR.Actors.Messages;
using PoR.Core.Agreement;
using PoR.Core.Identities;
using PoR.Ledger.State;
using PoR.Simulation.Adversaries;

namespace PoR.TestKit;

/// <summary>One node of a network in virtual time: what it has seen and decided, and what a test does to it.</summary>
public sealed class PoRNode
{
    private readonly PoRNetwork _network;

    internal PoRNode(PoRNetwork network, int number)
    {
        (_network, Number) = (network, number);
        var population = network.World.Population;
        Participants =
        [
            .. population.Keys.Where((_, who) => population.Nodes[who] == Id).Select(static keys => keys.PublicKey),
        ];
    }

    /// <summary>0 and up.</summary>
    public int Number { get; }

    /// <summary>The same as the program names it.</summary>
    public NodeId Id => new(Number);

    /// <summary>Who lives here.</summary>
    public ImmutableArray<PublicKey> Participants { get; }

    /// <summary>The strategy that holds it; null: it is honest.</summary>
    public Adversary? Adversary => _network.Adversaries.FirstOrDefault(a => a.Nodes.Contains(Number))?.Strategy;

    /// <summary>Whether no strategy holds it.</summary>
    public bool IsHonest => Adversary is null;

    /// <summary>The simulated machine: its disk, clock, speed and actors.</summary>
    public SimulatedNode Machine => _network.World.Simulation.Nodes[Number];

    /// <summary>Whether it runs: it is neither down nor paused.</summary>
    public bool IsUp => Machine.State == NodeState.Up;

    /// <summary>The round of its last block; 0: genesis. Of a node that is down, before it went.</summary>
    public long Round => _network.World.RoundOf(Id).Number;

    /// <summary>
    /// The state after its last block: reputations, blacklist, money. Where the engine keeps another one: genesis.
    /// </summary>
    public LedgerState Ledger => (_network.World.ChainOf(Id)?.Tip ?? _network.World.Genesis).State;

    /// <summary>
    /// Its main chain, oldest first, as it lies on its disk; empty where the engine has blocks of its own, which are
    /// facts (<see cref="ValueDecided"/>).
    /// </summary>
    public IReadOnlyList<CertifiedBlock> Blocks => _network.BlocksOf(Number);

    /// <summary>All that its actors have let observers know, in order of time.</summary>
    public IEnumerable<SeenFact> Facts => _network.Facts.Where(seen => seen.Node == Number);

    /// <summary>Runs until this node lets observers know something, from now on.</summary>
    /// <typeparam name="TFact">What.</typeparam>
    /// <param name="match">Which; null: any.</param>
    /// <param name="within">Virtual time, from now; null: ten minutes.</param>
    /// <exception cref="PoRNetworkException">It does not happen in time.</exception>
    public TFact Expect<TFact>(Func<TFact, bool>? match = null, TimeSpan? within = null)
        where TFact : Fact => _network.Expect(match, within, this);

    /// <summary>It dies without a word, unless it is down.</summary>
    public void Crash() => Trouble(nameof(Crash), Machine.Crash);

    /// <summary>It starts again from its disk, if it is down.</summary>
    public void Restart() => Mend(nameof(Restart), Machine.Restart);

    /// <summary>It stands still, as after SIGSTOP, unless it is down.</summary>
    public void Pause() => Trouble(nameof(Pause), Machine.Pause);

    /// <summary>It goes on with all that has waited, if it is paused.</summary>
    public void Resume() => Mend(nameof(Resume), Machine.Resume);

    /// <summary>For example <c>node 3</c>.</summary>
    public override string ToString() => Id.ToString();

    private void Trouble(string what, Action act)
    {
        act();
        _network.Note($"{this}: {what}()");
        _network.HandFaults.Begin(_network.Now, Number);
    }

    private void Mend(string what, Action act)
    {
        act();
        _network.Note($"{this}: {what}()");
        _network.HandFaults.End(_network.Now, Number);
    }
}
