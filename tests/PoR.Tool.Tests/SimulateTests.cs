namespace PoR.Tool.Tests;

/// <summary><c>por simulate</c>: what it prints and writes, and that it repeats.</summary>
public sealed class SimulateTests
{
    private static readonly string[] Small =
        ["simulate", "--profile", "unit", "--rounds", "2", "--crypto", "model", "--json"];

    [Fact]
    public async Task Json_is_one_object_with_the_promised_keys_first()
    {
        var run = await ToolRun.Of("simulate", "--profile", "unit", "--rounds", "2", "--json");

        Assert.Equal(0, run.Code);
        Assert.Equal(
            [
                "profile", "seed", "participants", "nodes", "rounds", "crypto", "blocks", "reviews", "rejections",
                "latencySeconds", "deliveries", "cpuSeconds", "wallSeconds", "peakMemoryBytes", "traceHash", "forks",
                "honestShare", "invariants",
            ],
            run.Json.EnumerateObject().Select(p => p.Name).Take(18));
        Assert.Equal(2, run.Json.GetProperty("blocks").GetProperty("nonEmpty").GetInt32());
        Assert.Equal(20, run.Json.GetProperty("reviews").GetProperty("inBlocks").GetInt32());

        // Nobody has certified a successor of the last block yet.
        Assert.Equal(10, run.Json.GetProperty("reviews").GetProperty("committed").GetInt32());
        Assert.False(run.Json.GetProperty("insecure").GetBoolean());
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_trace_on_one_thread_and_on_two_and_another_seed_another()
    {
        var one = await TraceOf([.. Small, "--threads", "1"]);

        Assert.Equal(one, await TraceOf([.. Small, "--threads", "2"]));
        Assert.NotEqual(one, await TraceOf([.. Small, "--seed", "2"]));
    }

    [Fact]
    public async Task What_was_asked_for_and_could_not_be_is_told()
    {
        var run = await ToolRun.Of(
            [.. Small, "--reviews-per-round", "500", "--cut", "halves@1000s+2s", "--until-stuck"]);

        Assert.Equal(0, run.Code);
        Assert.Contains("of the 1,000 reviews that were asked for were submitted: an author", run.Error, Ordinal);
        var warning = Assert.Single(run.Json.GetProperty("warnings").EnumerateArray()).GetString()!;
        Assert.StartsWith("halves@1000s+2s had no effect: the run ended at 8.", warning, Ordinal);
        Assert.Contains("por: warning: " + warning, run.Error, Ordinal);
    }

    [Fact(DisplayName = "Measured latencies that the profile's least delay changes are counted in a warning")]
    public async Task Links_that_are_made_longer_are_told()
    {
        using var scratch = new Scratch();
        var latency = scratch.File("rtt.csv", "region,a,b\na,2,80\nb,39,40\n");
        var slow = scratch.File("slow.conf", "include \"unit.conf\"\nnetwork.least-delay = 20 ms\n");
        string[] run = ["simulate", "--rounds", "1", "--crypto", "model", "--json", "--latency", latency];
        var longer = await ToolRun.Of([.. run, "--profile", slow]);
        var asMeasured = await ToolRun.Of([.. run, "--profile", "unit"]);

        var warning = Assert.Single(longer.Json.GetProperty("warnings").EnumerateArray()).GetString()!;
        Assert.Equal(
            $"network.least-delay = 20 ms makes 2 of the 4 links in {latency} longer; a profile with "
            + "network.least-delay = 0 ms takes the file as it is, and more time to run.", warning);
        Assert.Contains("por: warning: " + warning, longer.Error, Ordinal);
        Assert.Empty(asMeasured.Json.GetProperty("warnings").EnumerateArray());
    }

    [Fact]
    public async Task The_replay_command_repeats_the_run_with_all_its_options()
    {
        using var scratch = new Scratch();
        var file = scratch.File("my reviews.tsv", "text\trating\nI love it.\t5\nAwful and broken.\t1\n");
        var latency = scratch.File("rtt.csv", "region,a,b\na,2,80\nb,80,2\n");
        var run = await ToolRun.Of(
            [
                .. Small, "--participants", "12", "--nodes", "6", "--reviews-per-round", "3", "--seed", "77",
                "--reviews", file, "--latency", latency, "--cut", "nodes:5@1s+3s", "--cut", "halves@9s+2s,delayed",
                "--threads", "1",
            ]);
        var replay = run.Json.GetProperty("replay").GetString()!;

        Assert.Equal(
            "./tools/por simulate --profile unit --participants 12 --nodes 6 --rounds 2 --reviews-per-round 3 "
            + $"--crypto model --threads 1 --seed 77 --reviews '{file}' --latency {latency} --cut nodes:5@1s+3s "
            + "--cut halves@9s+2s,delayed",
            replay);
        // What a shell makes of it.
        var words = replay.Split('\'').SelectMany((part, i) => i % 2 == 1 ? [part] : part.Split(' '))
            .Where(word => word.Length > 0).Skip(1);
        Assert.Equal(run.Json.GetProperty("traceHash").GetString(), await TraceOf([.. words, "--json"]));
    }

    [Fact]
    public async Task Plain_text_has_neither_colours_nor_boxes()
    {
        var run = await ToolRun.Of("simulate", "--profile", "unit", "--rounds", "1");

        Assert.Equal(0, run.Code);
        Assert.DoesNotContain(run.Output, c => c is '\u001B' or (>= '\u2500' and <= '\u257F'));
        Assert.Contains("\nrounds        1: 1 with a block, 0 empty\n", run.Output, Ordinal);
        Assert.Contains(
            "\nreplay        ./tools/por simulate --profile unit --rounds 1 --seed 1\n", run.Output, Ordinal);
    }

    [Fact]
    public async Task The_insecure_stand_in_is_called_so_in_every_output()
    {
        using var scratch = new Scratch();
        var text = await ToolRun.Of(
            "simulate", "--profile", "unit", "--rounds", "1", "--crypto", "model", "--out", scratch["run"]);

        Assert.StartsWith("INSECURE", text.Output, Ordinal);
        Assert.Contains("INSECURE", text.Error, Ordinal);
        Assert.Contains("INSECURE", await File.ReadAllTextAsync(
            scratch["run/report.html"], TestContext.Current.CancellationToken), Ordinal);
        Assert.True((await ToolRun.Of(Small)).Json.GetProperty("insecure").GetBoolean());
    }

    [Fact]
    public async Task The_folder_has_all_files_and_an_earlier_run_is_replaced_whole()
    {
        using var scratch = new Scratch();
        var folder = scratch["runs/a"];
        Assert.Equal(0, (await ToolRun.Of([.. Small, "--out", folder])).Code);
        Assert.Equal(0, (await ToolRun.Of("simulate", "--profile", "unit", "--rounds", "1", "--out", folder)).Code);

        Assert.Equal(
            [
                "chain", "committees.csv", "messages.csv", "node0_metrics.csv", "nodes.csv", "participants.csv",
                "reach.csv", "report.html", "rounds.csv", "side_steps.csv", "sides.csv", "steps.csv",
                "summary.json", "tracks.csv",
            ],
            Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(
            ["000001.por", "genesis.por", "head.por"],
            Directory.EnumerateFiles(Path.Combine(folder, "chain")).Select(Path.GetFileName)
                .Order(StringComparer.Ordinal));
        Assert.Equal(0, (await ToolRun.Of("verify", folder)).Code);
    }

    [Fact]
    public async Task A_small_committee_is_warned_of_with_its_probabilities()
    {
        using var scratch = new Scratch();
        var profile = scratch.File("small.conf", "include \"unit.conf\"\nprotocol.committee-size = 50\n");
        var run = await ToolRun.Of("simulate", "--profile", profile, "--rounds", "1", "--crypto", "model", "--json");

        Assert.Contains("warning: A committee of 50 expected seats is small", run.Error, Ordinal);
        Assert.Equal(1, run.Json.GetProperty("warnings").GetArrayLength());
    }

    [Fact]
    public async Task A_network_smaller_than_its_committee_runs()
    {
        var run = await ToolRun.Of(
            "simulate", "--participants", "30", "--nodes", "5", "--rounds", "1", "--crypto", "model", "--json");

        Assert.Equal(0, run.Code);
        Assert.Equal(1, run.Json.GetProperty("blocks").GetProperty("nonEmpty").GetInt32());
    }

    [Fact]
    public async Task A_violated_invariant_ends_with_1_and_the_command_that_replays_it()
    {
        using var scratch = new Scratch();
        var profile = scratch.File(
            "hasty.conf", "include \"unit.conf\"\nprotocol { small-lambda = 1 ms, big-lambda = 1 ms }\n");
        var run = await ToolRun.Of(
            "simulate", "--profile", profile, "--rounds", "1", "--crypto", "model", "--nodes", "4", "--json");

        Assert.Equal(1, run.Code);
        Assert.NotEqual(0, run.Json.GetProperty("invariants").GetProperty("violated").GetInt32());
        Assert.Contains(" was violated in round ", run.Error, Ordinal);
        Assert.Contains($"Replay: ./tools/por simulate --profile {profile} ", run.Error, Ordinal);
    }

    private const StringComparison Ordinal = StringComparison.Ordinal;

    private static async Task<string?> TraceOf(params string[] args) =>
        (await ToolRun.Of(args)).Json.GetProperty("traceHash").GetString();
}
