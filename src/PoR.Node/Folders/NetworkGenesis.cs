using System.Security.Cryptography;
using PoR.Configuration.Profiles;
using PoR.Core.Genesis;
using PoR.Core.Hashing;
using PoR.Core.Rounds;
using PoR.Cryptography;
using PoR.Evaluation;
using PoR.Persistence.Keys;

namespace PoR.Node.Folders;

/// <summary>Makes the genesis of a new network.</summary>
public static class NetworkGenesis
{
    private const ulong InitialBalance = 1_000;

    /// <summary>Everybody begins with the least reputation of the settings.</summary>
    /// <param name="name">For people: 1..128 bytes of UTF-8.</param>
    /// <param name="settings">The protocol's parameters, and reputation at the start.</param>
    /// <param name="accounts">Its participants, each once; in any order.</param>
    /// <param name="cryptography">Theirs.</param>
    /// <param name="now">The time of genesis.</param>
    public static GenesisDocument Of(
        string name,
        SimulationSettings settings,
        IEnumerable<PublicAccount> accounts,
        ICryptography cryptography,
        DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(cryptography);
        return new GenesisDocument(
            name,
            settings.Protocol,
            EvaluationModel.Embedded.Digest,
            cryptography.IsInsecureModel,
            new Seed(DomainHash.Of(HashDomain.Seed, RandomNumberGenerator.GetBytes(32)).Bytes),
            new Timestamp(now.ToUnixTimeMilliseconds()),
            [
                .. accounts.OrderBy(account => account.Key).Select(account => new GenesisAccount(
                    account.Key, account.VrfKey, account.OneTimeRoot, settings.Population.ReputationMin,
                    InitialBalance, Round.Genesis)),
            ]);
    }
}
