using PoR.Core.Identities;
using PoR.Cryptography;
using PoR.Cryptography.OneTime;

namespace PoR.Actors.Participants;

/// <summary>A participant's secrets.</summary>
/// <param name="Account">Signs its transactions; its public key is the participant's name.</param>
/// <param name="Vrf">Makes its credentials.</param>
/// <param name="OneTime">Sign each of its messages once.</param>
public sealed record ParticipantKeys(SigningKey Account, VrfSecretKey Vrf, OneTimeKeys OneTime)
{
    /// <summary>The participant's name.</summary>
    public PublicKey PublicKey => Account.PublicKey;

    /// <summary>Overwrites all of them with zeros. They cannot sign any more.</summary>
    public void Erase()
    {
        Account.Dispose();
        Vrf.Dispose();
        OneTime.Dispose();
    }
}
