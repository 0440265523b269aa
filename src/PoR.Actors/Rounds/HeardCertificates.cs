using Akka.Actor;
using PoR.Actors.Gossiping;
using PoR.Actors.Links;
using PoR.Actors.Messages;
using PoR.Actors.Peers;
using PoR.Actors.Services;
using PoR.Chain;
using PoR.Consensus.Agreement;
using PoR.Consensus.Certificates;
using PoR.Core.Agreement;
using PoR.Ledger.Blocks;

namespace PoR.Actors.Rounds;

/// <summary>What the check of a certificate of the open round has found.</summary>
/// <param name="Certificate">The certificate.</param>
/// <param name="Teller">Who has told it.</param>
/// <param name="Fault">Null when it holds.</param>
internal sealed record EndingChecked(Certificate Certificate, NodeId Teller, CertificateFault? Fault);

/// <summary>
/// Certificates of the open round that peers have told: one of each peer, checked one after the other until one holds.
/// </summary>
internal sealed class HeardCertificates(PeerActors peer, Branch branch, NodeServices services)
{
    private readonly HashSet<NodeId> _tellers = [];
    private readonly Queue<(Certificate Certificate, NodeId Teller)> _waiting = [];
    private bool _isChecking;

    /// <summary>A peer tells a certificate; only its first one in the round is looked at.</summary>
    public void Receive(IActorContext context, NodeId teller, Certificate certificate)
    {
        if (!_tellers.Add(teller))
            return;
        _waiting.Enqueue((certificate, teller));
        CheckNext(context);
    }

    /// <summary>A certificate has been checked: a valid one ends the round, else the next one is looked at.</summary>
    public RoundEvent? OnChecked(IActorContext context, EndingChecked check)
    {
        _isChecking = false;
        if (check.Fault is not { } fault)
            return new RoundEvent.CertificateHeard(check.Certificate);
        context.Publish(new Fact.MessageRefused(
            peer.Id, new Refusal.OfCertificate(check.Certificate.Round, fault)));
        peer.Gossip.Tell(new GossipMessage.AtFault(check.Teller, PeerFault.Forged));
        CheckNext(context);
        return null;
    }

    private void CheckNext(IActorContext context)
    {
        if (_isChecking || !_waiting.TryDequeue(out var next))
            return;
        var (certificate, teller) = next;
        _isChecking = true;
        context.Work(services, WorkPart.Checks, () => Check(certificate, teller), services.Costs.VerifyCertificate);
    }

    /// <summary>
    /// Checks a certificate without its block. Votes that were checked before, alone or in another certificate, are
    /// looked up.
    /// </summary>
    private EndingChecked Check(Certificate certificate, NodeId teller)
    {
        // Votes for bit 1 do not name the empty block, so its digest is computed from the state.
        var isOtherBlock = certificate.IsEmptyBlock
            && certificate.Block != BlockExecutor.EmptyBlock(branch.State).Block.Digest;
        return new EndingChecked(
            certificate,
            teller,
            isOtherBlock
                ? new CertificateFault.WrongBlock(certificate.Block)
                : services.Checks.Check(certificate, branch.View));
    }
}
