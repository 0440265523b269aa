using PoR.Actors.Mempools;
using PoR.Actors.Services;
using PoR.Chain;
using PoR.Configuration.Profiles;
using PoR.Core.Genesis;
using PoR.Core.Identities;
using PoR.Cryptography;
using PoR.Evaluation;

namespace PoR.Node.Running;

/// <summary>
/// What the peers of one process work with. They share checks and states, since each is a function of its input.
/// </summary>
internal sealed class ServicesOfPeers(GenesisDocument genesis, MempoolSettings mempool)
{
    private const int ChecksKeptPerParticipant = 20;
    private const int ScoresKept = 2_000;
    private const int BlocksKept = 32;

    private readonly SodiumCryptography _cryptography = new();
    private readonly PeerChecks _checks = new(
        new SodiumCryptography(), ChecksKeptPerParticipant * Math.Max(100, genesis.Accounts.Length));

    private readonly SharedChain _chain = new(
        Branch.Of(genesis), new ModelScores(EvaluationModel.Embedded), ScoresKept, BlocksKept);

    /// <summary>The services of one of them.</summary>
    public NodeServices Of(PublicKey peer) => new()
    {
        Genesis = genesis,
        Cryptography = _cryptography,
        Checks = _checks,
        Chain = _chain,
        ClockStart = DateTimeOffset.FromUnixTimeMilliseconds(genesis.Time.Milliseconds),
        LedgerId = $"ledger/{peer}",
        Mempool = new MempoolLimits { TransactionsMax = mempool.CapacityTransactions },
    };

    /// <summary>After so long without a block a peer is no longer ready: three times 4λ + Λ′.</summary>
    public TimeSpan RoundLimit => 3 * TimeSpan.FromMilliseconds(
        (4 * genesis.Parameters.SmallLambdaMs) + genesis.Parameters.BigLambdaMs
        + genesis.Parameters.LeaderEvaluationMs);
}
