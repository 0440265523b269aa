using PoR.Actors.Services;
using PoR.Core.Agreement;
using PoR.Core.Rounds;
using PoR.Wire;

namespace PoR.Actors.Gossiping;

/// <summary>
/// What a node's gossip is told in the search for those who say two things in one step (D39). Closed: every case is
/// nested here.
/// </summary>
internal abstract record ComparisonMessage
{
    private ComparisonMessage()
    {
    }

    /// <summary>The open round has come to a step.</summary>
    /// <param name="Parent">H(B^{r−1}): names round and branch.</param>
    /// <param name="Step">The step.</param>
    public sealed record StepEntered(BlockDigest Parent, Step Step) : ComparisonMessage;

    /// <summary>λ has passed since a round ended here.</summary>
    /// <param name="Parent">H(B^{r−1}): names round and branch.</param>
    public sealed record RoundSettled(BlockDigest Parent) : ComparisonMessage;

    /// <summary>This vote is invalid, so this peer has not heard it.</summary>
    public sealed record NotCounted(UnverifiedVote Vote) : ComparisonMessage;

    /// <summary>Two votes of one sender in one step were checked.</summary>
    /// <param name="First">Heard first.</param>
    /// <param name="Second">Heard second.</param>
    public sealed record PairChecked(VoteChecked First, VoteChecked Second) : ComparisonMessage;

    /// <summary>Votes that differ from those of a peer were checked before they are shown to it.</summary>
    /// <param name="Peer">To whom.</param>
    /// <param name="Checks">Of each.</param>
    public sealed record DifferingChecked(NodeId Peer, VotesChecked Checks) : ComparisonMessage;

    /// <summary>Evidence that a peer has told was checked.</summary>
    /// <param name="Told">The message.</param>
    /// <param name="Evidence">What stands in it.</param>
    /// <param name="Fault">Null: it holds.</param>
    public sealed record EvidenceChecked(PeerMessage Told, Evidence Evidence, EvidenceFault? Fault)
        : ComparisonMessage;

    /// <summary>Somebody has been caught: some peers are told, and pass it on.</summary>
    public sealed record Caught(Evidence Evidence) : ComparisonMessage;
}
