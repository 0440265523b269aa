using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using PoR.Reports.Results;

namespace PoR.Reports;

/// <summary>
/// <c>summary.json</c>, which <c>--json</c> prints too: one object, its keys in a fixed order, then a new line.
/// </summary>
/// <remarks>
/// <c>seed</c> is a number of up to 64 bits: readers that know only doubles lose its last digits.
/// <c>latencySeconds</c> is null when no round finished; its percentiles are by nearest rank.
/// </remarks>
public static class SummaryJson
{
    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        NewLine = "\n",
        // The file is not embedded in a page, so quotes and λ need no escapes.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes the object as UTF-8 and a new line.</summary>
    /// <param name="run">The run.</param>
    /// <param name="stream">Left open.</param>
    public static void Write(RunResult run, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(stream);
        using (var json = new Utf8JsonWriter(stream, Options))
            WriteObject(json, run);
        stream.WriteByte((byte)'\n');
    }

    /// <summary>Writes the object and a new line.</summary>
    /// <param name="run">The run.</param>
    /// <param name="writer">Left open.</param>
    public static void Write(RunResult run, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        using var buffer = new MemoryStream();
        Write(run, buffer);
        writer.Write(Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
    }

    private static void WriteObject(Utf8JsonWriter json, RunResult run)
    {
        json.WriteStartObject();
        WriteSetting(json, run);
        WriteCounts(json, run);
        json.WriteString("traceHash", run.TraceHash);
        json.WriteNumber("forks", run.Forks);
        Figures.Write(json, "honestShare", run.HonestShare);
        json.WriteStartObject("invariants");
        json.WriteNumber("checked", run.InvariantsChecked);
        json.WriteNumber("violated", run.Violations.Length);
        json.WriteEndObject();
        WriteFurther(json, run);
        json.WriteEndObject();
    }

    private static void WriteSetting(Utf8JsonWriter json, RunResult run)
    {
        json.WriteString("profile", run.Profile);
        json.WriteNumber("seed", run.Seed);
        json.WriteNumber("participants", run.Participants);
        json.WriteNumber("nodes", run.Nodes);
        json.WriteNumber("rounds", run.Rounds.Length);
        json.WriteString("crypto", run.Crypto);
    }

    private static void WriteCounts(Utf8JsonWriter json, RunResult run)
    {
        // A round that nobody decided before the end has no block, empty or not.
        var decided = run.Rounds.Where(round => round.FirstDecidedSeconds is not null).ToList();
        json.WriteStartObject("blocks");
        json.WriteNumber("nonEmpty", decided.Count(round => !round.IsEmpty));
        json.WriteNumber("empty", decided.Count(round => round.IsEmpty));
        json.WriteEndObject();

        json.WriteStartObject("reviews");
        json.WriteNumber("submitted", run.ReviewsSubmitted);
        json.WriteNumber("committed", run.ReviewsCommitted);
        json.WriteNumber("rejected", run.Rejections.Values.Sum());
        json.WriteNumber("inBlocks", run.ReviewsInBlocks);
        json.WriteEndObject();

        Figures.Write(json, "rejections", run.Rejections);
        WriteLatency(json, LatencySummary.From(run.Rounds));
        json.WriteNumber("deliveries", run.Deliveries);
        Figures.Write(json, "cpuSeconds", run.CpuSeconds);
        Figures.Write(json, "wallSeconds", run.WallSeconds);
        json.WriteNumber("peakMemoryBytes", run.PeakMemoryBytes);
    }

    // Keys are only ever added here, at the end, so that readers of the first ones keep working.
    private static void WriteFurther(Utf8JsonWriter json, RunResult run)
    {
        Figures.Write(json, "drops", run.Drops);
        Figures.Write(json, "startUpCpuSeconds", run.StartUpCpuSeconds);
        Figures.Write(json, "cpuSecondsPerRound", run.CpuSecondsPerRound);
        Figures.Write(json, "virtualSeconds", run.VirtualSeconds);
        Figures.Write(json, "smallLambdaSeconds", run.SmallLambdaSeconds);
        Figures.Write(json, "bigLambdaSeconds", run.BigLambdaSeconds);
        json.WriteNumber("unfinishedRounds", run.Rounds.Count(round => round.LatencySeconds is null));
        ResultJson.Write(json, run.Violations);
        json.WriteArray("warnings", run.Warnings, json.WriteStringValue);
        json.WriteString("replay", run.ReplayCommand);
        json.WriteBoolean("insecure", run.IsInsecure);
        WriteReviewFile(json, run.ReviewFile);
        json.WriteNumber("arrivals", run.Arrivals);
        json.WriteNumber("certificateArrivals", run.CertificateArrivals);
        ResultJson.Write(json, run.Refused);
        ResultJson.Write(json, run.Evidence);
        json.WriteBoolean("realTime", run.IsRealTime);
        json.WriteNumber("certifiedBad", run.CertifiedBad);
        if (run.Stake is not null)
            ResultJson.Write(json, run.Stake);

        WriteCancelled(json, run.Cancelled);
        if (run.Admission is { } admission)
        {
            json.WriteStartObject("admission");
            json.WriteNumber("rightsDrawn", admission.Drawn);
            json.WriteNumber("rightsUsed", admission.Used);
            json.WriteNumber("rightsLapsed", admission.Lapsed);
            json.WriteNumber("newcomers", admission.Newcomers);
            json.WriteStartArray("weighsFrom");
            foreach (var round in admission.WeighsFrom)
                json.WriteNumberValue(round);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        ResultJson.Write(json, run.Adversaries);
        json.WriteNumber("honestBlacklisted", run.HonestBlacklisted);
        json.WriteNumber("honestWithheld", run.HonestWithheld);
        ResultJson.Write(json, run.HonestReputation, "honestReputation");
    }

    private static void WriteCancelled(Utf8JsonWriter json, CancelledResult? cancelled)
    {
        json.WriteObject("cancelled", cancelled, stopped =>
        {
            json.WriteNumber("afterRound", stopped.AfterRound);
            json.WriteNumber("ofRounds", stopped.OfRounds);
            Figures.Write(json, "atSeconds", stopped.AtSeconds);
        });
    }

    private static void WriteLatency(Utf8JsonWriter json, LatencySummary? latency)
    {
        json.WriteObject("latencySeconds", latency, all =>
        {
            Figures.Write(json, "p50", all.P50);
            Figures.Write(json, "p90", all.P90);
            Figures.Write(json, "p99", all.P99);
            Figures.Write(json, "max", all.Max);
        });
    }

    private static void WriteReviewFile(Utf8JsonWriter json, ReviewFileResult? file)
    {
        json.WriteObject("reviewFile", file, rows =>
        {
            json.WriteNumber("rows", rows.Rows);
            json.WriteNumber("malformed", rows.Malformed);
            json.WriteNumber("withoutRating", rows.WithoutRating);
            json.WriteNumber("notSubmitted", rows.NotSubmitted);
            json.WriteNumber("textsCut", rows.TextsCut);
        });
    }
}
