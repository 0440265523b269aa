using PoR.Actors.Messages;
using PoR.Configuration.Profiles;
using PoR.Core.Identities;
using PoR.Reports.Results;
using PoR.Reviews;
using PoR.Simulation.Runs;

namespace PoR.Simulation.Tests.Worlds;

/// <summary>A run with what happened at its nodes.</summary>
internal sealed class WatchedRun
{
    private readonly List<Decision> _decisions = [];
    private readonly HashSet<PublicKey> _speakers = [];
    private readonly List<Fact.TransactionRefused> _refused = [];

    public RunOutcome Outcome { get; private set; } = null!;

    public RunResult Result => Outcome.Result;

    /// <summary>Blocks that nodes adopted, in order of time.</summary>
    public IReadOnlyList<Decision> Decisions => _decisions;

    /// <summary>Participants that signed anything.</summary>
    public IReadOnlySet<PublicKey> Speakers => _speakers;

    public IReadOnlyList<Fact.TransactionRefused> Refused => _refused;

    /// <summary>Runs to the end and keeps who decided what, and when.</summary>
    public static WatchedRun Of(
        SimulationSettings settings, int threads = 1, Func<Action<string>, IEnumerable<WrittenReview>>? drafts = null)
    {
        var watch = new WatchedRun();
        var run = new SimulationRun(settings, Lab.NetworkOf(settings), threads, "a test") { Observer = watch.See };
        watch.Outcome = run.Execute(
            drafts ?? (_ => DraftSource.Generated((ulong)settings.Run.Seed)),
            progress: null,
            TestContext.Current.CancellationToken);
        return watch;
    }

    private void See(TimeSpan now, Fact fact)
    {
        switch (fact)
        {
            case Fact.BlockCertified c:
                _decisions.Add(new Decision(
                    now.TotalSeconds, c.Node.Index, c.Block.Header.Round.Number, c.Block.IsEmpty));
                break;
            case Fact.BallotSigned { Vote.Ballot.Sender: var sender }:
                _speakers.Add(sender);
                break;
            case Fact.TransactionRefused refused:
                _refused.Add(refused);
                break;
        }
    }

    /// <summary>What some nodes decided within a span of virtual seconds.</summary>
    public IEnumerable<Decision> Within(double from, double to, Func<int, bool>? nodes = null) =>
        _decisions.Where(d => d.Seconds > from && d.Seconds < to && (nodes is null || nodes(d.Node)));

    /// <summary>From a time to the first decision of a block with content, seconds.</summary>
    public double RecoveryFrom(double seconds) =>
        _decisions.First(d => !d.IsEmpty && d.Seconds >= seconds).Seconds - seconds;

    /// <summary>Fails with the first breach and the seed.</summary>
    public void AssertSafe() => Assert.True(
        Result.Violations.IsEmpty, $"Seed {Result.Seed}: {Result.Violations.FirstOrDefault()}");
}
