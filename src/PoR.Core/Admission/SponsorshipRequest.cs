using PoR.Core.Canonical;
using PoR.Core.Hashing;
using PoR.Core.Identities;
using PoR.Core.Rounds;

namespace PoR.Core.Admission;

/// <summary>An account asks whoever holds a right to sponsor it (D41). Nobody has checked its signature yet.</summary>
/// <param name="Network">The only network in which it counts.</param>
/// <param name="Keys">With which the account would join.</param>
/// <param name="Contact">For people who decide: 0..256 bytes of UTF-8.</param>
/// <param name="LastValidRound">Until which round it waits.</param>
/// <param name="Signature">The account's, over <see cref="SigningBytes"/>.</param>
public sealed record SponsorshipRequest(
    NetworkId Network, NewcomerKeys Keys, string Contact, Round LastValidRound, Signature Signature)
    : ICanonical<SponsorshipRequest>
{
    /// <summary>The longest contact, in bytes of UTF-8.</summary>
    public const int ContactBytesMax = 256;

    /// <summary>What the account signs: a digest of all but the signature.</summary>
    public static byte[] SigningBytes(NetworkId network, NewcomerKeys keys, string contact, Round lastValidRound)
    {
        var writer = new CanonicalWriter();
        WriteBody(writer, network, keys, contact, lastValidRound);
        return DomainHash.Of(HashDomain.SponsorshipRequest, writer.WrittenSpan).Bytes.ToArray();
    }

    /// <inheritdoc/>
    public void Write(CanonicalWriter writer)
    {
        WriteBody(writer, Network, Keys, Contact, LastValidRound);
        writer.Fixed(Signature.Bytes);
    }

    /// <inheritdoc/>
    public static SponsorshipRequest Read(ref CanonicalReader reader) => new(
        new NetworkId(reader.Fixed32()),
        NewcomerKeys.Read(ref reader),
        reader.Text(ContactBytesMax),
        new Round(reader.Int64()),
        new Signature(reader.Fixed64()));

    private static void WriteBody(
        CanonicalWriter writer, NetworkId network, NewcomerKeys keys, string contact, Round lastValidRound)
    {
        writer.Fixed(network.Bytes);
        writer.Value(keys);
        writer.Text(contact);
        writer.Int64(lastValidRound.Number);
    }
}
