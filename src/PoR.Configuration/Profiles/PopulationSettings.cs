namespace PoR.Configuration.Profiles;

/// <summary>Who is in genesis.</summary>
public sealed record PopulationSettings
{
    /// <summary>Registered participants.</summary>
    public required int Participants { get; init; }

    /// <summary>Nodes that host them; at most one per participant.</summary>
    public required int Nodes { get; init; }

    /// <summary>Participants on the blacklist at the start.</summary>
    public required int BlacklistedAtStart { get; init; }

    /// <summary>Other participants that start with too little reputation.</summary>
    public required int BelowMinimumStakeAtStart { get; init; }

    /// <summary>The reputation of those below the minimum stake.</summary>
    public required int ReputationBelowMinimumStake { get; init; }

    /// <summary>Least reputation of all others, drawn evenly.</summary>
    public required int ReputationMin { get; init; }

    /// <summary>Greatest reputation of all others, inclusive.</summary>
    public required int ReputationMax { get; init; }
}
