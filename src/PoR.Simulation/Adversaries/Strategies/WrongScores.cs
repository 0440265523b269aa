using PoR.Actors.Peers;
using PoR.Actors.Services;
using PoR.Core.Transactions;
using PoR.Evaluation;
using PoR.Ledger.Blocks;

namespace PoR.Simulation.Adversaries.Strategies;

/// <summary>Its evaluator lies: each score is off by 40, in blocks that it leads and in those that it judges.</summary>
public sealed class WrongScores : Adversary
{
    /// <inheritdoc/>
    public override PeerSetup Prepare(PeerSetup honest)
    {
        ArgumentNullException.ThrowIfNull(honest);
        return honest with
        {
            Services = honest.Services with
            {
                Chain = new SharedChain(honest.Services.Chain.Genesis, new OffScores(), 10_000, 400),
            },
        };
    }

    private sealed class OffScores : ITextScores
    {
        public TextScore Of(ReviewNote note)
        {
            var score = EvaluationModel.Embedded.Evaluate(note.Utf8);
            return score with { Score = (byte)(score.Score >= 40 ? score.Score - 40 : score.Score + 40) };
        }
    }
}
