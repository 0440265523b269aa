using System.Collections;
using System.Runtime.CompilerServices;
using PoR.Actors;
using PoR.Actors.Messages;
using PoR.Chain;
using PoR.Core.Agreement;

namespace PoR.Simulation.Checks;

/// <summary>
/// I2: a decided block's certificate holds t_H seats of distinct members of its step's committee, by the state of
/// its round.
/// </summary>
/// <remarks>
/// Judged by the checks' own chain and cryptography, apart from the nodes' code for certificates. Each distinct
/// certificate is judged once, at the first node that has it; at the others it is compared with their block.
/// </remarks>
/// <param name="chain">Whose states say who may vote.</param>
/// <param name="votes">What votes are worth.</param>
public sealed class CertificateCheck(ReplayedChain chain, AuditedVotes votes) : IInvariantCheck
{
    // Peers that got a certificate from each other share one immutable object. The table keeps no certificate alive.
    private readonly ConditionalWeakTable<Certificate, IInvariantCheck> _judged = [];

    /// <inheritdoc/>
    public string Name => "I2";

    /// <inheritdoc/>
    public int See(Fact fact, Action<long, string> report)
    {
        if (fact is not Fact.BlockCertified { Block: var block, Certificate: var certificate, Node: var node })
            return 0;
        var round = certificate.Round.Number;
        if (chain.BranchOf(certificate.Round.Previous, certificate.Parent) is not { View: var view })
        {
            report(round, $"{node} holds a certificate on a parent that nobody has decided.");
            return 1;
        }

        if (certificate.Block != block.Digest || certificate.IsEmptyBlock != block.IsEmpty
            || certificate.Round != block.Header.Round || certificate.Parent != block.Header.Parent
            || (certificate.Ticket is { } ticket && ticket.Sender != block.Header.Proposer?.Leader))
            report(round, $"The certificate of {node} is of another block.");

        if (_judged.TryAdd(certificate, this))
            Judge(certificate, view, node, report);
        return 1;
    }

    private void Judge(Certificate certificate, CommitteeView view, NodeId node, Action<long, string> report)
    {
        var round = certificate.Round.Number;
        var hasSpoken = new BitArray(view.Members.Length);
        var (seats, wrong, twice, first) = (0L, 0, false, "");
        foreach (var vote in certificate.Votes)
        {
            var (held, fault) = votes.Of(vote, view);
            if (view.IndexOf(vote.Ballot.Sender) is >= 0 and var member)
            {
                twice |= hasSpoken[member];
                hasSpoken[member] = true;
            }

            if (fault is null)
                seats += IsFor(certificate, vote.Ballot) ? held : 0;
            else if (++wrong == 1)
                first = $"the vote of {vote.Ballot.Sender} in step {vote.Ballot.Step} {FaultSentences.Of(fault.Value)}";
        }

        if (twice)
            report(round, $"The certificate of {node} names a sender twice.");
        if (wrong > 0)
            report(
                round,
                $"The certificate of {node} proves nothing: {first}"
                + (wrong > 1 ? $", and {wrong - 1} more of its votes fail." : "."));
        if (seats < view.CertificateThreshold)
            report(
                round,
                $"The certificate of {node} holds {seats} seats for its block, t_H is {view.CertificateThreshold}.");
    }

    private static bool IsFor(Certificate certificate, Ballot ballot) =>
        ballot.Step == certificate.Step && ballot.Round == certificate.Round
        && (certificate.IsEmptyBlock
            ? ballot.Bit == 1 && (ballot.Step.Number - 5) % 3 == 0
            : ballot.Bit == 0 && ballot.Value?.Block == certificate.Block && (ballot.Step.Number - 4) % 3 == 0);
}
