using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using PoR.Reports.Results;

namespace PoR.Reports;

/// <summary>The data behind every chart of <c>report.html</c>, as JSON that may stand in a page.</summary>
/// <remarks>
/// Rounds are columns, since 5,000 objects with the same keys would be three times as long. The default
/// encoder writes &lt;, &gt;, &amp; and quotes as <c>\u003C</c> and the like, so no text of a run can end
/// the element that it stands in. The seed is a string: JavaScript knows integers up to 2^53 only.
/// </remarks>
internal static class ReportData
{
    private static readonly ImmutableArray<string> QuantileNames =
        ["min", "p10", "p25", "median", "p75", "p90", "max"];

    /// <summary>The JSON text: ASCII only, without &lt;, &gt; and &amp;.</summary>
    internal static string Json(RunResult run)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
            WriteObject(json, run);
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static void WriteObject(Utf8JsonWriter json, RunResult run)
    {
        json.WriteStartObject();
        WriteSetting(json, run);
        WriteFigures(json, run);
        WriteRounds(json, run.Rounds);
        json.WriteArray("steps", run.Rounds, round => WriteSteps(json, round.Steps));
        WriteSides(json, run);
        WriteReach(json, run.Reach);
        WriteTraffic(json, run.Rounds);
        json.WriteArray("regions", run.Regions, region => WriteRegion(json, region));
        json.WriteStartObject("reputation");
        for (var i = 0; i < QuantileNames.Length; i++)
            json.WriteArray(QuantileNames[i], run.Rounds, round => WriteQuantile(json, round, i));
        json.WriteEndObject();
        json.WriteArray("tracks", run.Tracks, track => WriteTrack(json, track));
        WriteCommittees(json, run.Committees);
        json.WriteEndObject();
    }

    private static void WriteSetting(Utf8JsonWriter json, RunResult run)
    {
        json.WriteString("profile", run.Profile);
        json.WriteBoolean("realTime", run.IsRealTime);
        json.WriteString("seed", run.Seed.ToString(CultureInfo.InvariantCulture));
        json.WriteNumber("participants", run.Participants);
        json.WriteNumber("nodes", run.Nodes);
        json.WriteString("crypto", run.Crypto);
        json.WriteBoolean("insecure", run.IsInsecure);
        json.WriteString("replay", run.ReplayCommand);
        json.WriteString("traceHash", run.TraceHash);
        Figures.Write(json, "smallLambda", run.SmallLambdaSeconds);
        Figures.Write(json, "bigLambda", run.BigLambdaSeconds);
        json.WriteString("cancelled", run.Cancelled?.Sentence);
        json.WriteArray("warnings", run.Warnings, json.WriteStringValue);
        json.WriteArray("faults", run.Faults, fault => WriteFault(json, fault));
        ResultJson.Write(json, run.Violations);
    }

    private static void WriteFigures(Utf8JsonWriter json, RunResult run)
    {
        var bounds = LatencyBounds.Of(run);
        var latency = LatencySummary.From(run.Rounds);
        json.WriteStartObject("bounds");
        Figures.Write(json, "leaderHonesty", bounds.LeaderHonesty);
        Figures.Write(json, "honestLeader", bounds.HonestLeaderSeconds);
        Figures.Write(json, "recovery", bounds.RecoverySeconds);
        json.WriteEndObject();
        json.WriteStartObject("latency");
        Figures.Write(json, "p50", latency?.P50);
        Figures.Write(json, "p90", latency?.P90);
        Figures.Write(json, "p99", latency?.P99);
        Figures.Write(json, "max", latency?.Max);
        json.WriteEndObject();
        json.WriteNumber("submitted", run.ReviewsSubmitted);
        json.WriteNumber("inBlocks", run.ReviewsInBlocks);
        json.WriteNumber("committed", run.ReviewsCommitted);
        Figures.Write(json, "rejections", run.Rejections);
        json.WriteNumber("deliveries", run.Deliveries);
        Figures.Write(json, "drops", run.Drops);
        ResultJson.Write(json, run.Refused);
        ResultJson.Write(json, run.Evidence);
        json.WriteNumber("forks", run.Forks);
        Figures.Write(json, "honestShare", run.HonestShare);
        ResultJson.Write(json, run.Adversaries);
        json.WriteNumber("honestBlacklisted", run.HonestBlacklisted);
        json.WriteNumber("honestWithheld", run.HonestWithheld);
        ResultJson.Write(json, run.Stake);
        json.WriteNumber("certifiedBad", run.CertifiedBad);
        json.WriteNumber("invariantsChecked", run.InvariantsChecked);
        Figures.Write(json, "cpuSeconds", run.CpuSeconds);
        Figures.Write(json, "cpuSecondsPerRound", run.CpuSecondsPerRound);
        Figures.Write(json, "wallSeconds", run.WallSeconds);
        Figures.Write(json, "virtualSeconds", run.VirtualSeconds);
        json.WriteNumber("peakMemoryBytes", run.PeakMemoryBytes);
    }

