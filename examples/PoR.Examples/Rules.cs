using PoR.Core.Parameters;
using PoR.Core.Rounds;
using PoR.Core.Transactions;

namespace PoR.Examples;

// snippet: reputation
/// <summary>Down by a quarter instead of by half.</summary>
internal sealed class QuarterRule : IReputationRule
{
    public string Name => "quarter";

    public long AdjustmentOf(CongruenceVerdict verdict, long reputation, ProtocolParameters parameters) =>
        verdict switch
        {
            CongruenceVerdict.Congruent => parameters.FullStep,
            CongruenceVerdict.MostlyCongruent => parameters.HalfStep,
            CongruenceVerdict.Incongruent => -(reputation / 4),
            _ => 0,
        };
}
// end

// snippet: admission
/// <summary>Whoever has registered may speak from the round after the next on; no review is asked for.</summary>
internal sealed class OpenDoorRule : IAdmissionRule
{
    public string Name => "open door";

    public bool HasEntered(in Entrant account, Round round, ProtocolParameters parameters) =>
        account.RegisteredRound.Number + 2 <= round.Number;
}
// end
