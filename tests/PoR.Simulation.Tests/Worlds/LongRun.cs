using PoR.Actors;
using PoR.Actors.Messages;
using PoR.Chain;
using PoR.Core.Genesis;
using PoR.Core.Rounds;
using PoR.Ledger.State;
using PoR.Simulation.Checks;
using PoR.Simulation.Runs;
using PoR.Simulation.Worlds;

namespace PoR.Simulation.Tests.Worlds;

/// <summary>
/// Four nodes, one of which is cut off for well over a hundred rounds and then catches up; all facts, to be told to
/// checks, true or forged.
/// </summary>
public sealed class LongRun : IDisposable
{
    /// <summary>The node that was cut off.</summary>
    public static readonly NodeId Late = new(3);

    /// <summary>A round early in the cut.</summary>
    public const long BlindRound = 6;

    private readonly List<Fact> _facts = [];

    public LongRun()
    {
        var settings = Lab
            .Unit(1, seed: 1, "population.participants=4", "population.nodes=4", "run.reviews-per-round=2")
            .WithCuts("nodes:3@10s+700s");
        Network = Lab.NetworkOf(settings);
        World = World.Create(settings, Network.Model, threads: 1);
        var workload = new Workload(World, DraftSource.Generated(1), 2, 100, seed: 1, _ => { });
        var tips = new long[World.Nodes];
        Suite = new InvariantSuite(World, Network, AuditShare.All);
        var decidable = new DecidableRounds(World);
        var chain = new ReplayedChain(Branch.Of(World.Population.Genesis), World.Cryptography, decidable);
        var votes = new AuditedVotes(World.Cryptography, AuditShare.All, decidable);
        var blind = new ReEvaluationCheck(chain, votes, () => true, decidable);
        World.Observer = fact =>
        {
            _facts.Add(fact);
            Suite.See(fact);
            decidable.See(fact);
            chain.See(fact);
            if (!IsHiddenFromBlind(fact))
                blind.See(fact, (round, sentence) => BlindReports.Add($"{round}: {sentence}"));
            if (fact is Fact.RoundStarted { Round: var round })
                workload.OnRoundStarted(round);
            else if (fact is Fact.BlockCertified { State: var state, Block: var block })
                workload.OnAdopted(state, block.Payset.Select(entry => entry.Transaction));
            else if (fact is Fact.TipMoved { Node.Index: var node, State.Round.Number: var tip })
                tips[node] = tip;
        };
        World.Start();
        World.Simulation.RunUntil(TimeSpan.FromSeconds(710));
        Missed = tips.Max();
        World.Simulation.RunUntil(() => tips.Min() >= Missed, TimeSpan.FromMinutes(20));
        Assert.True(tips.Min() >= Missed, "The node that was cut off has not caught up.");
        Assert.True(Missed > 110, $"Only {Missed} rounds were decided without the node that was cut off.");
    }

    public World World { get; }

    public SimulatedNetwork Network { get; }

    public IReadOnlyList<Fact> Facts => _facts;

    /// <summary>The last round that was decided during the cut.</summary>
    public long Missed { get; }

    /// <summary>All checks, as they saw it happen.</summary>
    public InvariantSuite Suite { get; }

    /// <summary>
    /// What I3 said while the network ran, if nobody had voted for the block of <see cref="BlindRound"/> in step 3, and
    /// nobody but the late node had decided it.
    /// </summary>
    public List<string> BlindReports { get; } = [];

    /// <summary>A state that no chain leads to: genesis with an account blacklisted.</summary>
    public LedgerState Blacklisting(int account, long until)
    {
        var genesis = World.Population.Genesis;
        return LedgerState.Of(new GenesisDocument(
            genesis.Name, genesis.Parameters, genesis.EvaluatorDigest, genesis.IsInsecureModel, genesis.Seed,
            genesis.Time,
            [
                .. genesis.Accounts.Select((a, i) => i == account ? a with { BlacklistedUntil = new Round(until) } : a),
            ]));
    }

    /// <summary>Tells a check, and what decides how far back it remembers, all that happened.</summary>
    public List<string> Tell(Func<DecidableRounds, IInvariantCheck> create, params IEnumerable<Fact> facts)
    {
        var decidable = new DecidableRounds(World);
        var check = create(decidable);
        var reported = new List<string>();
        foreach (var fact in facts)
        {
            decidable.See(fact);
            check.See(fact, (round, sentence) => reported.Add($"{round}: {sentence}"));
        }

        return reported;
    }

    public void Dispose() => World.Dispose();

    private static bool IsHiddenFromBlind(Fact fact) => fact switch
    {
        Fact.BlockCertified c => c.Block.Header.Round.Number == BlindRound && c.Node != Late,
        Fact.BallotSigned { Vote.Ballot: var b } => b.Round.Number == BlindRound && b.Step == Step.BlockVerification,
        _ => false,
    };
}
