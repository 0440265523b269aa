using System.Collections.Immutable;
using System.Globalization;
using PoR.Reports;
using PoR.Reports.Results;

namespace PoR.Tool.Simulating;

/// <summary>A run's result as rows of a label and a value, for people.</summary>
internal static class RunSummary
{
    private const int SendersNamed = 3;

    /// <summary>What every output of an insecure run says.</summary>
    public const string Insecure =
        "INSECURE: --crypto model puts keyed hashes in place of signatures and credentials; they prove nothing.";

    /// <summary>The rows, in order.</summary>
    public static ImmutableArray<(string Label, string Value)> Of(RunResult run)
    {
        var rows = ImmutableArray.CreateBuilder<(string, string)>();
        var empty = run.Rounds.Count(round => round is { IsEmpty: true, FirstDecidedSeconds: not null });
        var withBlock = run.Rounds.Count(round => round is { IsEmpty: false, FirstDecidedSeconds: not null });
        var unfinished = run.Rounds.Count(round => round.LatencySeconds is null);
        rows.Add(("profile", Text($"{run.Profile}, seed {run.Seed}")));
        rows.Add(("network", $"{Count.Of(run.Participants, "participant")} on {Count.Of(run.Nodes, "node")}"));
        rows.Add(("cryptography", CryptoOf(run.Crypto)));
        foreach (var fault in run.Faults)
            rows.Add(("fault", Text($"{fault.Label} ({fault.StartSeconds:0.###} s to {fault.EndSeconds:0.###} s)")
                + (fault.Drawn is { } drawn ? $": {drawn}" : "")));
        foreach (var adversary in run.Adversaries)
            rows.Add(("adversary", AdversaryText.Of(adversary)));
        if (!run.Adversaries.IsEmpty)
            rows.Add(("  honest", AdversaryText.OfHonest(run)));
        rows.Add(("rounds",
            Text($"{run.Rounds.Length:N0}: {withBlock:N0} with a block, {empty:N0} empty")
            + (unfinished > 0 ? Text($"; {unfinished:N0} not decided by all nodes") : "")));
        rows.Add(("latency", Latency(run)));
        if (OfPeers(run) is { } ofPeers)
            rows.Add(("  by peers", ofPeers));
        if (!run.IsRealTime)
            rows.Add(("promised", Promise(run)));
        rows.Add(("reviews",
            Text($"{run.ReviewsSubmitted:N0} submitted, {run.ReviewsInBlocks:N0} in blocks, ")
            + Text($"{run.ReviewsCommitted:N0} of them committed, ")
            + Text($"{Waiting(run):N0} waiting, {run.Rejections.Values.Sum():N0} rejected")));
        foreach (var (reason, count) in run.Rejections)
            rows.Add(("  rejected", Text($"{count:N0}: {InWords(reason)}")));
        if (run.ReviewFile is { } file)
            rows.Add(("review file",
                Text($"{file.Rows:N0} rows: {file.Malformed:N0} malformed, {file.WithoutRating:N0} without a rating, ")
                + Text($"{file.NotSubmitted:N0} not submitted; ") + $"{Count.Of(file.TextsCut, "text")} cut to 8 KiB"));
        rows.Add(("honest share", Text($"{100 * run.HonestShare:0.#} % of the eligible weight")));
        if (run.Stake is { } stake)
        {
            rows.Add(("stake", Stake(stake)));
            rows.Add(("look-back", LookBack(stake.LookBackRounds)));
        }

        if (run.Admission is { } admission)
            rows.Add(("rights", Rights(admission)));
        if (run.Admission is { Newcomers: > 0 } joining)
            rows.Add(("newcomers", Newcomers(joining)));
        rows.Add(("forks", Text($"{run.Forks:N0}; {Count.Of(run.CertifiedBad, "block")} certified though bad")));
        rows.Add(("equivocators", Equivocators(run)));
        rows.Add(("invariants", Text($"{run.InvariantsChecked:N0} checks, {run.Violations.Length:N0} violated")));
        rows.Add(("messages",
            Text($"{run.Deliveries:N0} delivered, {run.Drops.Values.Sum():N0} dropped, ")
            + Text($"{run.Refused.Sum(r => r.Count):N0} refused")));
        foreach (var refused in run.Refused)
            rows.Add(("  refused", Text(
                $"{refused.Count:N0}: {InWords(refused.Kind)}, {InWords(refused.Reason)}. {refused.First}")));
        foreach (var proofs in run.Evidence.GroupBy(e => e.Kind))
            rows.Add(("evidence", Text($"{proofs.Sum(e => e.Count):N0} seen by nodes: {InWords(proofs.Key)}, against ")
                + (proofs.Count() == 1 ? proofs.First().Accused : Count.Of(proofs.Count(), "account"))));
        rows.Add(("virtual time", Text($"{run.VirtualSeconds:0.#} s")));
        rows.Add(("processor", Cost(run)));
        rows.Add(("elapsed", Text($"{run.WallSeconds:0.0} s")));
        rows.Add(("memory", Text($"{run.PeakMemoryBytes / 1048576.0:0} MiB at its peak")));
        rows.Add(("trace hash", run.TraceHash));
        rows.Add(("replay", run.ReplayCommand));
        return rows.ToImmutable();
    }

