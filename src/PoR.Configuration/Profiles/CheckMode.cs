
namespace PoR.Configuration.Profiles;

/// <summary>How much of a simulated run its invariants' checks verify for themselves.</summary>
public enum CheckMode
{
    /// <summary>All but signatures and credentials of votes, of which one in eight is verified.</summary>
    Sampled,

    /// <summary>All.</summary>
    All,
}
