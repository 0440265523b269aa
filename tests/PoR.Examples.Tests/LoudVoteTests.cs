using PoR.Actors.Messages;
using PoR.Core.Rounds;
using PoR.Reports;
using PoR.Simulation.Adversaries.Strategies;
using PoR.Simulation.Checks;
using PoR.TestKit;

namespace PoR.Examples.Tests;

/// <summary>The toy of docs/own-protocol.md, in the network, load, faults, checks and page of every run.</summary>
public sealed class LoudVoteTests
{
    private const int LimitMs = 60_000;
    private const string Halves = "halves@20s+30s";

    [Fact(DisplayName = "Without a cut the toy agrees: all rounds are decided, reviews come in, the run repeats",
        Timeout = LimitMs)]
    public async Task Without_a_cut_nothing_is_violated()
    {
        await Task.Yield();
        var result = ToyRun.Of(seed: 1).Result;

        Assert.Empty(result.Violations);
        Assert.Equal(12, result.Rounds.Length);
        Assert.True(result.InvariantsChecked >= 2 * 12 * 20, $"{result.InvariantsChecked} checks");
        Assert.All(result.Rounds, static round => Assert.InRange(round.LatencySeconds!.Value, 2, 4));
        Assert.InRange(result.ReviewsInBlocks, 40, result.ReviewsSubmitted);
        Assert.Equal(result.TraceHash, ToyRun.Of(seed: 1).Result.TraceHash);
    }

    [Fact(DisplayName = "I1: in a cut each half of the toy decides by itself; the check says round and nodes",
        Timeout = LimitMs)]
    public async Task In_a_cut_it_forks()
    {
        await Task.Yield();
        var result = ToyRun.Of(seed: 1, Halves).Result;

        var first = result.Violations[0];
        Assert.Equal("I1", first.Invariant);
        Assert.InRange(first.AtSeconds, 20, 30);
        Assert.Matches(
            "^node [0-9]+ decided block [0-9a-f]{64}, node [0-9]+ decided [0-9a-f]{64}[.]$", first.Description);
        Assert.True(result.Rounds[(int)first.Round - 1].IsForked);
    }

    [Fact(DisplayName = "The page of a run of the toy shows its rounds, the sides of the cut, and what was violated",
        Timeout = LimitMs)]
    public async Task Its_page_is_drawn()
    {
        await Task.Yield();
        var folder = Directory.CreateTempSubdirectory("toy-").FullName;
        try
        {
            var outcome = ToyRun.Of(seed: 1, Halves);
            Assert.Null(RunFolder.Write(outcome.Result, outcome.Metrics, folder));

            var page = await File.ReadAllTextAsync(Path.Combine(folder, "report.html"));
            Assert.Contains("\"invariant\":\"I1\"", page);
            Assert.Contains("\"name\":\"side 2\"", page);
            Assert.Contains("\"leader\":[\"node ", page);
            var rounds = await File.ReadAllLinesAsync(Path.Combine(folder, "rounds.csv"));
            Assert.Equal(outcome.Result.Rounds.Length + 1, rounds.Length);
            Assert.Contains("ForeignSent", await File.ReadAllTextAsync(Path.Combine(folder, "messages.csv")));
            var steps = await File.ReadAllLinesAsync(Path.Combine(folder, "side_steps.csv"));
            Assert.Contains(steps, static row => row.StartsWith(Halves + ",side 1,", StringComparison.Ordinal));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact(DisplayName = "The kit runs the toy: it waits for rounds, submits, cuts by hand, and ends at the fork",
        Timeout = LimitMs)]
    public async Task The_kit_runs_it()
    {
        await Task.Yield();
        using var network = PoRNetwork.Create().Seed(2).Reviews(0).Engine(new LoudVote()).Build();

        network.RunUntilDecided(3);
        Assert.Equal(Round.Genesis, network.Nodes[0].Ledger.Round);
        Assert.InRange(network.LatencyOf(2)!.Value.TotalSeconds, 2, 4);
        var author = network.Submit("A lamp as bright as day, and I love it.", stars: 5);
        network.Expect<ValueDecided>(
            decided => decided.Transactions.Any(transaction => transaction.Body.Sender == author));
        network.AssertInvariants();

        network.Cut("halves");
        var fork = Assert.Throws<PoRNetworkException>(() => network.RunFor(TimeSpan.FromSeconds(30)));
        Assert.StartsWith("Invariant I1 was broken in round ", fork.Message);
        Assert.Contains(".Reviews(0).Engine(LoudVote).Build()", fork.Message);
        Assert.Contains("ValueDecided round ", fork.Message);
    }

    [Fact(DisplayName = "A check of one's own ends a run as those do that are there", Timeout = LimitMs)]
    public async Task Own_checks_watch()
    {
        await Task.Yield();
        using var network = PoRNetwork.Create().Engine(new LoudVote()).Check(run => new PaceCheck(run)).Build();

        var broken = Assert.Throws<PoRNetworkException>(() => network.RunUntilDecided(12));

        Assert.StartsWith("Invariant pace was broken in round 4 at ", broken.Message);
        var faults = new List<string>();
        var (check, id) = (new OnceCheck(), network.Facts.Select(static seen => seen.Fact).OfType<ValueDecided>()
            .First(static decided => decided.Transactions.Length > 0));
        Assert.Equal(1, check.See(id, (_, sentence) => faults.Add(sentence)));
        Assert.Empty(faults);
        check.See(id, (_, sentence) => faults.Add(sentence));
        Assert.Equal(id.Transactions.Length, faults.Count);
    }

    [Fact(DisplayName = "A strategy that speaks Proof of Review is refused in a network that does not")]
    public void Strategies_of_another_protocol_are_refused()
    {
        var builder = PoRNetwork.Create().Engine(new LoudVote()).With(new Silent(), share: 0.2);

        Assert.StartsWith(
            "Silent speaks Proof of Review, and the network speaks loud vote: ",
            Assert.Throws<ArgumentException>(builder.Build).Message);
    }

    /// <summary>Round 4 is not over within 8 s: a promise that nobody gave.</summary>
    private sealed class PaceCheck(WatchedWorld run) : IInvariantCheck
    {
        public string Name => "pace";

        public int See(Fact fact, Action<long, string> report)
        {
            if (fact.Decided is not { Round.Number: 4 } || run.World.Now < TimeSpan.FromSeconds(8))
                return 0;
            report(4, $"{fact.Node} is late.");
            return 1;
        }
    }
}
