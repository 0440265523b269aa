using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Core.Transactions;

namespace PoR.Evaluation.Behaviour;

/// <summary>What the behaviour rules look at in one review of a block.</summary>
/// <param name="Author">Who wrote it.</param>
/// <param name="Rate">Its rating, valid.</param>
/// <param name="Category">What kind of thing it says that its subject is; empty when it does not say.</param>
/// <param name="WrittenAt">By the author's clock.</param>
/// <param name="BlockTime">Of the block that holds it.</param>
/// <param name="Verdict">How the rating fits the text.</param>
/// <param name="Weight">ω of its author in the block's round; 0 when it is not eligible.</param>
public sealed record ReviewFacts(
    PublicKey Author,
    Rating Rate,
    string Category,
    Timestamp WrittenAt,
    Timestamp BlockTime,
    CongruenceVerdict Verdict,
    long Weight = 0)
{
    /// <summary>The rating in hundredths of a percent of its scale, rounded down: 0..10,000.</summary>
    public int RatingBasisPoints => (Rate.Value - Rate.Min) * 10_000 / (Rate.Max - Rate.Min);

    /// <summary>−1 in the lower half of the scale, 1 in the upper half, 0 in the very middle.</summary>
    public int Side => Math.Sign((2 * (Rate.Value - Rate.Min)) - (Rate.Max - Rate.Min));
}
