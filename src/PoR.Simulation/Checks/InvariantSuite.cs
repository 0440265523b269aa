using PoR.Actors.Messages;
using PoR.Chain;
using PoR.Core.Rounds;
using PoR.Cryptography;
using PoR.Reports.Results;
using PoR.Simulation.Worlds;

namespace PoR.Simulation.Checks;

/// <summary>All checks of a run, on after every decision.</summary>
public sealed class InvariantSuite
{
    private const int ViolationsKept = 1_000;

    private readonly World _world;
    private readonly DecidableRounds _decidable;
    private readonly ReplayedChain _chain;
    private readonly AgreementCheck _agreement;
    private readonly ReEvaluationCheck _reEvaluation;
    private readonly IInvariantCheck[] _checks;
    private readonly Action<long, string>[] _reports;
    private readonly List<Violation> _violations = [];

    /// <summary>
    /// All checks but I9, which is the run's own, and I11, which takes two runs. Promises are asked of honest nodes
    /// only.
    /// </summary>
    /// <param name="world">What they watch.</param>
    /// <param name="isCutBetween">Whether any link is cut at some time of a span.</param>
    /// <param name="share">Of which votes they verify signature and credential.</param>
    public InvariantSuite(
        World world,
        Func<TimeSpan, TimeSpan, bool> isCutBetween,
        AuditShare share)
    {
        _world = world;
        var document = world.Population.Genesis;
        var parameters = document.Parameters;
        var genesis = Branch.Of(document);
        ICryptography cryptography =
            document.IsInsecureModel ? new ModelCryptography() : new SodiumCryptography();
        _decidable = new DecidableRounds(world.Nodes, genesis);
        _chain = new ReplayedChain(genesis, cryptography, _decidable);
        var votes = new AuditedVotes(cryptography, share, _decidable);

        // What the paper expects a round to take when all leaders are honest: (12 + 8)λ + Λ' (PoR §6).
        var settling = TimeSpan.FromMilliseconds(
            (20 * parameters.SmallLambdaMs) + parameters.BigLambdaMs + parameters.LeaderEvaluationMs);
        bool IsSynchronous() => !isCutBetween(world.Now - settling, world.Now);
        _agreement = new AgreementCheck(IsSynchronous, _decidable);
        _reEvaluation = new ReEvaluationCheck(
            _chain, votes, () => world.Adversaries.IsEmpty && IsSynchronous(), _decidable);
        _checks =
        [
            _agreement,
            new CertificateCheck(_chain, votes),
            new ValidityCheck(_chain, cryptography, _decidable),
            _reEvaluation,
            new ChainCheck(genesis.Tip, IsSynchronous, _decidable),
            new ReputationCheck(genesis.State, _decidable),
            new BlacklistCheck(genesis.State, _decidable),
            new DoubleVoteCheck(_decidable),
            new TimeCheck(world, isCutBetween, _decidable),
            new CertifiedBadCheck(_chain, _decidable),
            new AccountingCheck(() => world.Simulation.Now, () => world.Simulation.Letters),
        ];
        _reports =
        [
            .. _checks.Select(
                Action<long, string> (check) => (round, sentence) => Report(check.Name, round, sentence)),
        ];
    }

    /// <summary>The earliest round that a node could still decide.</summary>
    public Round OldestDecidable => _decidable.Oldest;

    /// <summary>How many checks were made.</summary>
    public long Checked { get; private set; }

    /// <summary>Rounds in which both a block and the empty block were certified.</summary>
    public int Forks => _agreement.Forks;

    /// <summary>The breaches in order of time; at most 1,000 are kept.</summary>
    public IReadOnlyList<Violation> Violations => _violations;

    /// <summary>Something happened.</summary>
    /// <remarks>
    /// The seats that have re-evaluated a block (I3) are also those of a hostile node whose honest part has done it.
    /// </remarks>
    public void See(Fact fact)
    {
        _decidable.See(fact);
        if (!_world.IsHonest(fact.Node))
        {
            if (fact is not Fact.BlockCertified)
                Checked += _reEvaluation.See(fact, _reports[Array.IndexOf(_checks, _reEvaluation)]);
            return;
        }

        _chain.See(fact);
        for (var i = 0; i < _checks.Length; i++)
            Checked += _checks[i].See(fact, _reports[i]);
    }

    /// <summary>Notes a breach that no single fact shows.</summary>
    public void Report(string invariant, long round, string sentence)
    {
        if (_violations.Count < ViolationsKept)
            _violations.Add(new Violation(invariant, round, _world.Now.TotalSeconds, sentence));
    }
}
