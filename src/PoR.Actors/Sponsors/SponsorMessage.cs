using PoR.Chain;
using PoR.Core.Admission;
using PoR.Core.Identities;
using PoR.Core.Rounds;

namespace PoR.Actors.Sponsors;

/// <summary>
/// Everything a peer's sponsors accept, beside requests and offers as peers send them. Closed: every case is nested
/// here.
/// </summary>
public abstract record SponsorMessage
{
    private SponsorMessage()
    {
    }

    /// <summary>The node's chain has a new tip.</summary>
    public sealed record TipMoved(Branch Branch) : SponsorMessage;

    /// <summary>A participant of this node has drawn rights (D41).</summary>
    public sealed record RightsDrawn(DrawnRights Rights) : SponsorMessage;

    /// <summary>
    /// The operator wants a right of this node's participants to be used for an account that has asked. Answered with
    /// <see cref="SponsorAnswer"/>.
    /// </summary>
    public sealed record Use(PublicKey Newcomer) : SponsorMessage;
}

/// <summary>What a participant has drawn in a round.</summary>
/// <param name="Holder">Who.</param>
/// <param name="Round">r.</param>
/// <param name="Seed">Q^{r−1}.</param>
/// <param name="Count">How many rights, 1 and up.</param>
/// <param name="Choice">Uniform, from the lot: whether a policy that uses a share of rights uses these.</param>
public sealed record DrawnRights(PublicKey Holder, Round Round, Seed Seed, long Count, ulong Choice);

/// <summary>What has become of an operator's wish.</summary>
/// <param name="Right">Which is used; null: none.</param>
/// <param name="Sentence">For the operator.</param>
public sealed record SponsorAnswer(SponsorRight? Right, string Sentence);
