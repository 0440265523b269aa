using System.Collections.Immutable;
using System.Globalization;
using PoR.Reports.Results;

namespace PoR.Reports.Tests;

/// <summary>Results of runs that did not take place, but might have: every call gives the same ones.</summary>
internal sealed class SampleRun
{
    private const double Lambda = 2;
    private const int Accounts = 1200;

    private readonly FaultWindow[] _cuts;
    private readonly long[] _reputation = new long[Accounts];
    private readonly List<RoundResult> _rounds = [];
    private readonly List<long>[] _tracks = [.. Enumerable.Range(0, 6).Select(_ => new List<long>())];
    private ulong _state = 42;
    private double _time;

    private SampleRun(FaultWindow[] cuts)
    {
        _cuts = cuts;
        for (var i = 0; i < Accounts; i++)
            _reputation[i] = 40 + (long)(Next() * 60);
    }

    /// <summary>A run of so many rounds, with these cuts of the network.</summary>
    internal static RunResult Of(int rounds, params FaultWindow[] cuts)
    {
        var sample = new SampleRun(cuts);
        for (var round = 1; round <= rounds; round++)
            sample.AddRound(round);
        return sample.Result();
    }

    /// <summary>A run that ended before any node decided its only round.</summary>
    internal static RunResult Unfinished()
    {
        var run = Of(1);
        var round = run.Rounds[0] with
        {
            FirstDecidedSeconds = null, HalfDecidedSeconds = null, MostDecidedSeconds = null,
            LastDecidedSeconds = null, Leader = null,
        };
        return run with { Rounds = [round] };
    }

    /// <summary>
    /// A run of 20 rounds in which 12 of 60 nodes are cut off from 30 s to 90 s. The others go on; the 12 hold one
    /// round open, which ends 1 s after the cut, and then catch up.
    /// </summary>
    internal static RunResult Divided()
    {
        var cut = new FaultWindow("80%@30s+60s", 30, 90);
        var run = Of(20);
        return run with
        {
            Faults = [cut],
            Sides =
            [
                new(0, "side 1", [.. Enumerable.Range(0, 48)]), new(0, "side 2", [.. Enumerable.Range(48, 12)]),
            ],
            Reach = new(
                [
                    new([0], [new([.. Enumerable.Range(0, 48)], [0]), new([.. Enumerable.Range(48, 12)], [1])]),
                ],
                [new(30, 90, 0)], 0),
            Regions =
            [
                new("Frankfurt", 50.11, 8.68, [.. Enumerable.Range(0, 40)]),
                new("Sydney", -33.87, 151.21, [.. Enumerable.Range(40, 20)]),
            ],
            Rounds = [.. run.Rounds.Select(round => Divided(round, cut))],
        };
    }

    /// <summary>
    /// A run of 20 rounds under two cuts that overlap from 50 s to 70 s: halves, and nodes 0 to 11 that the others do
    /// not hear.
    /// </summary>
    internal static RunResult Overlapping()
    {
        ImmutableArray<int> few = [.. Enumerable.Range(0, 12)], some = [.. Enumerable.Range(12, 18)];
        ImmutableArray<int> half = [.. Enumerable.Range(30, 30)], rest = [.. Enumerable.Range(12, 48)];
        return Of(20) with
        {
            Faults = [new("halves@30s+40s", 30, 70), new("20%@50s+40s,oneway", 50, 90)],
            Sides =
            [
                new(0, "side 1", [.. few, .. some]), new(0, "side 2", half), new(1, "side 1", few),
                new(1, "side 2", rest),
            ],
            Regions = Divided().Regions,
            Rounds =
            [
                .. Divided().Rounds.Select(static round => round with { Sides = [.. round.Sides, .. round.Sides] }),
            ],
            Reach = new(
                [
                    new([0], [new([.. few, .. some], [0]), new(half, [1])]),
                    new([0, 1], [new(half, [0]), new(some, [1]), new(few, [1, 2])]),
                    new([1], [new(rest, [0]), new(few, [0, 1])]),
                ],
                [new(30, 50, 0), new(50, 70, 1), new(70, 90, 2)], 0),
        };
    }

