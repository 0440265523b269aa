using PoR.Core.Parameters;

namespace PoR.Configuration.Profiles;

/// <summary>Who is in genesis, and who wants to join.</summary>
public sealed record PopulationSettings
{
    /// <summary>Registered participants.</summary>
    public required int Participants { get; init; }

    /// <summary>Accounts beside genesis that look for a sponsor from the first round on; simulations only.</summary>
    public required int Newcomers { get; init; }

    /// <summary>The share of the rights to sponsor that simulated participants use.</summary>
    public required Ratio SponsorShare { get; init; }

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
