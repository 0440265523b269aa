
namespace PoR.Tool.Tests;

/// <summary>Wrong use gets one sentence on standard error, nothing on standard output, and 2.</summary>
public sealed class WrongUseTests
{
    [Theory]
    [InlineData("", "no command was named: simulate, evaluate or verify; see por --help.")]
    [InlineData("simulat", "'simulat' is no command (did you mean simulate?); see por --help.")]
    [InlineData("--jsn", "'--jsn' is no command; see por --help.")]
    [InlineData("simulate --round 3", "'--round' is no option of por simulate (did you mean --rounds?)")]
    [InlineData("simulate 12", "'12' is no argument of por simulate; see por simulate --help.")]
    [InlineData("simulate --rounds", "--rounds needs a value, R; see por simulate --help.")]
    [InlineData("simulate --rounds 1 --rounds 2", "--rounds is given more than once;")]
    [InlineData("simulate --rounds 0", "--rounds: '0' is out of range: 1 to 100000000.")]
    [InlineData("simulate --rounds -3", "--rounds: '-3' is out of range")]
    [InlineData("simulate --rounds many", "--rounds: 'many' is not a whole number (rounds).")]
    [InlineData("simulate --nodes 0", "--nodes: '0' is out of range")]
    [InlineData("simulate --nodes 1201", "--nodes: 1201 nodes for 1200 participants: a node needs one at least.")]
    [InlineData("simulate --participants 50", "--participants: 60 nodes for 50 participants")]
    [InlineData("simulate --profile demo --participants 250", "blacklisted and below the minimum stake are 300 of 250")]
    [InlineData("simulate --reviews-per-round -1", "--reviews-per-round: '-1' is out of range")]
    [InlineData("simulate --seed 1.5", "--seed: '1.5' is not a whole number")]
    [InlineData("simulate --seed -1", "--seed: '-1' is out of range")]
    [InlineData("simulate --seed 99999999999999999999", "is out of range: at most 9223372036854775807.")]
    [InlineData("simulate --reviews .", ".: The file cannot be read: It is a folder.")]
    [InlineData("simulate --threads 0", "--threads: '0' is out of range")]
    [InlineData("simulate --crypto none", "--crypto: 'none' is none of shared, each, model.")]
    [InlineData("simulate --checks some", "--checks: 'some' is none of sampled, all.")]
    [InlineData(
        "simulate --profile nowhere",
        "nowhere: is neither a profile (unit, demo, local, cluster, safety, large) nor a file.")]
    [InlineData(
        "simulate --cut halves",
        "--cut: the cut 'halves' is not understood: it is not of the form SHAPE@START+LENGTH")]
    [InlineData("simulate --cut nodes:60@1s+1s", "there is no node 60; nodes are 0 to 59.")]
    [InlineData("simulate --cut 100%@1s+1s", "one of its groups names no node")]
    [InlineData("simulate --latency nowhere.csv", "The latency file 'nowhere.csv' cannot be read")]
    [InlineData("simulate --reviews nowhere.tsv", "nowhere.tsv: The file cannot be read")]
    [InlineData("simulate --json --out", "--out needs a value, DIR;")]
    [InlineData("evaluate", "FILE is missing; see por evaluate --help.")]
    [InlineData("evaluate a b", "'b' is no argument of por evaluate")]
    [InlineData("evaluate nowhere.tsv", "nowhere.tsv: The file cannot be read")]
    [InlineData("verify", "DIR is missing; see por verify --help.")]
    [InlineData("genesis make", "'make' is no command of por genesis; see por genesis --help.")]
    [InlineData("database chck", "'chck' is no command of por database (did you mean check?)")]
    [InlineData("genesis --accounts a", "'--accounts' is no option of por genesis; see por genesis --help.")]
    [InlineData("keys --master a", "'--master' is no option of por keys; see por keys --help.")]
    [InlineData("verify nowhere", "There is no folder 'nowhere'.")]
    public async Task It_is_told_in_one_sentence(string line, string told)
    {
        var run = await ToolRun.Of(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(2, run.Code);
        Assert.Empty(run.Output);
        Assert.StartsWith("por: ", run.Error, StringComparison.Ordinal);
        Assert.Contains(told, run.Error, StringComparison.Ordinal);
        Assert.Equal(1, run.Error.Count(c => c == '\n'));
    }

    [Fact]
    public async Task An_empty_profile_is_told_as_one()
    {
        var run = await ToolRun.Of("simulate", "--profile", "");

        Assert.Equal(2, run.Code);
        Assert.Contains("por: --profile: no profile is named;", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mistyped_key_of_a_profile_is_told_with_the_likely_one()
    {
        using var scratch = new Scratch();
        var run = await ToolRun.Of("simulate", "--profile", scratch.File("p.conf", "run { rouns = 3 }\n"));

        Assert.Equal(2, run.Code);
        Assert.EndsWith(
            "p.conf:1: run.rouns: is no key; did you mean run.rounds?\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_with_other_things_is_not_written_into()
    {
        using var scratch = new Scratch();
        Directory.CreateDirectory(scratch["mine"]);
        var letter = scratch.File("mine/letter.txt", "Dear");
        var run = await ToolRun.Of("simulate", "--profile", "unit", "--out", scratch["mine"]);

        Assert.Equal(2, run.Code);
        Assert.Contains("holds 'letter.txt', which is of no run", run.Error, StringComparison.Ordinal);
        Assert.Equal([letter], Directory.EnumerateFileSystemEntries(scratch["mine"]));
    }

    [Fact]
    public async Task A_latency_file_is_told_with_line_and_column()
    {
        using var scratch = new Scratch();
        var file = scratch.File("rtt.csv", "region,a,b\na,1,2\nb,x,1\n");
        var run = await ToolRun.Of("simulate", "--profile", "unit", "--latency", file);

        Assert.Equal(2, run.Code);
        Assert.Contains($"{file}, line 3, column 2", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_profile_is_told_with_file_line_and_key()
    {
        using var scratch = new Scratch();
        var file = scratch.File("my.conf", "include \"unit.conf\"\nprotocol.small-lambda = 2 parsecs\n");
        var run = await ToolRun.Of("simulate", "--profile", file);

        Assert.Equal(2, run.Code);
        Assert.Contains(
            $"{file}:2: protocol.small-lambda: '2 parsecs' is not a time", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help", "por [command] [options]")]
    [InlineData("simulate --help", "por simulate --cut 'halves@30s+60s'")]
    [InlineData("simulate --rounds x -h", "--reviews-per-round <K>")]
    [InlineData("evaluate --help", "verdict     congruent")]
    [InlineData("verify -?", "por verify runs/a/chain --json")]
    [InlineData("--version", ".")]
    public async Task Help_is_a_result(string line, string told)
    {
        var run = await ToolRun.Of(line.Split(' '));

        Assert.Equal(0, run.Code);
        Assert.Contains(told, run.Output, StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }
}
