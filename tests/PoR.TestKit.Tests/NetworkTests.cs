using System.Text.RegularExpressions;
using PoR.Actors;
using PoR.Actors.Messages;
using PoR.Core.Agreement;
using PoR.Core.Faults;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Simulation.Adversaries;
using PoR.Simulation.Adversaries.Strategies;
using PoR.Wire;

namespace PoR.TestKit.Tests;

/// <summary>What a network in virtual time does for a test, and what it says when it fails.</summary>
public sealed class NetworkTests
{
    private const int LimitMs = 60_000;

    [Fact(DisplayName = "The same calls give the same run, and another seed another one", Timeout = LimitMs)]
    public async Task Runs_repeat()
    {
        await Task.Yield();
        Assert.Equal(Hash(3), Hash(3));
        Assert.NotEqual(Hash(3), Hash(4));

        static string Hash(long seed)
        {
            using var network = PoRNetwork.Create().Seed(seed).Nodes(10).Participants(10)
                .Fault("loss:5%@0s+60s").With(new SplitVoter(), 0.2).Build();
            network.RunUntilDecided(2);
            return network.World.Simulation.TraceHash;
        }
    }

    [Fact(DisplayName = "A failed wait says for what, who is behind, the seed, the calls and the last facts",
        Timeout = LimitMs)]
    public async Task A_failed_wait_explains_itself()
    {
        await Task.Yield();
        using var network = PoRNetwork.Create().Seed(9).Cut("nodes:3@0s+1000s").With(new Silent(), 0.1).Build();
        network.Nodes[5].Pause();

        var failure = Assert.Throws<PoRNetworkException>(
            () => network.RunUntilDecided(3, within: TimeSpan.FromSeconds(25)));

        Assert.StartsWith("Not within 25 s of virtual time: round 3 is decided by nodes 0-", failure.Message);
        foreach (var said in new[]
            {
                "round 0: 3", "round 0, paused: 5", "The last facts of node 3:", "StepEntered round 1 step",
                "Silent at nodes ", " % of the eligible weight in round ", "Seed 9, trace ",
                "PoRNetwork.Create().Seed(9).Cut(\"nodes:3@0s+1000s\").With(Silent, 0.1).Build()",
                "0 s: node 5: Pause()",
            })
        {
            Assert.Contains(said, failure.Message);
        }

        var readme = File.ReadAllText(Path.Combine(Places.Repository.Root, "src", "PoR.TestKit", "README.md"));
        Assert.Contains($"```text\n{WithoutNumbers(failure.Message)}\n```", WithoutNumbers(readme));

        failure = Assert.Throws<PoRNetworkException>(
            () => network.RunUntil(() => network.Nodes[3].Round > 0, within: TimeSpan.FromSeconds(1)));
        Assert.StartsWith("Not within 1 s of virtual time: () => network.Nodes[3].Round > 0.", failure.Message);
        failure = Assert.Throws<PoRNetworkException>(
            () => network.Nodes[3].Expect<Fact.RoundDecided>(within: TimeSpan.FromSeconds(1)));
        Assert.StartsWith("Not within 1 s of virtual time: RoundDecided at node 3.", failure.Message);
    }

    [Fact(DisplayName = "A strategy hears, sees and tells: whoever signs a wrong credential is accused by who was told",
        Timeout = LimitMs)]
    public async Task A_strategy_acts_by_itself()
    {
        await Task.Yield();
        var forger = new Forger();
        using var network = PoRNetwork.Create().Nodes(10).Participants(10).With(forger, share: 0.15).Build();

        var seen = network.Nodes[0].Expect<Fact.EvidenceSeen>(
            fact => fact.Evidence is Evidence.WrongCredential, within: TimeSpan.FromSeconds(30));

        Assert.Contains(
            seen.Evidence.Accused,
            network.Nodes.Where(node => node.Adversary == forger).SelectMany(node => node.Participants));
        Assert.True(forger.Heard > 0);
    }

    [Fact(DisplayName = "I3, I13: when too many evaluate wrongly, a run ends at once, or what was broken is collected",
        Timeout = LimitMs)]
    public async Task A_broken_invariant_ends_the_run()
    {
        await Task.Yield();
        var builder = PoRNetwork.Create().Seed(4).Nodes(10).Participants(10)
            .With(new WrongScores(), share: 0.8);
        using (var network = builder.Build())
        {
            var failure = Assert.Throws<PoRNetworkException>(() => network.RunUntilDecided(4));
            Assert.Matches("^Invariant I3 was broken in round [0-9]+ at ", failure.Message);
            Assert.Contains("Seed 4, trace ", failure.Message);
            Assert.Throws<PoRNetworkException>(network.AssertInvariants);
        }

        using var tolerant = builder.ToleratingViolations().Build();
        tolerant.RunUntilDecided(4);
        Assert.Contains(tolerant.Violations, violation => violation.Invariant == "I13");
        Assert.Throws<PoRNetworkException>(tolerant.AssertInvariants);
    }

    [Fact(DisplayName = "A test cuts, heals, crashes and restarts by hand, and no invariant is asked too much",
        Timeout = LimitMs)]
    public async Task Faults_by_hand()
    {
        await Task.Yield();
        using var network = PoRNetwork.Create().Seed(2).Nodes(10).Participants(10).Build();
        network.RunUntilDecided(1);
        network.Cut("halves");
        network.RunFor(TimeSpan.FromSeconds(40));
        var cut = network.Nodes.Max(node => node.Round);
        Assert.InRange(cut, 1, 2); // What was sent before may still decide.
        network.Heal();
        network.RunUntilDecided(cut + 1);

        var node = network.Nodes[4];
        node.Crash();
        network.RunUntilDecided(cut + 3, by: network.Nodes.Where(other => other != node));
        Assert.True(!node.IsUp && node.Round < cut + 3);
        node.Restart();
        network.RunUntilDecided(cut + 4);
        Assert.Equal(network.Nodes[0].Blocks[0].Block.Digest, node.Blocks[0].Block.Digest);
    }