    private static string Stake(StakeResult stake) =>
        Text($"{stake.MinimumStake:0.##} or more is eligible, ")
        + (stake.WeightMax is { } cap ? Text($"no weight is above {cap:N0}, ") : "weights are not capped, ")
        + Text($"the greatest is {100 * stake.GreatestShare:0.##} % of all");

    private static string LookBack(int rounds) => rounds == 1
        ? "a round is weighed by the state just before it"
        : Text($"rounds 1 to {rounds:N0} are weighed by genesis, later ones by the state {rounds:N0} rounds before");

    private static string Equivocators(RunResult run)
    {
        string[] senders =
        [
            .. run.Evidence.Where(e => e.Kind == nameof(Core.Agreement.Evidence.Contradiction)).Select(e => e.Accused),
        ];
        return senders.Length switch
        {
            0 => "nobody was found to say two things in one step",
            <= SendersNamed => $"{Count.Of(senders.Length, "account")} said two things in one step: "
                + string.Join(", ", senders),
            _ => $"{Count.Of(senders.Length, "account")} said two things in one step",
        };
    }

    private static string Rights(AdmissionResult admission) =>
        Text($"{admission.Drawn:N0} drawn to sponsor newcomers, {admission.Used:N0} used, ")
        + Text($"{admission.Lapsed:N0} lapsed");

    private static string Newcomers(AdmissionResult admission) =>
        Text($"{admission.Newcomers:N0} looked for a sponsor, {admission.WeighsFrom.Length:N0} found one")
        + (admission.WeighsFrom.IsEmpty
            ? ""
            : Text($"; weigh from round {admission.WeighsFrom.Min():N0}")
                + (admission.WeighsFrom.Max() > admission.WeighsFrom.Min()
                    ? Text($" to {admission.WeighsFrom.Max():N0} on") : " on"));

    /// <summary>The first violated invariant in one sentence; null when all held.</summary>
    public static string? Violation(RunResult run) => run.Violations.IsEmpty
        ? null
        : Text($"{run.Violations[0].Invariant} was violated in round {run.Violations[0].Round}, ")
            + Text($"at {run.Violations[0].AtSeconds:0.###} s: {run.Violations[0].Description}");

    /// <summary>Submitted reviews that no block has taken yet. Refused rows of a file were never submitted.</summary>
    private static long Waiting(RunResult run)
    {
        var refusedRows = run.ReviewFile is { } file ? file.Malformed + file.WithoutRating : 0;
        var refused = run.Rejections.Values.Sum() - refusedRows;
        return Math.Max(run.ReviewsSubmitted - run.ReviewsInBlocks - refused, 0);
    }

    /// <summary>A name such as <c>InvalidVote.NotSelected</c> as words: invalid vote, not selected.</summary>
    private static string InWords(string name) => string.Concat(name.Select((letter, i) =>
        letter == '.' ? ","
        : (i > 0 && char.IsUpper(letter) ? " " : "") + char.ToLowerInvariant(letter)));

    private static string Latency(RunResult run) => LatencySummary.From(run.Rounds) is { } latency
        ? Text($"p50 {latency.P50:0.00} s, p90 {latency.P90:0.00} s, p99 {latency.P99:0.00} s, ")
            + Text($"max {latency.Max:0.00} s until all nodes have decided")
        : "no round was decided by all nodes";

    /// <summary>Under a cut the last peer says nothing of the others.</summary>
    private static string? OfPeers(RunResult run)
    {
        (string Name, Func<RoundResult, double?> DecidedSeconds)[] peers =
        [
            ("the first", static r => r.FirstDecidedSeconds), ("half", static r => r.HalfDecidedSeconds),
            ("80 %", static r => r.MostDecidedSeconds), ("the last", static r => r.LastDecidedSeconds),
        ];
        var medians = peers.Select(peer => (peer.Name, Seconds: run.Rounds
            .Select(r => peer.DecidedSeconds(r) - r.StartSeconds).OfType<double>().Order().ToImmutableArray()));
        return run.Rounds.All(static r => r.HalfDecidedSeconds is null)
            ? null
            : "p50 " + string.Join(", ", medians.Where(static m => !m.Seconds.IsEmpty).Select(
                m => Text($"{NearestRank.Of(m.Seconds, 50):0.00} s {m.Name}")));
    }

    /// <summary>Why a round takes as long as it does, and what it may take at most.</summary>
    private static string Promise(RunResult run)
    {
        var (small, big) = (run.SmallLambdaSeconds, run.BigLambdaSeconds);
        return Text($"within {LatencyBounds.Of(run).HonestLeaderSeconds:0.##} s = 4λ + Λ' under an honest leader, ")
            + Text($"for which all wait 2λ first; a vote reaches all within λ = {small:0.##} s, ")
            + Text($"a block is made and does within Λ' = {big:0.##} s");
    }

    private static string Cost(RunResult run) =>
        Text($"{run.CpuSeconds:0.0} s: {run.StartUpCpuSeconds:0.0} s to start")
        + (run.CpuSecondsPerRound is { } each ? Text($", {each:0.00} s a round") : "");

    private static string CryptoOf(string mode) => mode switch
    {
        "shared" => "shared: really verified, once per process",
        "each" => "each: really verified, by every node",
        _ => "model: INSECURE",
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
