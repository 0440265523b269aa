using PoR.Core.Transactions;
using PoR.Evaluation;
using PoR.Ledger.Blocks;

namespace PoR.Simulation.Tests.Worlds;

/// <summary>A malicious evaluator: takes praise for blame and blame for praise.</summary>
internal sealed class ReversedScores : ITextScores
{
    public TextScore Of(ReviewNote note)
    {
        var score = EvaluationModel.Embedded.Evaluate(note.Utf8);
        return score with { Score = (byte)(100 - score.Score) };
    }
}
