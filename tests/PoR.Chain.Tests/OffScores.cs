using PoR.Core.Transactions;
using PoR.Evaluation;
using PoR.Ledger.Blocks;

namespace PoR.Chain.Tests;

/// <summary>A liar's evaluator: every score is off by 40.</summary>
internal sealed class OffScores : ITextScores
{
    public TextScore Of(ReviewNote note)
    {
        var score = EvaluationModel.Embedded.Evaluate(note.Utf8);
        return score with { Score = (byte)(score.Score >= 40 ? score.Score - 40 : score.Score + 40) };
    }
}
