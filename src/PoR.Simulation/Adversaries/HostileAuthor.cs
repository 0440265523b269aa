using PoR.Chain;
using PoR.Core.Admission;
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
    private long _wroteAtMs = long.MinValue / 2; // Far below zero, and so that a distance to it is no overflow.

    /// <summary>The account.</summary>
    public PublicKey Key => signer.Key;

    /// <summary>Its keys, which sign whatever is wanted.</summary>
    public ParticipantSigner Signer => signer;

    /// <summary>The number of its last transaction; 0: none.</summary>
    public ulong Sequence { get; private set; }

    /// <summary>When it says that it writes next: late enough after its last review by its own clock.</summary>
    public long NextTimeOn(Branch chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        return (long)(Sequence + 1) * chain.State.Parameters.Behaviour.HonestIntervalMs;
    }

    /// <summary>
    /// Whether an honest author would write now: its last transaction is in a block, and was long enough ago.
    /// </summary>
    /// <param name="chain">With the block.</param>
    /// <param name="nowMs">Its time.</param>
    public bool IsFree(Branch chain, long nowMs)
    {
        ArgumentNullException.ThrowIfNull(chain);
        return chain.State.FindAccount(Key) is { LastSequence: var last } && last == Sequence
            && nowMs - _wroteAtMs >= chain.State.Parameters.Behaviour.HonestIntervalMs;
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
        _wroteAtMs = writtenAtMs;
        return signer.Signed(review.By(
            Key, on.View.Network, ++Sequence, on.State.Round + LifetimeRounds, new Timestamp(writtenAtMs), null));
    }

    /// <summary>Signs that it joins, as its next transaction.</summary>
    /// <param name="on">The chain that it is for.</param>
    /// <param name="by">Who admits it; null: nobody.</param>
    internal SignedTransaction Join(Branch on, Sponsorship? by) => signer.Signed(new Transaction.Registration(
        on.View.Network, Key, ++Sequence, on.State.Round + LifetimeRounds, signer.PublicKeys.VrfKey,
        signer.PublicKeys.OneTimeRoot, by));
}
