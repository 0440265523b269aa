using PoR.Actors.Messages;
using PoR.Chain;
using PoR.Core.Agreement;
using PoR.Ledger.Blocks;

namespace PoR.Simulation.Checks;

/// <summary>
/// I13: no node holds the certificate of a block that its own re-evaluation found bad. Of a block that a re-run by the
/// checks finds good only a node that evaluates wrongly says so, which is no breach of the others'.
/// </summary>
/// <param name="chain">Has run the block.</param>
/// <param name="decidable">The rounds whose blocks a node may still get.</param>
public sealed class CertifiedBadCheck(ReplayedChain chain, DecidableRounds decidable) : IInvariantCheck
{
    private readonly RoundMemory<HashSet<BlockDigest>> _bad = new(decidable);
    private readonly RoundMemory<List<Fact.CertifiedButBad>> _said = new(decidable);

    /// <inheritdoc/>
    public string Name => "I13";

    /// <inheritdoc/>
    public int See(Fact fact, Action<long, string> report)
    {
        switch (fact)
        {
            case Fact.CertifiedButBad said:
                _said.Of(said.Round)?.Add(said);
                if (_bad.Of(said.Round)?.Contains(said.Block) == true)
                    Report(said, report);
                return 1;
            case Fact.BlockCertified { Block: { Header.Round: var round, Digest: var digest } block }
                when chain.OutcomeOf(block) is BlockOutcome.Invalid && _bad.Of(round)?.Add(digest) == true:
                foreach (var said in _said.Of(round)!.Where(said => said.Block == digest))
                    Report(said, report);
                return 1;
            default:
                return 0;
        }
    }

    private static void Report(Fact.CertifiedButBad said, Action<long, string> report) => report(
        said.Round.Number,
        $"{said.Node} holds the certificate of block {said.Block}, which its own re-evaluation found bad: "
        + FaultSentences.Of(said.Faults[0]));
}