    private static RoundResult Divided(RoundResult round, FaultWindow cut)
    {
        var (start, first, last) = (round.StartSeconds, round.FirstDecidedSeconds, round.LastDecidedSeconds);
        var most = new SideRound(start, first, first, last, 48, round.Steps);
        var isCut = cut.Touches(round);
        var isOpen = isCut && start <= cut.StartSeconds;
        var end = isOpen ? cut.EndSeconds + 1 : isCut && first < cut.EndSeconds ? cut.EndSeconds + 1.5 : last;
        ImmutableArray<StepResult> steps = isOpen
            ? [new(2, cut.StartSeconds + 1, cut.StartSeconds + 1, null, null, 60) { Seats = 99, EqualSeats = 98 }]
            : isCut ? [] : round.Steps;
        var few = new SideRound(isCut && !isOpen ? null : start, isCut ? end : first, end, end, 12, steps);
        return round with
        {
            LastDecidedSeconds = end, Sides = [most, few],
            Traffic = [new("TicketSent", 60, 12_000, 0, 0, 0), new("VoteSent", 900, 180_000, isCut ? 200 : 0, 7, 0)],
        };
    }

    /// <summary>A run in which a node lied: its forgeries were refused, and it was accused.</summary>
    internal static RunResult Liar() => Of(3) with
    {
        Refused =
        [
            new("Certificate", "InvalidVote.BadSignature", 3, "At 12.5 s, node 4: the vote of … does not hold."),
            new("Vote", "BadSignature", 1_200, "At 4.5 s, node 7: the vote of … does not hold."),
        ],
        Evidence = [new("Contradiction", Hex(7, 64), 59)],
    };

    private RunResult Result() => new()
    {
        Profile = "safety",
        Seed = 18446744073709551615,
        Participants = Accounts,
        Nodes = 60,
        Crypto = "shared",
        IsInsecure = false,
        ReplayCommand = $"./tools/por simulate --profile safety --rounds {_rounds.Count} --seed 18446744073709551615"
            + string.Concat(_cuts.Select(cut => $" --cut '{cut.Label}'")),
        SmallLambdaSeconds = Lambda,
        BigLambdaSeconds = 10,
        Rounds = [.. _rounds],
        Faults = [.. _cuts],
        Tracks =
        [
            .. _tracks.Select((values, i) => new ReputationTrack(
                Hex(i + 1, 12), [.. values], i >= 4 ? 5 : null, i == 4 ? 9 : null)),
        ],
        Committees = Committees(),
        ReviewsSubmitted = 100 * _rounds.Count + 40,
        Rejections = ImmutableSortedDictionary<string, long>.Empty.Add("duplicate", 12).Add("expired", 5),
        Refused = [],
        Evidence = [],
        Deliveries = 412_345L * _rounds.Count,
        Arrivals = 201_987L * _rounds.Count,
        CertificateArrivals = 3_540L * _rounds.Count,
        Drops = ImmutableSortedDictionary<string, long>.Empty.Add("cut", _cuts.Length * 31_200L),
        Forks = 0,
        HonestShare = 0.9625,
        Stake = new StakeResult(10, 4, 0.0125, 10),
        TraceHash = Hex(77, 64),
        InvariantsChecked = 61 * _rounds.Count * 8L,
        Violations = [],
        Warnings = [],
        CpuSeconds = 3.25 + 1.4 * _rounds.Count,
        StartUpCpuSeconds = 3.25,
        WallSeconds = 2 + 0.75 * _rounds.Count,
        PeakMemoryBytes = 384L << 20,
        VirtualSeconds = _time + 0.5,
    };

    private void AddRound(int number)
    {
        var start = _time;
        var cut = _cuts.FirstOrDefault(window => start + 5.5 > window.StartSeconds && start < window.EndSeconds);
        var isSlow = cut is not null || Next() < 0.04;
        var steps = cut is not null ? CutSteps(start, cut) : GoodSteps(start, isSlow);
        var first = steps[^1].FirstQuorumSeconds!.Value + 0.02;
        var last = steps[^1].LastQuorumSeconds!.Value + 0.12;
        var isEmpty = isSlow;
        AdjustReputation(number, isEmpty);
        _rounds.Add(new RoundResult
        {
            Round = number,
            StartSeconds = start,
            FirstDecidedSeconds = first,
            HalfDecidedSeconds = first + 0.05,
            MostDecidedSeconds = last - 0.01,
            LastDecidedSeconds = last,
            IsEmpty = isEmpty,
            Step = steps[^1].Step,
            Leader = isEmpty ? null : Hex(number, 64),
            Block = Hex(number + 1000, 64),
            Reviews = isEmpty ? 0 : 100,
            Congruent = isEmpty ? 0 : 91,
            Incongruent = isEmpty ? 0 : 6,
            Unadjusted = isEmpty ? 0 : 3,
            Eligible = 895 + (int)(Next() * 10),
            TotalWeight = 61_000 + number,
            CertificateThreshold = 345,
            HonestShare = 0.9625,
            Ballots = steps.Sum(step => step.Ballots),
            IsCommitted = true,
            IsForked = false,
            Steps =
            [
                .. steps.Select(step => step with
                {
                    Seats = step.Ballots,
                    EqualSeats = step.LastQuorumSeconds is null ? step.Ballots / 2 : step.Ballots - 3,
                }),
            ],
            ReputationQuantiles = Quantiles(),
            Blacklisted = number >= 5 ? 2 : 0,
        });
        _time = first + 0.03;
    }

