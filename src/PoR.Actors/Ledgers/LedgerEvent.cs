using PoR.Core.Agreement;

namespace PoR.Actors.Ledgers;

/// <summary>What a ledger must never forget. Closed: every case is nested here.</summary>
public abstract record LedgerEvent
{
    private LedgerEvent()
    {
    }

    /// <summary>A block has been certified, on whatever branch.</summary>
    public sealed record BlockCertified(CertifiedBlock Block) : LedgerEvent;
}
