namespace PoR.Configuration.Profiles;

/// <summary>Bounds of pending transactions.</summary>
/// <param name="CapacityTransactions">Most pending transactions of a node.</param>
/// <param name="TransactionLifetimeRounds">Rounds that a new transaction stays valid.</param>
public sealed record MempoolSettings(int CapacityTransactions, int TransactionLifetimeRounds);
