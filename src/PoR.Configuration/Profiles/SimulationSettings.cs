using PoR.Core.Parameters;

namespace PoR.Configuration.Profiles;

/// <summary>Everything that a simulation is told: a profile, typed and checked.</summary>
public sealed record SimulationSettings
{
    /// <summary>The built-in profile's name, or the file as the user named it.</summary>
    public required string Profile { get; init; }

    /// <summary>How long and how.</summary>
    public required RunSettings Run { get; init; }

    /// <summary>With whom.</summary>
    public required PopulationSettings Population { get; init; }

    /// <summary>What genesis fixes: the values that docs/protocol.md marks with P.</summary>
    public required ProtocolParameters Protocol { get; init; }

    /// <summary>How messages travel.</summary>
    public required NetworkSettings Network { get; init; }

    /// <summary>How long an evaluation takes, and what follows from it.</summary>
    public required EvaluationTimeSettings Evaluation { get; init; }

    /// <summary>How much may wait.</summary>
    public required MempoolSettings Mempool { get; init; }

    /// <summary>Where peers in real time find what they need; simulations do not look at it.</summary>
    public required NodeSettings Node { get; init; }

    /// <summary>What the run is expected to show.</summary>
    public required ScenarioSettings Scenario { get; init; }
}

/// <summary>How much virtual time the evaluation of a block takes, and what follows from a bad one.</summary>
/// <param name="PerBlock">Whatever the block's size.</param>
/// <param name="PerReview">For each review in it.</param>
public sealed record EvaluationTimeSettings(TimeSpan PerBlock, TimeSpan PerReview)
{
    /// <summary>Whether a node that finds a certified block bad stops voting; else it says so and goes on.</summary>
    public bool StopsOnCertifiedBad { get; init; }
}

/// <summary>Bounds of pending transactions.</summary>
/// <param name="CapacityTransactions">Most pending transactions of a node.</param>
/// <param name="TransactionLifetimeRounds">Rounds that a new transaction stays valid.</param>
public sealed record MempoolSettings(int CapacityTransactions, int TransactionLifetimeRounds);
