using PoR.Core.Canonical;
using PoR.Core.Identities;
using PoR.Core.Rounds;

namespace PoR.Core.Genesis;

/// <summary>An account of the initial state S_0 (PoR §3.7 item 1).</summary>
/// <param name="Key">pk.</param>
/// <param name="VrfKey">Makes its credentials.</param>
/// <param name="OneTimeRoot">Certifies its one-time keys.</param>
/// <param name="Reputation">R, 0..<see cref="ReputationMax"/>; the paper's genesis has 1.</param>
/// <param name="Balance">a: units of money.</param>
/// <param name="BlacklistedUntil">The last round for which it is blacklisted; 0 for none.</param>
public sealed record GenesisAccount(
    PublicKey Key,
    VrfPublicKey VrfKey,
    OneTimeRootKey OneTimeRoot,
    long Reputation,
    ulong Balance,
    Round BlacklistedUntil)
    : ICanonical<GenesisAccount>
{
    /// <summary>
    /// No reputation is above this, so that no sum over <see cref="GenesisDocument.AccountsMax"/> accounts can
    /// overflow. At two points a review no account reaches it.
    /// </summary>
    public const long ReputationMax = 1L << 39;

    /// <inheritdoc/>
    public void Write(CanonicalWriter writer)
    {
        writer.Fixed(Key.Bytes);
        writer.Fixed(VrfKey.Bytes);
        writer.Fixed(OneTimeRoot.Bytes);
        writer.Int64(Reputation);
        writer.UInt64(Balance);
        writer.Int64(BlacklistedUntil.Number);
    }

    /// <inheritdoc/>
    public static GenesisAccount? Read(ref CanonicalReader reader)
    {
        var account = new GenesisAccount(
            new PublicKey(reader.Fixed32()),
            new VrfPublicKey(reader.Fixed32()),
            new OneTimeRootKey(reader.Fixed32()),
            reader.Int64(),
            reader.UInt64(),
            new Round(reader.Int64()));
        if (account.Reputation is < 0 or > ReputationMax || account.BlacklistedUntil.Number < 0)
            reader.Fail($"a reputation must be 0..{ReputationMax} and a blacklist's end 0 or more.");
        return reader.Fault is null ? account : null;
    }
}
