using PoR.Actors.Contract;
using PoR.Actors.Messages;
using PoR.Actors.Services;
using PoR.Core.Protocol;
using PoR.Ledger.Blocks;
using PoR.Verification;

namespace PoR.Actors.Evaluators;

/// <summary>Evaluates pending transactions and makes a block of them.</summary>
public sealed class BuildBlockJob(NodeServices services, EvaluatorMessage.Build build, Timestamp clock) : IJob
{
    /// <inheritdoc/>
    public TimeSpan VirtualDuration =>
        services.Costs.Block + (services.Costs.Transaction * build.Candidates.Length);

    /// <inheritdoc/>
    public IMessage Run()
    {
        var (branch, proposer, nextSeed) = build.Request;

        // Evidence found on a branch that was left since proves nothing here; verifiers would distrust its bringer.
        var rules = new BranchEvidenceRules(branch, services.Checks);
        var built = BlockBuilder.Build(
            branch.State,
            proposer,
            nextSeed,
            clock,
            build.Candidates,
            build.Evidence.RemoveAll(e => rules.Fault(e, branch.State) is not null),
            services.Chain,
            branch.StakeState);
        return new BlockMade(built.Block, proposer.Leader);
    }
}
