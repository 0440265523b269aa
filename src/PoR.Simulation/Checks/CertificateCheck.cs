using PoR.Actors.Messages;
using PoR.Actors.Services;
using PoR.Consensus.Votes;
using PoR.Core.Agreement;
using PoR.Simulation.Worlds;

namespace PoR.Simulation.Checks;

/// <summary>
/// I2: a decided block's certificate holds t_H seats of distinct members of its step's committee, by the state of
/// its round. Counted here apart from the nodes' own check of certificates.
/// </summary>
public sealed class CertificateCheck(World world) : IInvariantCheck
{
    /// <inheritdoc/>
    public string Name => "I2";

    /// <inheritdoc/>
    public int See(Fact fact, Action<long, string> report)
    {
        if (fact is not Fact.BlockCertified { Block: var block, Certificate: var certificate, Node: var node })
            return 0;
        var round = certificate.Round.Number;
        if (world.ChainOf(node)?.BranchOf(certificate.Parent) is not { View: var view })
        {
            report(round, $"{node} holds a certificate on a parent that it does not know.");
            return 1;
        }

        if (certificate.Block != block.Digest || certificate.IsEmptyBlock != block.IsEmpty
            || certificate.Round != block.Header.Round || certificate.Parent != block.Header.Parent)
            report(round, $"The certificate of {node} is of another block.");
        var checks = world.ServicesOf(node).Checks;
        if (checks.Check(certificate, view) is { } fault)
            report(round, $"The certificate of {node} proves nothing: {fault}.");
        var distinct = certificate.Votes.Select(vote => vote.Ballot.Sender).Distinct().Count();
        if (distinct != certificate.Votes.Length)
            report(round, $"The certificate of {node} names a sender twice.");
        if (certificate.Votes.Any(vote => view.Find(vote.Ballot.Sender) is not { Weight: > 0 }))
            report(round, $"The certificate of {node} names a sender that may not vote.");
        var seats = certificate.Votes.Sum(vote => SeatsFor(certificate, vote, view, checks));
        if (seats < view.CertificateThreshold)
            report(round, $"The certificate of {node} holds {seats} seats, t_H is {view.CertificateThreshold}.");
        return 1;
    }

    private static long SeatsFor(Certificate certificate, UnverifiedVote vote, CommitteeView view, PeerChecks checks)
    {
        var ballot = vote.Ballot;
        var isForBlock = certificate.IsEmptyBlock
            ? ballot.Bit == 1 && (ballot.Step.Number - 5) % 3 == 0
            : ballot.Bit == 0 && ballot.Value?.Block == certificate.Block && (ballot.Step.Number - 4) % 3 == 0;
        return isForBlock && ballot.Step == certificate.Step && ballot.Round == certificate.Round
            && checks.Check(vote, view).Verdict is VoteVerdict.Accepted { Vote.Seats: var seats }
            ? seats
            : 0;
    }
}
