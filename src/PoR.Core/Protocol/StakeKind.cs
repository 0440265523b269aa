namespace PoR.Core.Protocol;

/// <summary>What weighs in sortition; tokens only to compare the two, as the paper's Figure 10 does.</summary>
public enum StakeKind : byte
{
    /// <summary>Earned, never bought.</summary>
    Reputation = 0,

    /// <summary>Balances of money.</summary>
    Tokens = 1,
}
