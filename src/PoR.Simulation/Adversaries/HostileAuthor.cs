using PoR.Chain;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Reviews;
using PoR.Reviews.MadeUp;

namespace PoR.Simulation.Adversaries;

/// <summary>An account that writes what a strategy wants, and signs it.</summary>
/// <param name="signer">Whose keys it has; the texts that it makes up follow from them.</param>
public sealed class HostileAuthor(ParticipantSigner signer)
{
    private const int LifetimeRounds = 20;

    private readonly ReviewGenerator _texts = new(signer.Key.Bytes.Prefix);

    /// <summary>The account.</summary>
    public PublicKey Key => signer.Key;

    /// <summary>The number of its last transaction; 0: none.</summary>
    public ulong Sequence { get; private set; }

    /// <summary>When it says that it writes next: late enough after its last review by its own clock.</summary>
    public long NextTimeOn(Branch chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        return (long)(Sequence + 1) * chain.State.Parameters.Behaviour.HonestIntervalMs;
    }

    /// <summary>A made-up review whose rating fits its text, or says the opposite.</summary>
    public WrittenReview MakeUp(bool isCongruent) => _texts.Draw(
        (long)Sequence, isCongruent ? ExpectedCongruity.Congruent : ExpectedCongruity.Incongruent).Review;

    /// <summary>Signs a review as its next transaction.</summary>
    /// <param name="review">What it says.</param>
    /// <param name="on">The chain that it is for.</param>
    /// <param name="writtenAtMs">The time that it claims.</param>
    public SignedTransaction Sign(WrittenReview review, Branch on, long writtenAtMs)
    {
        ArgumentNullException.ThrowIfNull(review);
        ArgumentNullException.ThrowIfNull(on);
        return signer.Signed(review.By(
            Key, on.View.Network, ++Sequence, on.State.Round + LifetimeRounds, new Timestamp(writtenAtMs), null));
    }
}