    [Fact(DisplayName = "A review that a test submits comes into a block and moves its author's reputation",
        Timeout = LimitMs)]
    public async Task A_review_is_submitted()
    {
        await Task.Yield();
        using var network = PoRNetwork.Create().Nodes(10).Participants(10).Reviews(0).Build();
        network.RunFor(TimeSpan.FromSeconds(1));
        var author = network.Submit("A wonderful lamp, I love it, it works perfectly.", stars: 5);
        var before = network.Nodes[0].Ledger.FindAccount(author)!.Reputation;

        network.RunUntil(() => network.Nodes[0].Blocks.Any(block =>
            block.Block.Payset.Any(entry => entry.Transaction.Body is Transaction.Review r && r.Sender == author)));

        network.RunFor(TimeSpan.FromSeconds(1));
        Assert.True(network.Nodes[0].Ledger.FindAccount(author)!.Reputation > before);
    }

    [Theory(DisplayName = "Each strategy of the kit, at less than a third, is blacklisted, ignored or outvoted",
        Timeout = LimitMs)]
    [InlineData("silent", null)]
    [InlineData("late", null)]
    [InlineData("voter", null)]
    [InlineData("leader", null)]
    [InlineData("scores", null)]
    [InlineData("voter", 6)]
    [InlineData("leader", 6)]
    public async Task Strategies_do_no_harm(string name, int? degree)
    {
        await Task.Yield();
        Adversary strategy = name switch
        {
            "silent" => new Silent(),
            "late" => new LateLeader(TimeSpan.FromSeconds(5)),
            "voter" => new SplitVoter(),
            "leader" => new SplitLeader(),
            _ => new WrongScores(),
        };
        var builder = PoRNetwork.Create().Seed(5).Nodes(10).Participants(10).With(strategy, share: 0.25);
        if (degree is { } peers)
            builder.Set("network.gossip-degree", $"{peers}");
        using var network = builder.Build();
        network.RunUntilDecided(8);

        var hostile = network.Nodes.Where(node => !node.IsHonest).SelectMany(node => node.Participants).ToHashSet();
        var banned = network.Nodes[0].Ledger.Accounts.InOrder.Where(a => a.BlacklistedUntil > Round.Genesis)
            .Select(a => a.PublicKey).ToHashSet();
        Assert.Subset(hostile, banned);
        Assert.Equal(name is "voter" or "leader" or "scores", banned.Count > 0);
        Assert.Equal(0, network.Forks);
    }

    [Fact(DisplayName = "What cannot be made is refused with what would be right")]
    public void Wrong_use_is_refused()
    {
        Refused("'quarters' is no shape", () => PoRNetwork.Create().Cut("quarters@1s+1s"));
        Refused("is not understood", () => PoRNetwork.Create().Fault("plague@1s+1s"));
        Refused("there is no node 20; nodes are 0 to 19", () => PoRNetwork.Create().CrashAt(
            TimeSpan.Zero, TimeSpan.FromSeconds(1), 20).Build());
        Refused("is aimed, and a test does not rehearse", () => PoRNetwork.Create().Profile("F10").Build());
        Refused("neither a profile", () => PoRNetwork.Create().Profile("nowhere.conf").Build());
        Refused("Nodes(…)", () => PoRNetwork.Create().Nodes(0).Build());
        Refused("the lightest that is left has ", () => PoRNetwork.Create().With(new Silent(), 0.001).Build());
        Refused("above 0 and below 1", () => PoRNetwork.Create().With(new Silent(), 1));
        using var network = PoRNetwork.Create().Nodes(4).Fault(new Cut(
            new CutShape.Thirds(), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)) { Text = "thirds" }).Build();
        Refused("cannot be made", () => network.Cut("nodes:7"));

        static void Refused(string part, Action use) =>
            Assert.Contains(part, Assert.ThrowsAny<ArgumentException>(use).Message);
    }

    private static string WithoutNumbers(string text) =>
        Regex.Replace(Regex.Replace(text.ReplaceLineEndings("\n"), "[0-9a-f]{8,}", "#"), " *[0-9]+", " #");

    /// <summary>Says nothing but votes with wrong credentials, to node 0 alone, when that one votes.</summary>
    private sealed class Forger : Adversary
    {
        private UnverifiedVote? _own;

        public int Heard { get; private set; }

        public override IEnumerable<PeerMessage> Say(HostileNode me, NodeId to, PeerMessage message)
        {
            if (message is PeerMessage.VoteSent { Vote: var vote } && me.Participants.Contains(vote.Ballot.Sender))
                _own = vote;
            return [];
        }

        public override bool Hears(HostileNode me, NodeId from, PeerMessage message)
        {
            Heard++;
            return from.Index > 1 || message is not PeerMessage.VoteSent;
        }

        public override void See(HostileNode me, SeenFact seen)
        {
            if (_own is not { } own || seen is not { Node: 0, Fact: Fact.StepEntered(_, var round, var step) }
                || round != me.View.Round || step < Step.LeaderSelection)
                return;
            var ballot = own.Ballot with
            {
                Round = round, Step = step, Parent = me.View.Parent, Value = null, NoConfidence = null,
                Bit = step.CarriesBit ? (byte)1 : null,
            };
            var vote = me.WithWrongCredential(me.Sign(ballot));
            me.Tell(new NodeId(0), new PeerMessage.VoteSent(vote), TimeSpan.FromMilliseconds(5));
        }
    }
}
