using System.Collections.Immutable;
using PoR.Chain;
using PoR.Core.Agreement;
using PoR.Core.Identities;
using PoR.Ledger.Stake;
using PoR.Ledger.State;
using PoR.Reports.Results;

namespace PoR.Simulation.Runs;

/// <summary>What a run keeps of a decided block: where its bytes are, and what reports say of the state.</summary>
/// <param name="Archived">The block with the certificate that came first.</param>
/// <param name="Parent">H(B^{r−1}).</param>
/// <param name="Eligible">How many could speak in its round.</param>
/// <param name="TotalWeight">W of its round.</param>
/// <param name="CertificateThreshold">t_H of its round, seats.</param>
/// <param name="HonestShare">Of the eligible weight of its round, 0..1.</param>
/// <param name="ReputationQuantiles">
/// After it: minimum, p10, p25, median, p75, p90 and maximum by nearest rank.
/// </param>
/// <param name="Blacklisted">Accounts that are blacklisted in the round after it.</param>
/// <param name="Changes">What it changed of accounts.</param>
/// <param name="Submitted">When its transactions were submitted, in the order of the payset.</param>
internal sealed record DecidedBlock(
    ArchivedBlock Archived,
    BlockDigest Parent,
    int Eligible,
    long TotalWeight,
    long CertificateThreshold,
    double HonestShare,
    ImmutableArray<long> ReputationQuantiles,
    int Blacklisted,
    ImmutableArray<AccountChange> Changes,
    ImmutableArray<TimeSpan> Submitted)
{
    /// <summary>What is to be kept of a block.</summary>
    /// <param name="archived">Where it is.</param>
    /// <param name="branch">Of its parent.</param>
    /// <param name="state">After it.</param>
    /// <param name="changes">What it changed of accounts.</param>
    /// <param name="submitted">When its transactions were submitted.</param>
    /// <param name="honest">The honest accounts.</param>
    public static DecidedBlock Of(
        ArchivedBlock archived,
        Branch branch,
        LedgerState state,
        ImmutableArray<AccountChange> changes,
        ImmutableArray<TimeSpan> submitted,
        IReadOnlySet<PublicKey> honest)
    {
        var view = branch.View;
        var held = WeightShare.Of(view, honest);
        return new DecidedBlock(
            archived,
            branch.Tip,
            view.Members.Length,
            view.TotalWeight,
            view.CertificateThreshold,
            held.Total == 0 ? 1 : (double)held.Weight / held.Total,
            QuantilesOf(state),
            state.Accounts.InOrder.Count(a => a.IsBlacklistedIn(state.Round.Next)),
            changes,
            submitted);
    }

    private static ImmutableArray<long> QuantilesOf(LedgerState state)
    {
        long[] sorted = [.. state.Accounts.InOrder.Select(a => a.Reputation).Order()];
        int[] percents = [0, 10, 25, 50, 75, 90, 100];
        return sorted.Length == 0
            ? []
            : [.. percents.Select(p => NearestRank.Of(sorted, p))];
    }
}
