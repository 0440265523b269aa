using PoR.Simulation.Worlds;

namespace PoR.Simulation.Checks;

/// <summary>What checks of a run may know beside the facts.</summary>
/// <param name="World">Its time, genesis and parameters.</param>
/// <param name="IsFaultyBetween">Whether anything is wrong on purpose at some time of a span.</param>
/// <param name="Share">Of which votes signature and credential are verified.</param>
/// <param name="Decidable">Which rounds a node may still decide, so that a check can forget the others.</param>
public sealed record WatchedWorld(
    World World, Func<TimeSpan, TimeSpan, bool> IsFaultyBetween, AuditShare Share, DecidableRounds Decidable)
{
    /// <summary>
    /// Whether nothing was wrong on purpose in what the paper expects a round to take when all leaders are honest:
    /// (12 + 8)λ + Λ' (PoR §6).
    /// </summary>
    public bool IsSynchronous()
    {
        var parameters = World.Population.Genesis.Parameters;
        var settling = TimeSpan.FromMilliseconds(
            (20 * parameters.SmallLambdaMs) + parameters.BigLambdaMs + parameters.LeaderEvaluationMs);
        return !IsFaultyBetween(World.Now - settling, World.Now);
    }
}
