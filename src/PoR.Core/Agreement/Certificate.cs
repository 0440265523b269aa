using System.Collections.Immutable;
using PoR.Core.Canonical;
using PoR.Core.Rounds;

namespace PoR.Core.Agreement;

/// <summary>
/// CERT^r: votes of t_H seats that end round r, with a block or with the empty one (PoR §5.2 step 5).
/// </summary>
/// <param name="Round">r.</param>
/// <param name="Parent">H(B^{r−1}).</param>
/// <param name="Block">H(B^r).</param>
/// <param name="Step">The step of the votes: 4, 7, 10, … for a block; 5, 8, 11, … for the empty block.</param>
/// <param name="Ticket">The leader's, when the block is not empty; else null.</param>
/// <param name="Votes">In ascending order of sender.</param>
public sealed record Certificate(
    Round Round,
    BlockDigest Parent,
    BlockDigest Block,
    Step Step,
    LeaderTicket? Ticket,
    ImmutableArray<UnverifiedVote> Votes)
    : ICanonical<Certificate>
{
    /// <summary>Most votes that a decoder accepts.</summary>
    public const int VotesMax = 100_000;

    /// <summary>True when it certifies B_ε.</summary>
    public bool IsEmptyBlock => Ticket is null;

    /// <summary>Length of the canonical bytes.</summary>
    public int ByteCount => 81 + (Ticket is null ? 0 : LeaderTicket.ByteCount) + Votes.Sum(v => v.ByteCount);

    /// <inheritdoc/>
    public void Write(CanonicalWriter writer)
    {
        writer.Int64(Round.Number);
        writer.Fixed(Parent.Bytes);
        writer.Fixed(Block.Bytes);
        writer.Int32(Step.Number);
        writer.Optional(Ticket);
        writer.List(Votes);
    }

    /// <inheritdoc/>
    public static Certificate? Read(ref CanonicalReader reader)
    {
        var certificate = new Certificate(
            new Round(reader.Int64()),
            new BlockDigest(reader.Fixed32()),
            new BlockDigest(reader.Fixed32()),
            new Step(reader.Int32()),
            reader.Optional<LeaderTicket>(),
            reader.List<UnverifiedVote>(VotesMax));
        if (certificate.Round.Number < 1 || certificate.Step.Number < 1)
            reader.Fail("a round and a step must be 1 or more.");
        return reader.Fault is null ? certificate : null;
    }
}
