using PoR.Core.Transactions;
using PoR.Evaluation;
using PoR.Ledger.Blocks;

namespace PoR.Actors.Services;

/// <summary>Scores texts by an evaluation model, each time anew.</summary>
public sealed class ModelScores(EvaluationModel model) : ITextScores
{
    /// <inheritdoc/>
    public TextScore Of(ReviewNote note) => model.Evaluate(note.Utf8);
}
