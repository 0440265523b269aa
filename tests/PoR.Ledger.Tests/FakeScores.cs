using System.Globalization;
using PoR.Core.Transactions;
using PoR.Evaluation;
using PoR.Ledger.Blocks;

namespace PoR.Ledger.Tests;

/// <summary>A text says its own score: "80 …" scores 80, "? …" is no evidence.</summary>
internal sealed class FakeScores(int shift = 0) : ITextScores
{
    public TextScore Of(ReviewNote note)
    {
        var word = note.ToString().Split(' ')[0];
        return word == "?"
            ? new TextScore(50, false)
            : new TextScore((byte)(byte.Parse(word, CultureInfo.InvariantCulture) + shift), true);
    }
}
