using System.Collections.Immutable;
using Akka.Actor;
using PoR.Actors.Peers;
using PoR.Core.Parameters;
using PoR.Simulation.Adversaries;
using PoR.Simulation.Engines;

namespace PoR.Simulation.Worlds;

/// <summary>What a network is made of instead of honest peers of Proof of Review.</summary>
public sealed record WorldParts
{
    /// <summary>The protocol that peers speak.</summary>
    public IEngine Engine { get; init; } = PoREngine.Instance;

    /// <summary>Rules in the place of Proof of Review's; null: there are none.</summary>
    public OwnRules? Rules { get; init; }

    /// <summary>
    /// Gives a node another setup than the honest one, to see what the others make of it; null: all are honest.
    /// </summary>
    public Func<PeerSetup, PeerSetup>? Adapt { get; init; }

    /// <summary>Gives a node another peer than the engine's; null: all have that.</summary>
    public Func<PeerSetup, Props>? PropsOf { get; init; }

    /// <summary>Strategies that hold nodes, beside those of the settings.</summary>
    public ImmutableArray<AdversaryShare> Adversaries { get; init; } = [];
}
