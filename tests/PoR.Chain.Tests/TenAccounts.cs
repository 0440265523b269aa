using PoR.Core.Genesis;
using PoR.Core.Parameters;
using PoR.Core.Rounds;
using PoR.Cryptography;
using PoR.Evaluation;
using PoR.Simulation.Worlds;

namespace PoR.Chain.Tests;

/// <summary>Ten accounts with one seat each in every step: W = τ = 10, t_H = 7.</summary>
internal static class TenAccounts
{
    public const ulong KeySeed = 1;

    public static GenesisDocument Genesis(bool isInsecureModel = true)
    {
        var cryptography = new ModelCryptography();
        var accounts = Enumerable.Range(0, 10)
            .Select(i => SimulatedKeys.Of(cryptography, KeySeed, i))
            .Select(k => new GenesisAccount(k.PublicKey, k.Vrf.PublicKey, k.OneTime.Root, 1, 0, Round.Genesis))
            .OrderBy(account => account.Key);
        return new GenesisDocument(
            "ten",
            ProtocolParameters.Hardened with { CommitteeSize = null, ExpectedProposers = null },
            EvaluationModel.Embedded.Digest,
            isInsecureModel,
            new Seed(default),
            new Timestamp(0),
            [.. accounts]);
    }
}
