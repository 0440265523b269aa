using PoR.Actors;
using PoR.Chain;
using PoR.Configuration.Profiles;
using PoR.Cryptography;
using PoR.Simulation.Adversaries.Strategies;
using PoR.Simulation.Worlds;

namespace PoR.Simulation.Adversaries;

/// <summary>Whether a network has nodes for the adversaries that its settings ask for.</summary>
internal static class AdversaryPlacement
{
    /// <summary>Looks before any run, so that a user hears of it at once.</summary>
    /// <param name="settings">Of the run.</param>
    /// <returns>One sentence with the place of the adversary that has no node; null: each has some.</returns>
    /// <remarks>Weights follow from the settings, whatever the keys are, so keys are made that cost little.</remarks>
    public static string? FaultOf(SimulationSettings settings)
    {
        if (settings.Run.Adversaries.IsEmpty)
            return null;
        var population = Population.Create(settings, new ModelCryptography(), threads: 1);
        var view = Branch.Of(population.Genesis).View;
        var weights = Enumerable.Range(0, settings.Population.Nodes).Select(node => PlacedAdversary.WeightOf(
            population.LivingOn(new NodeId(node)).Select(number => population.Keys[number]), view));
        PlacedAdversary.NodesOf(
            [.. settings.Run.Adversaries.Select(StrategyTable.Create)], [.. weights], out var wrong);
        return wrong is var (place, fault) ? $"{settings.Run.Adversaries[place].Where}{fault}" : null;
    }
}