    private List<StepResult> GoodSteps(double start, bool isSlow)
    {
        var steps = new List<StepResult> { new(1, start + 0.25, start + 0.7 + Next() * 0.3, null, null, 35) };
        var at = start + 2 * Lambda + (isSlow ? 4 * Lambda : 0);
        for (var step = 2; step <= (isSlow ? 6 : 5); step++)
        {
            var spread = 0.15 + Next() * 0.15;
            // The re-evaluation of step 3 takes time of its own.
            var quorum = at + 0.18 + Next() * 0.2 + (step == 3 ? 0.4 : 0);
            steps.Add(isSlow && step == 3
                ? new(step, at, at + spread, null, null, 480)
                : new(step, at, at + spread, quorum, quorum + 0.1 + spread, 495));
            at = quorum + 0.05 + (isSlow && step == 3 ? 2 * Lambda : 0);
        }
        return steps;
    }

    private List<StepResult> CutSteps(double start, FaultWindow cut)
    {
        var steps = new List<StepResult> { new(1, start + 0.25, start + 0.8, null, null, 34) };
        var at = start + 2 * Lambda;
        var step = 2;
        for (; at < cut.EndSeconds + Lambda && step < 12; step++, at += 3.5 * Lambda)
            steps.Add(new(step, at, at + 0.3, null, null, 490));
        at = Math.Max(at, cut.EndSeconds + Lambda);
        steps.Add(new(step, at, at + 0.4, at + 0.9, at + 1.4, 502));
        return steps;
    }

    private void AdjustReputation(int round, bool isEmpty)
    {
        for (var i = 0; i < Accounts && !isEmpty; i++)
        {
            if (Next() < 0.09)
                _reputation[i] = i % 12 == 0 && Next() < 0.7 || Next() < 0.05 ? _reputation[i] / 2 : _reputation[i] + 2;
        }
        // The last tracked account strikes every tenth round.
        _reputation[5] = round % 10 == 0 ? _reputation[5] / 2 : _reputation[5] + 2;
        for (var i = 0; i < _tracks.Length; i++)
            _tracks[i].Add(_reputation[i]);
    }

    /// <summary>Whoever has the higher reputation sits more often; the last hundred have no weight.</summary>
    private CommitteeResult Committees() => new(
        _rounds.Count,
        1,
        [
            .. Enumerable.Range(0, Accounts).Select(rank =>
            {
                var weight = rank < Accounts - 100 ? 1 + ((Accounts - rank) / 300) : 0;
                ImmutableArray<ushort> steps =
                    [.. _rounds.Select(_ => (ushort)(weight == 0 ? 0 : Math.Min(5, Next() * (weight + 1.5))))];
                return new ParticipantSeats(
                    Hex(rank, 64), rank % 60, Accounts - rank, steps.Sum(static count => (long)count),
                    _rounds.Count * weight * 0.5, _rounds.Count * weight * 0.4, steps,
                    [.. _rounds.Where(round => !round.IsEmpty && round.Round * 37 % 900 == rank).Select(r => r.Round)]);
            }),
        ]);

    private ImmutableArray<long> Quantiles()
    {
        var sorted = _reputation.Order().ToArray();
        return [sorted[0], sorted[120], sorted[300], sorted[600], sorted[900], sorted[1080], sorted[^1]];
    }

    private double Next()
    {
        // Knuth's MMIX generator: the samples must not change with the framework's Random.
        _state = _state * 6364136223846793005 + 1442695040888963407;
        return (_state >> 11) / (double)(1UL << 53);
    }

    private static string Hex(int value, int length) => string.Concat(Enumerable.Range(0, length / 4 + 1)
        .Select(i => ((value * 40503 + i * 7919) & 0xffff).ToString("x4", CultureInfo.InvariantCulture)))[..length];
}
