using PoR.Core.Agreement;
using PoR.Core.Canonical;
using PoR.Core.Rounds;
using PoR.Evaluation;
using PoR.Ledger.Blocks;

namespace PoR.Chain.Tests;

/// <summary>A certificate of ten accounts has as many seats as votes.</summary>
public sealed class CertificateSeatsTests
{
    // W = τ = 10, and t_H = 7.
    private static readonly Cast _ten = new([1, 1, 1, 1, 1, 1, 1, 1, 1, 1]);

    [Fact(DisplayName = "PoR §5.2 step 5: a stranger takes a certificate of t_H seats, not one seat less")]
    public void Counts_the_seats_of_a_certificate()
    {
        var verifier = ChainVerifier.Start(CanonicalBytes.Of(_ten.Genesis), EvaluationModel.Embedded, out _)!;
        Assert.Equal(7, verifier.Branch.View.CertificateThreshold);

        Assert.Contains("seats needed.", FaultOf(verifier, votes: 6), StringComparison.Ordinal);
        Assert.Contains("votes", FaultOf(verifier, votes: 8), StringComparison.Ordinal);
        Assert.Null(FaultOf(verifier, votes: 7));
        Assert.Equal(new Round(2), verifier.Branch.View.Round);
    }

    private static string? FaultOf(ChainVerifier verifier, int votes)
    {
        var view = verifier.Branch.View;
        var block = BlockExecutor.EmptyBlock(verifier.Branch.State).Block;
        var signed = Enumerable.Range(0, votes).Select(who => _ten.Vote(who, view, Step.BlockDecision, null, 1));
        var certificate = new Certificate(
            view.Round, view.Parent, block.Digest, Step.BlockDecision, null, [.. signed]);
        return verifier.Append(CanonicalBytes.Of(new CertifiedBlock(block, certificate))) is { } fault
            ? FaultSentences.Of(fault)
            : null;
    }
}
