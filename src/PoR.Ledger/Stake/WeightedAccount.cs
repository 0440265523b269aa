using PoR.Ledger.State;

namespace PoR.Ledger.Stake;

/// <summary>An account that is eligible in a round.</summary>
/// <param name="Account">Registered or of genesis.</param>
/// <param name="Weight">ω: integer sub-users, 1 and up.</param>
public readonly record struct WeightedAccount(Account Account, long Weight);
