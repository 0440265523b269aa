using PoR.Actors.Contract;
using PoR.Actors.Messages;
using PoR.Actors.Services;
using PoR.Consensus.Agreement;
using PoR.Core.Protocol;
using PoR.Ledger.Blocks;

namespace PoR.Actors.Evaluators;

/// <summary>Re-runs a leader's block with every evaluation, and looks at its time (design decision 11).</summary>
public sealed class VerifyBlockJob(NodeServices services, EvaluatorMessage.Verify verify, Timestamp clock) : IJob
{
    /// <inheritdoc/>
    public TimeSpan VirtualDuration =>
        services.Costs.Block + (services.Costs.Transaction * verify.Block.Payset.Length);

    /// <inheritdoc/>
    public IMessage Run() =>
        new CoordinatorMessage.BlockVerified(verify.Branch.Tip, verify.Value, Verdict());

    private BlockVerdict Verdict()
    {
        var outcome = services.Chain.Execute(
            verify.Branch, verify.Block, services.Checks, isScored: true);
        if (outcome is not BlockOutcome.Valid)
            return BlockVerdict.Bad;
        var distance = Int128.Abs((Int128)verify.Block.Header.Time.Milliseconds - clock.Milliseconds);
        return distance > services.Parameters.BlockTimeWindowMs ? BlockVerdict.OutsideClockWindow : BlockVerdict.Good;
    }
}
