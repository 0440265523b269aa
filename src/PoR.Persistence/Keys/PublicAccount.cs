using PoR.Actors.Participants;
using PoR.Core.Bytes;
using PoR.Core.Identities;

namespace PoR.Persistence.Keys;

/// <summary>
/// What everybody knows of a participant from genesis on; its text form is a line that operators exchange.
/// </summary>
/// <param name="Key">pk.</param>
/// <param name="VrfKey">Makes its credentials.</param>
/// <param name="OneTimeRoot">Certifies its one-time keys.</param>
public sealed record PublicAccount(PublicKey Key, VrfPublicKey VrfKey, OneTimeRootKey OneTimeRoot)
{
    /// <summary>Of a participant.</summary>
    public static PublicAccount Of(ParticipantKeys keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return new PublicAccount(keys.PublicKey, keys.Vrf.PublicKey, keys.OneTime.Root);
    }

    /// <summary>Reads a line.</summary>
    /// <returns>Null: it is none.</returns>
    public static PublicAccount? Parse(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        var parts = line.Split(' ');
        if (parts.Length != 3
            || parts.Any(part => part.Length != 2 * Bytes32.Length || !part.All(char.IsAsciiHexDigit)))
            return null;
        return new PublicAccount(
            new PublicKey(Bytes32.Parse(parts[0])), new VrfPublicKey(Bytes32.Parse(parts[1])),
            new OneTimeRootKey(Bytes32.Parse(parts[2])));
    }

    /// <summary>Three times 64 hexadecimal digits, with a space between.</summary>
    public override string ToString() => $"{Key} {VrfKey} {OneTimeRoot}";
}
