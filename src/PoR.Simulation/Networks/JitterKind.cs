namespace PoR.Simulation.Networks;

/// <summary>How the delay of a single letter differs from its link's mean.</summary>
public enum JitterKind
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Uniformly, within ± the spread.</summary>
    Uniform,

    /// <summary>
    /// Nearly log-normally, with the spread as standard deviation, and median 1: e^x by 1 + x + x²/2
    /// for x nearly normal (the sum of four uniform numbers), so never beyond ±3.5 deviations.
    /// </summary>
    LogNormal,
}
