using PoR.Actors.Messages;
using PoR.Chain;
using PoR.Consensus.Votes;
using PoR.Core.Agreement;
using PoR.Core.Transactions;
using PoR.Evaluation;
using PoR.Ledger.Blocks;
using PoR.Ledger.Transactions;
using PoR.Simulation.Worlds;

namespace PoR.Simulation.Checks;

/// <summary>
/// I3: a decided non-empty block comes from a valid potential leader, and a re-run, with nothing remembered, gives
/// its scores, verdicts, flags and state.
/// </summary>
public sealed class ValidityCheck(World world) : IInvariantCheck, ITextScores, ITransactionSignatures
{
    private readonly HashSet<BlockDigest> _seen = [];
    private readonly CryptographyChecks _checks = new(world.Cryptography);

    /// <inheritdoc/>
    public string Name => "I3";

    /// <inheritdoc/>
    public TextScore Of(ReviewNote note) => EvaluationModel.Embedded.Evaluate(note.Utf8);

    /// <summary>
    /// Signatures are looked up where the nodes keep them: re-running them all would double a run's cost.
    /// </summary>
    public bool IsValid(SignedTransaction transaction) =>
        world.ServicesOf(new Actors.NodeId(0)).Checks.IsValid(transaction);

    /// <inheritdoc/>
    public int See(Fact fact, Action<long, string> report)
    {
        if (fact is not Fact.BlockCertified { Block: var block, Node: var node, State: var state, Certificate: var c })
            return 0;
        if (block.IsEmpty || !_seen.Add(block.Digest))
            return 0;
        var round = block.Header.Round.Number;
        if (world.ChainOf(node)?.BranchOf(block.Header.Parent) is not { } branch)
            return 0;
        if (c.Ticket is not { } ticket || ticket.Sender != block.Header.Proposer!.Leader
            || TicketVerifier.Verify(ticket, branch.View, _checks) is not TicketVerdict.Accepted)
            report(round, "The decided block's proposer was not a potential leader.");
        switch (BlockRun.Execute(branch, block, this, _checks, this))
        {
            case BlockOutcome.Valid { Next.Root: var root } when root == state.Root:
                break;
            case BlockOutcome.Valid:
                report(round, "A re-run of the decided block gives another state.");
                break;
            case BlockOutcome.Invalid { Faults: var faults }:
                report(round, $"A re-run of the decided block fails: {faults[0].Reason}");
                break;
        }

        return 1;
    }
}
