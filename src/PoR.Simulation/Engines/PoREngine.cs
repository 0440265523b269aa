using Akka.Actor;
using PoR.Actors.Peers;
using PoR.Chain;
using PoR.Cryptography;
using PoR.Simulation.Checks;
using PoR.Simulation.Runs;
using PoR.Simulation.Worlds;

namespace PoR.Simulation.Engines;

/// <summary>Proof of Review on Algorand'_2: the engine of a run that names no other.</summary>
public sealed class PoREngine : IEngine
{
    private PoREngine()
    {
    }

    /// <summary>The one instance.</summary>
    public static PoREngine Instance { get; } = new();

    /// <inheritdoc/>
    public string Name => "Proof of Review";

    /// <inheritdoc/>
    public string Hears => PeerActor.GossipName;

    /// <inheritdoc/>
    public string TakesTransactions => PeerActor.MempoolName;

    /// <inheritdoc/>
    public bool ForksWhileLate => true;

    /// <inheritdoc/>
    public Props PropsOf(PeerSetup setup) => PeerActor.Props(setup);

    /// <inheritdoc/>
    public IEnumerable<IInvariantCheck> ChecksOf(WatchedWorld run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var document = run.World.Population.Genesis;
        var genesis = Branch.Of(document);
        ICryptography cryptography =
            document.IsInsecureModel ? new ModelCryptography() : new SodiumCryptography();
        var chain = new ReplayedChain(genesis, cryptography, run.Decidable);
        var votes = new AuditedVotes(cryptography, run.Share, run.Decidable);
        return
        [
            chain,
            new CertificateCheck(chain, votes),
            new ValidityCheck(chain, cryptography, run.Decidable),
            new ReEvaluationCheck(
                chain, votes, new ReEvaluatingSeats(run.World, run.IsSynchronous).NeededIn, run.Decidable),
            new ChainCheck(genesis.Tip, run.IsSynchronous, run.Decidable),
            new ReputationCheck(genesis.State, run.Decidable),
            new BlacklistCheck(genesis.State, run.Decidable),
            new DoubleVoteCheck(run.Decidable),
            new TimeCheck(run.World, run.IsFaultyBetween, run.Decidable),
            new CertifiedBadCheck(chain, run.Decidable),
            new BufferCheck(run.World.BuffersOf),
            new ContradictionCheck(
                run.World, chain, new AuditedVotes(cryptography, AuditShare.All, run.Decidable), run.IsFaultyBetween),
        ];
    }

    /// <inheritdoc/>
    public IEnumerable<string> WarningsOf(World world)
    {
        ArgumentNullException.ThrowIfNull(world);
        return CommitteeWarnings.Of(world.Genesis.View);
    }
}
