using PoR.Actors.Messages;
using PoR.Chain;
using PoR.Consensus.Votes;
using PoR.Core.Agreement;
using PoR.Cryptography;
using PoR.Ledger.Blocks;

namespace PoR.Simulation.Checks;

/// <summary>
/// I3: a decided non-empty block comes from a valid potential leader, and a re-run, with nothing remembered, gives
/// its scores, verdicts, flags and state.
/// </summary>
/// <param name="chain">Has run the block.</param>
/// <param name="cryptography">Of the checks alone, with nothing remembered.</param>
/// <param name="decidable">The rounds whose blocks a node may still get; each distinct block is judged once.</param>
public sealed class ValidityCheck(ReplayedChain chain, ICryptography cryptography, DecidableRounds decidable)
    : IInvariantCheck
{
    private readonly CryptographyChecks _checks = new(cryptography);
    private readonly RoundMemory<HashSet<BlockDigest>> _judged = new(decidable);

    /// <inheritdoc/>
    public string Name => "I3";

    /// <inheritdoc/>
    public int See(Fact fact, Action<long, string> report)
    {
        if (fact is not Fact.BlockCertified { Block: var block, State: var state, Certificate: var certificate })
            return 0;
        var round = block.Header.Round;
        if (chain.OutcomeOf(block) is not { } outcome || _judged.Of(round)?.Add(block.Digest) is not true)
            return 0;
        var view = chain.BranchOf(round.Previous, block.Header.Parent)!.View;
        if (block.Header.Proposer is { Leader: var leader } && (certificate.Ticket is not { } ticket
            || ticket.Sender != leader || TicketVerifier.Verify(ticket, view, _checks) is not TicketVerdict.Accepted))
            report(round.Number, "The decided block's proposer was not a potential leader.");
        switch (outcome)
        {
            case BlockOutcome.Valid { Next.Root: var root } when root == state.Root:
                break;
            case BlockOutcome.Valid:
                report(round.Number, "A re-run of the decided block gives another state.");
                break;
            case BlockOutcome.Invalid { Faults: var faults }:
                report(round.Number, $"A re-run of the decided block fails: {FaultSentences.Of(faults[0])}");
                break;
        }

        return 1;
    }
}
