using PoR.Core.Transactions;
using PoR.Evaluation;

namespace PoR.Ledger.Blocks;

/// <summary>Scores texts by the model that genesis names; a cache may stand behind it.</summary>
public interface ITextScores
{
    /// <summary>The score of a text: the same for the same text, on every node.</summary>
    TextScore Of(ReviewNote note);
}
