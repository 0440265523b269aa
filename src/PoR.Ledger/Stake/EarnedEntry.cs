using PoR.Core.Parameters;
using PoR.Core.Rounds;

namespace PoR.Ledger.Stake;

/// <summary>
/// Keys k rounds ago and a congruent review (PoR §3.8). Whether a sponsor was needed (D41) is asked at registration.
/// </summary>
internal sealed class EarnedEntry : IAdmissionRule
{
    private EarnedEntry()
    {
    }

    public static EarnedEntry Instance { get; } = new();

    /// <inheritdoc/>
    public string Name => "earned entry";

    /// <inheritdoc/>
    public bool HasEntered(in Entrant account, Round round, ProtocolParameters parameters) =>
        account.HasCongruentReview && account.RegisteredRound <= round - parameters.LookBackRounds;
}
