using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using PoR.Reports.Results;

namespace PoR.Reports.Tests;

/// <summary>summary.json: what programs read of a run.</summary>
public sealed class SummaryJsonTests
{
    private static readonly string[] FirstKeys =
    [
        "profile", "seed", "participants", "nodes", "rounds", "crypto", "blocks", "reviews", "rejections",
        "latencySeconds", "deliveries", "cpuSeconds", "wallSeconds", "peakMemoryBytes", "traceHash", "forks",
        "honestShare", "invariants",
    ];

    [Fact]
    public void The_promised_keys_come_first_and_in_order() =>
        Assert.Equal(FirstKeys, Keys(Parsed(SampleRun.Of(12))).Take(FirstKeys.Length));

    [Theory]
    [InlineData("blocks", "nonEmpty,empty")]
    [InlineData("reviews", "submitted,committed,rejected,inBlocks")]
    [InlineData("latencySeconds", "p50,p90,p99,max")]
    [InlineData("invariants", "checked,violated")]
    public void Objects_have_the_promised_keys(string key, string keys) =>
        Assert.Equal(keys.Split(','), Keys(Parsed(SampleRun.Of(12)).GetProperty(key)));

    [Fact]
    public void Counts_are_numbers()
    {
        var run = SampleRun.Of(100, new FaultWindow("halves@30s+60s", 30, 90));
        var json = Parsed(run);

        Assert.Equal(ulong.MaxValue, json.GetProperty("seed").GetUInt64());
        Assert.Equal(100, json.GetProperty("rounds").GetInt32());
        var blocks = json.GetProperty("blocks");
        Assert.Equal(run.Rounds.Count(round => round.IsEmpty), blocks.GetProperty("empty").GetInt32());
        Assert.Equal(run.Rounds.Count(round => !round.IsEmpty), blocks.GetProperty("nonEmpty").GetInt32());
        Assert.Equal(384L << 20, json.GetProperty("peakMemoryBytes").GetInt64());
        Assert.Equal(0.9625, json.GetProperty("honestShare").GetDouble());
        Assert.Equal("shared", json.GetProperty("crypto").GetString());
    }

    [Fact]
    public void Reviews_of_a_block_without_a_certified_successor_are_in_a_block_and_not_committed()
    {
        var run = SampleRun.Of(2);
        var json = Parsed(run with { Rounds = [run.Rounds[0], run.Rounds[1] with { IsCommitted = false }] });

        Assert.Equal(200, json.GetProperty("reviews").GetProperty("inBlocks").GetInt64());
        Assert.Equal(100, json.GetProperty("reviews").GetProperty("committed").GetInt64());
    }

    [Fact]
    public void Rejected_is_the_sum_of_the_reasons()
    {
        var json = Parsed(SampleRun.Of(1));

        Assert.Equal(17, json.GetProperty("reviews").GetProperty("rejected").GetInt64());
        Assert.Equal(12, json.GetProperty("rejections").GetProperty("duplicate").GetInt64());
    }

    [Fact]
    public void A_run_without_a_finished_round_has_no_latency_and_no_block()
    {
        var json = Parsed(SampleRun.Unfinished());

        Assert.Equal(JsonValueKind.Null, json.GetProperty("latencySeconds").ValueKind);
        Assert.Equal(0, json.GetProperty("blocks").GetProperty("nonEmpty").GetInt32());
        Assert.Equal(1, json.GetProperty("unfinishedRounds").GetInt32());
    }

    [Fact]
    public void A_run_without_rounds_has_no_cost_per_round() =>
        Assert.Equal(JsonValueKind.Null, Parsed(SampleRun.Of(0)).GetProperty("cpuSecondsPerRound").ValueKind);

    [Theory]
    [InlineData("shared", false)]
    [InlineData("each", false)]
    [InlineData("model", true)]
    public void Who_paid_for_cryptography_and_whether_it_was_a_stand_in(string crypto, bool isInsecure)
    {
        var json = Parsed(SampleRun.Of(1) with { Crypto = crypto, IsInsecure = isInsecure });

        Assert.Equal(crypto, json.GetProperty("crypto").GetString());
        Assert.Equal(isInsecure, json.GetProperty("insecure").GetBoolean());
    }

