using PoR.Actors.Messages;

namespace PoR.Simulation.Checks;

/// <summary>Watches a run for one promise of the protocol. It sees all facts and changes nothing.</summary>
public interface IInvariantCheck
{
    /// <summary>For example <c>I1</c>, as docs/protocol.md names the invariants of every run.</summary>
    string Name { get; }

    /// <summary>Something happened.</summary>
    /// <param name="fact">What an actor let observers know.</param>
    /// <param name="report">Takes a sentence for each breach, with its round.</param>
    /// <returns>How many checks were made.</returns>
    int See(Fact fact, Action<long, string> report);

    /// <summary>Whether it also sees a fact of a hostile node, of which nothing is promised.</summary>
    bool SeesHostile(Fact fact) => false;
}
