using PoR.Actors.Contract;
using PoR.Actors.Messages;
using PoR.Actors.Services;
using PoR.Consensus.Agreement;
using PoR.Core.Agreement;
using PoR.Verification;

namespace PoR.Actors.Rounds;

/// <summary>
/// Certificates of the open round that peers have told: one of each peer, checked one after the other until one holds.
/// </summary>
public sealed class HeardCertificates(NodeId node, Branch branch, NodeServices services)
{
    private const string CheckKey = "ending";

    private readonly HashSet<NodeId> _peers = [];
    private readonly Queue<Certificate> _waiting = [];
    private bool _isChecking;

    /// <summary>A peer tells a certificate; only its first one in the round is looked at.</summary>
    public void Receive(IContext context, NodeId peer, Certificate certificate)
    {
        if (!_peers.Add(peer))
            return;
        _waiting.Enqueue(certificate);
        CheckNext(context);
    }

    /// <summary>A certificate has been checked: a valid one ends the round, else the next one is looked at.</summary>
    public RoundEvent? OnChecked(IContext context, EndingChecked check)
    {
        _isChecking = false;
        if (check.Fault is not { } fault)
            return new RoundEvent.CertificateHeard(check.Certificate);
        context.Publish(Addresses.Facts, new Fact.MessageRefused(node, "certificate", fault));
        CheckNext(context);
        return null;
    }

    private void CheckNext(IContext context)
    {
        if (_isChecking || !_waiting.TryDequeue(out var next))
            return;
        _isChecking = true;
        context.Offload(new VerifyEndingJob(services, next, branch), CheckKey);
    }
}
