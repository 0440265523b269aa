using PoR.Actors.Peers;
using PoR.Actors.Services;
using PoR.Core.Transactions;
using PoR.Evaluation;
using PoR.Ledger.Blocks;

namespace PoR.TestKit;

/// <summary>A liar's evaluator: every score is off by 40.</summary>
internal sealed class OffScores : ITextScores
{
    /// <summary>The first nodes of a network lie about scores, so many of them.</summary>
    public static Func<PeerSetup, PeerSetup> OfFirst(int liars) => honest => honest.Id.Index >= liars
        ? honest
        : honest with
        {
            Services = honest.Services with
            {
                Chain = new SharedChain(honest.Services.Chain.Genesis, new OffScores(), 10_000, 400),
            },
        };

    public TextScore Of(ReviewNote note)
    {
        var score = EvaluationModel.Embedded.Evaluate(note.Utf8);
        return score with { Score = (byte)(score.Score >= 40 ? score.Score - 40 : score.Score + 40) };
    }
}
