using PoR.Core.Protocol;

namespace PoR.Simulation.Export;

/// <summary>What verifying a folder gave. Closed: every case is nested here.</summary>
public abstract record ChainVerdict
{
    private ChainVerdict() { }

    /// <summary>The chain holds, from genesis to its head.</summary>
    /// <param name="Network">Digest of its genesis.</param>
    /// <param name="Rounds">How many blocks it has.</param>
    /// <param name="Reviews">Reviews in its blocks.</param>
    /// <param name="IsInsecureModel">True when its signatures are the insecure stand-in and prove nothing.</param>
    public sealed record Sound(NetworkId Network, long Rounds, long Reviews, bool IsInsecureModel) : ChainVerdict;

    /// <summary>It was a chain, and something was changed.</summary>
    /// <param name="File">The file at fault, without its folder.</param>
    /// <param name="Round">The round in which it was seen; 0 for genesis.</param>
    /// <param name="Reason">One sentence.</param>
    public sealed record Broken(string File, long Round, string Reason) : ChainVerdict;

    /// <summary>There is no chain at all.</summary>
    /// <param name="Reason">One sentence that names the folder.</param>
    public sealed record NoChain(string Reason) : ChainVerdict;
}
