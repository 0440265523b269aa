using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using PoR.Actors;
using PoR.Actors.Messages;
using PoR.Actors.Rounds;
using PoR.Chain;
using PoR.Core.Agreement;
using PoR.Reports.Results;

namespace PoR.Simulation.Runs;

/// <summary>Counts what nodes refused of their peers' messages, and which proofs of misbehaviour they hold.</summary>
internal sealed class PeerFaults
{
    private readonly Dictionary<(string Kind, string Reason), (long Count, string First)> _refused = [];
    private readonly Dictionary<(string Kind, string Accused), long> _evidence = [];

    /// <summary>Refusals in the order of kind and reason.</summary>
    public ImmutableArray<RefusedMessages> Refused =>
    [
        .. _refused
            .OrderBy(r => r.Key.Kind, StringComparer.Ordinal).ThenBy(r => r.Key.Reason, StringComparer.Ordinal)
            .Select(r => new RefusedMessages(r.Key.Kind, r.Key.Reason, r.Value.Count, r.Value.First)),
    ];

    /// <summary>Evidence in the order of kind and accused account.</summary>
    public ImmutableArray<SeenEvidence> Evidence =>
    [
        .. _evidence
            .OrderBy(e => e.Key.Kind, StringComparer.Ordinal).ThenBy(e => e.Key.Accused, StringComparer.Ordinal)
            .Select(e => new SeenEvidence(e.Key.Kind, e.Key.Accused, e.Value)),
    ];

    /// <summary>A node refused a message.</summary>
    public void Refuse(TimeSpan now, NodeId node, Refusal refusal)
    {
        var (kind, reason) = refusal.Name;
        _refused[(kind, reason)] = _refused.TryGetValue((kind, reason), out var known)
            ? (known.Count + 1, known.First)
            : (1, string.Create(
                CultureInfo.InvariantCulture, $"At {now.TotalSeconds:0.###} s, {node}: {SentenceOf(refusal)}"));
    }

    /// <summary>A node has come to hold a proof of misbehaviour.</summary>
    public void Accuse(Evidence evidence)
    {
        var key = (evidence.GetType().Name, evidence.Accused.ToString());
        _evidence[key] = _evidence.GetValueOrDefault(key) + 1;
    }

    private static string SentenceOf(Refusal refusal) => refusal switch
    {
        Refusal.OfVote r => $"{FaultSentences.VoteOf(r.Sender, r.Step)} {FaultSentences.Of(r.Fault)}.",
        Refusal.OfTicket r => $"{FaultSentences.TicketOf(r.Sender)} {FaultSentences.Of(r.Fault)}.",
        Refusal.OfProposal r => $"the proposal of {r.Sender} {SentenceOf(r.Fault)}.",
        Refusal.OfCertificate r =>
            $"a certificate of round {r.Round} proves nothing: {FaultSentences.Of(r.Fault)}.",
        Refusal.OfBlock r => $"a certified block of round {r.Round} is invalid. {FaultSentences.Of(r.Fault)}",
        Refusal.OfTransaction r => $"a transaction of {r.Sender} was refused: {r.Fault.Name}.",
        _ => throw new UnreachableException($"No sentence for {refusal}."),
    };

    private static string SentenceOf(ProposalFault fault) => fault switch
    {
        ProposalFault.NotAProposersBallot => "bears a ballot of another step, or for another leader's block",
        ProposalFault.NotEligible => FaultSentences.Of(VoteFault.NotEligible),
        ProposalFault.ForeignBlock => "brings a block of another proposer, or of another branch",
        ProposalFault.TooLarge f => $"brings a block of {f.Transactions} transactions and {f.Bytes} bytes: too large",
        ProposalFault.WrongEvidence => "brings evidence that is not its block's",
        ProposalFault.WrongBlock => "bears a ballot for another block than it brings",
        ProposalFault.InvalidVote f => FaultSentences.Of(f.Fault),
        _ => throw new UnreachableException($"No sentence for {fault}."),
    };
}