    private static void WriteRounds(Utf8JsonWriter json, ImmutableArray<RoundResult> rounds)
    {
        json.WriteStartObject("rounds");
        json.WriteArray("round", rounds, round => json.WriteNumberValue(round.Round));
        json.WriteArray("start", rounds, round => Figures.Write(json, round.StartSeconds));
        json.WriteArray("firstDecided", rounds, round => Figures.Write(json, round.FirstDecidedSeconds));
        json.WriteArray("halfDecided", rounds, round => Figures.Write(json, round.HalfDecidedSeconds));
        json.WriteArray("mostDecided", rounds, round => Figures.Write(json, round.MostDecidedSeconds));
        json.WriteArray("lastDecided", rounds, round => Figures.Write(json, round.LastDecidedSeconds));
        json.WriteArray("empty", rounds, round => json.WriteNumberValue(round.IsEmpty ? 1 : 0));
        json.WriteArray("forked", rounds, round => json.WriteNumberValue(round.IsForked ? 1 : 0));
        json.WriteArray("step", rounds, round => json.WriteNumberValue(round.Step));
        json.WriteArray("leader", rounds, round => json.WriteStringValue(round.Leader));
        json.WriteArray("block", rounds, round => json.WriteStringValue(round.Block));
        json.WriteArray("reviews", rounds, round => json.WriteNumberValue(round.Reviews));
        json.WriteArray("congruent", rounds, round => json.WriteNumberValue(round.Congruent));
        json.WriteArray("incongruent", rounds, round => json.WriteNumberValue(round.Incongruent));
        json.WriteArray("unadjusted", rounds, round => json.WriteNumberValue(round.Unadjusted));
        json.WriteArray("eligible", rounds, round => json.WriteNumberValue(round.Eligible));
        json.WriteArray("weight", rounds, round => json.WriteNumberValue(round.TotalWeight));
        json.WriteArray("threshold", rounds, round => json.WriteNumberValue(round.CertificateThreshold));
        json.WriteArray("honestShare", rounds, round => Figures.Write(json, round.HonestShare));
        json.WriteArray("ballots", rounds, round => json.WriteNumberValue(round.Ballots));
        json.WriteArray("blacklisted", rounds, round => json.WriteNumberValue(round.Blacklisted));
        json.WriteEndObject();
    }

    private static void WriteSides(Utf8JsonWriter json, RunResult run)
    {
        json.WriteStartArray("sides");
        for (var i = 0; i < run.Sides.Length; i++)
        {
            var (place, side) = (i, run.Sides[i]);
            json.WriteStartObject();
            json.WriteNumber("fault", side.Fault);
            json.WriteString("name", side.Name);
            json.WriteArray("nodes", side.Nodes, json.WriteNumberValue);
            Column("start", round => Figures.Write(json, round.StartSeconds));
            Column("firstDecided", round => Figures.Write(json, round.FirstDecidedSeconds));
            Column("halfDecided", round => Figures.Write(json, round.HalfDecidedSeconds));
            Column("lastDecided", round => Figures.Write(json, round.LastDecidedSeconds));
            Column("nodesDecided", round => json.WriteNumberValue(round.NodesDecided));
            // Steps of rounds that the fault has not touched would only make the page longer.
            json.WriteArray("steps", run.Rounds, round =>
                WriteSteps(json, run.Faults[side.Fault].Touches(round) ? round.Sides[place].Steps : []));
            json.WriteEndObject();

            void Column(string name, Action<SideRound> write) =>
                json.WriteArray(name, run.Rounds, round => write(round.Sides[place]));
        }

        json.WriteEndArray();
    }

    private static void WriteReach(Utf8JsonWriter json, ReachResult? reach)
    {
        json.WriteObject("reach", reach, graphs =>
        {
            json.WriteObjects("states", graphs.States, state =>
            {
                json.WriteArray("cuts", state.Cuts, json.WriteNumberValue);
                json.WriteObjects("sides", state.Sides, side =>
                {
                    json.WriteArray("nodes", side.Nodes, json.WriteNumberValue);
                    json.WriteArray("hears", side.Hears, json.WriteNumberValue);
                });
            });

            // A span is [start, end, place of its state].
            json.WriteArray("spans", graphs.Spans, span =>
            {
                json.WriteStartArray();
                Figures.Write(json, span.StartSeconds);
                Figures.Write(json, span.EndSeconds);
                json.WriteNumberValue(span.State);
                json.WriteEndArray();
            });
            json.WriteNumber("leftOut", graphs.SpansLeftOut);
        });
    }