    [Fact]
    public void Violations_are_told_in_order()
    {
        var run = SampleRun.Of(1) with
        {
            Violations = [new("I1", 3, 12.5, "Two \"blocks\".\n"), new("I8", 4, 13, "Late.")],
        };
        var json = Parsed(run);

        Assert.Equal(2, json.GetProperty("invariants").GetProperty("violated").GetInt32());
        Assert.Equal("Two \"blocks\".\n", json.GetProperty("violations")[0].GetProperty("description").GetString());
        Assert.Equal("I8", json.GetProperty("violations")[1].GetProperty("invariant").GetString());
    }

    [Fact]
    public void Refused_messages_and_evidence_are_counted_one_by_one()
    {
        var json = Parsed(SampleRun.Liar());

        var refused = json.GetProperty("refused");
        Assert.Equal(2, refused.GetArrayLength());
        Assert.Equal("kind,reason,count,first", string.Join(',', Keys(refused[0])));
        Assert.Equal("InvalidVote.BadSignature", refused[0].GetProperty("reason").GetString());
        Assert.Equal(1_200, refused[1].GetProperty("count").GetInt64());
        var evidence = json.GetProperty("evidence")[0];
        Assert.Equal("kind,accused,count", string.Join(',', Keys(evidence)));
        Assert.Equal(59, evidence.GetProperty("count").GetInt64());
    }

    [Fact]
    public void An_honest_run_has_refused_nothing()
    {
        var json = Parsed(SampleRun.Of(3));

        Assert.Equal(0, json.GetProperty("refused").GetArrayLength());
        Assert.Equal(0, json.GetProperty("evidence").GetArrayLength());
    }

    [Fact]
    public void A_run_that_was_stopped_says_how_far_it_was_and_another_one_does_not()
    {
        var stopped = Parsed(SampleRun.Of(3) with { Cancelled = new CancelledResult(3, 20, 14.5) });

        Assert.Equal(
            "{\"afterRound\":3,\"ofRounds\":20,\"atSeconds\":14.5}",
            JsonSerializer.Serialize(stopped.GetProperty("cancelled")));
        Assert.Equal(JsonValueKind.Null, Parsed(SampleRun.Of(3)).GetProperty("cancelled").ValueKind);
    }

    [Fact]
    public void No_culture_changes_a_byte()
    {
        var expected = Text(SampleRun.Of(3));
        using var culture = new CommaCulture();

        Assert.Equal(expected, Text(SampleRun.Of(3)));
    }

    [Fact]
    public void A_stream_gets_the_same_text_and_stays_open()
    {
        var run = SampleRun.Of(3) with { Warnings = ["τ is small"] };
        using var stream = new MemoryStream();
        SummaryJson.Write(run, stream);

        Assert.True(stream.CanWrite);
        Assert.Equal(Text(run), Encoding.UTF8.GetString(stream.ToArray()));
        Assert.Contains("τ is small", Text(run), StringComparison.Ordinal);
        Assert.EndsWith("}\n", Text(run), StringComparison.Ordinal);
        Assert.DoesNotContain('\r', Text(run));
    }

    [Fact]
    public void A_figure_that_is_not_finite_is_our_mistake() => Assert.Throws<ArgumentOutOfRangeException>(
        () => Text(SampleRun.Of(1) with { HonestShare = double.NaN }));

    private static string Text(RunResult run)
    {
        using var writer = new StringWriter();
        SummaryJson.Write(run, writer);
        return writer.ToString();
    }

    private static JsonElement Parsed(RunResult run) => JsonDocument.Parse(Text(run)).RootElement;

    private static ImmutableArray<string> Keys(JsonElement element) =>
        [.. element.EnumerateObject().Select(property => property.Name)];
}
