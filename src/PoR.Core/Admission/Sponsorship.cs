using PoR.Core.Canonical;
using PoR.Core.Hashing;
using PoR.Core.Identities;
using PoR.Core.Rounds;

namespace PoR.Core.Admission;

/// <summary>A holder's word that it admits an account, with the proof of its right. Nobody has checked it.</summary>
/// <param name="Right">Which right is used.</param>
/// <param name="Seed">Q^{r−1}, with which it was drawn: names the branch.</param>
/// <param name="Proof">The holder's credential of step 1 of the right's round, from whose β the right is drawn.</param>
/// <param name="Signature">The holder's, over <see cref="SigningBytes"/>.</param>
public sealed record Sponsorship(SponsorRight Right, Seed Seed, VrfProof Proof, Signature Signature)
    : ICanonical<Sponsorship>
{
    /// <summary>What the holder signs: a digest of network, right, seed and the keys that it admits.</summary>
    /// <param name="network">The only network in which it counts.</param>
    /// <param name="right">The right.</param>
    /// <param name="seed">Q^{r−1}.</param>
    /// <param name="newcomer">Whom it admits, and no other.</param>
    public static byte[] SigningBytes(NetworkId network, SponsorRight right, Seed seed, NewcomerKeys newcomer)
    {
        var writer = new CanonicalWriter();
        writer.Fixed(network.Bytes);
        writer.Value(right);
        writer.Fixed(seed.Bytes);
        writer.Value(newcomer);
        return DomainHash.Of(HashDomain.Sponsorship, writer.WrittenSpan).Bytes.ToArray();
    }

    /// <inheritdoc/>
    public void Write(CanonicalWriter writer)
    {
        writer.Value(Right);
        writer.Fixed(Seed.Bytes);
        writer.Fixed(Proof);
        writer.Fixed(Signature.Bytes);
    }

    /// <inheritdoc/>
    public static Sponsorship Read(ref CanonicalReader reader) => new(
        SponsorRight.Read(ref reader),
        new Seed(reader.Fixed32()),
        reader.Proof(),
        new Signature(reader.Fixed64()));
}

/// <summary>The keys with which an account joins.</summary>
/// <param name="Account">pk.</param>
/// <param name="VrfKey">Makes its credentials.</param>
/// <param name="OneTimeRoot">Certifies its one-time keys.</param>
public readonly record struct NewcomerKeys(PublicKey Account, VrfPublicKey VrfKey, OneTimeRootKey OneTimeRoot)
    : ICanonical<NewcomerKeys>
{
    /// <inheritdoc/>
    public void Write(CanonicalWriter writer)
    {
        writer.Fixed(Account.Bytes);
        writer.Fixed(VrfKey.Bytes);
        writer.Fixed(OneTimeRoot.Bytes);
    }

    /// <inheritdoc/>
    public static NewcomerKeys Read(ref CanonicalReader reader) => new(
        new PublicKey(reader.Fixed32()), new VrfPublicKey(reader.Fixed32()), new OneTimeRootKey(reader.Fixed32()));
}

/// <summary>Why a sponsorship proves no right. Closed: every case is nested here.</summary>
public abstract record SponsorshipFault
{
    private SponsorshipFault()
    {
    }

    /// <summary>The right's round is too long ago, or has another seed on this chain.</summary>
    public sealed record NotOnThisChain(SponsorRight Right) : SponsorshipFault;

    /// <summary>The holder was not eligible in the right's round.</summary>
    public sealed record NotEligible(SponsorRight Right) : SponsorshipFault;

    /// <summary>The proof is not the holder's credential of step 1 of that round.</summary>
    public sealed record WrongProof(SponsorRight Right) : SponsorshipFault;

    /// <summary>The holder drew fewer rights in that round.</summary>
    /// <param name="Right">Which one it claims.</param>
    /// <param name="Drawn">How many it drew.</param>
    public sealed record NotDrawn(SponsorRight Right, long Drawn) : SponsorshipFault;
}