    private static void WriteRegion(Utf8JsonWriter json, RegionResult region)
    {
        json.WriteStartObject();
        json.WriteString("name", region.Name);
        Figures.Write(json, "latitude", region.LatitudeDegrees);
        Figures.Write(json, "longitude", region.LongitudeDegrees);
        json.WriteArray("nodes", region.Nodes, json.WriteNumberValue);
        json.WriteEndObject();
    }

    private static void WriteTraffic(Utf8JsonWriter json, ImmutableArray<RoundResult> rounds)
    {
        json.WriteStartArray("traffic");
        foreach (var kind in rounds.SelectMany(round => round.Traffic).Select(kind => kind.Kind).Distinct())
        {
            json.WriteStartObject();
            json.WriteString("kind", kind);
            Column("messages", traffic => traffic.Messages);
            Column("bytes", traffic => traffic.Bytes);
            Column("cut", traffic => traffic.Cut);
            Column("lost", traffic => traffic.Lost);
            Column("damaged", traffic => traffic.Damaged);
            json.WriteEndObject();

            void Column(string name, Func<KindTraffic, long> value) => json.WriteArray(
                name, rounds, round => json.WriteNumberValue(
                    round.Traffic.FirstOrDefault(traffic => traffic.Kind == kind) is { } known ? value(known) : 0));
        }

        json.WriteEndArray();
    }

    // A step is [s, first entered, last entered, first quorum, last quorum, ballots, seats, seats that say the same].
    private static void WriteSteps(Utf8JsonWriter json, ImmutableArray<StepResult> steps)
    {
        json.WriteStartArray();
        foreach (var step in steps)
        {
            json.WriteStartArray();
            json.WriteNumberValue(step.Step);
            Figures.Write(json, step.FirstEnteredSeconds);
            Figures.Write(json, step.LastEnteredSeconds);
            Figures.Write(json, step.FirstQuorumSeconds);
            Figures.Write(json, step.LastQuorumSeconds);
            json.WriteNumberValue(step.Ballots);
            Figures.Write(json, step.Seats);
            Figures.Write(json, step.EqualSeats);
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }

    private static void WriteQuantile(Utf8JsonWriter json, RoundResult round, int index)
    {
        if (round.ReputationQuantiles.IsDefaultOrEmpty)
            json.WriteNullValue();
        else
            json.WriteNumberValue(round.ReputationQuantiles[index]);
    }

    private static void WriteTrack(Utf8JsonWriter json, ReputationTrack track)
    {
        json.WriteStartObject();
        json.WriteString("account", track.Account);
        Figures.Write(json, "from", track.BlacklistedFromRound);
        Figures.Write(json, "until", track.BlacklistedUntilRound);
        json.WriteArray("reputation", track.Reputation, json.WriteNumberValue);
        json.WriteEndObject();
    }

    private static void WriteCommittees(Utf8JsonWriter json, CommitteeResult? committees)
    {
        json.WriteObject("committees", committees, seats =>
        {
            json.WriteNumber("rounds", seats.Rounds);
            json.WriteNumber("roundsPerColumn", seats.RoundsPerColumn);
            json.WriteArray("rows", CommitteeRow.Of(seats.Participants), row => WriteRow(json, row));
        });
    }

    private static void WriteRow(Utf8JsonWriter json, CommitteeRow row)
    {
        json.WriteStartObject();
        json.WriteNumber("rank", row.FirstRank);
        json.WriteNumber("members", row.Members.Length);
        if (row.Members is [var single])
        {
            json.WriteString("account", single.Account.AsSpan(0, Math.Min(12, single.Account.Length)));
            json.WriteNumber("node", single.Node);
        }

        json.WriteNumber("highest", row.Members[0].Reputation);
        json.WriteNumber("lowest", row.Members[^1].Reputation);
        json.WriteNumber("seats", row.Seats);
        Figures.Write(json, "expected", row.ExpectedSeats);
        Figures.Write(json, "deviation", Math.Sqrt(row.SeatsVariance));
        json.WriteStartArray("steps");
        for (var column = 0; column < row.Members[0].Steps.Length; column++)
            json.WriteNumberValue(row.Steps(column));
        json.WriteEndArray();
        json.WriteArray("led", [.. row.Led], json.WriteNumberValue);
        json.WriteEndObject();
    }

    private static void WriteFault(Utf8JsonWriter json, FaultWindow fault)
    {
        json.WriteStartObject();
        json.WriteString("label", fault.Label);
        Figures.Write(json, "start", fault.StartSeconds);
        Figures.Write(json, "end", fault.EndSeconds);
        if (fault.Drawn is { } drawn)
            json.WriteString("drawn", drawn);
        json.WriteEndObject();
    }
}
