namespace PoR.Simulation.Networks;

/// <summary>How nodes are placed in regions.</summary>
public enum RegionAssignment
{
    /// <summary>Node i in region i mod regions.</summary>
    RoundRobin,

    /// <summary>Each node in a region drawn from the seed.</summary>
    Seeded,
}
