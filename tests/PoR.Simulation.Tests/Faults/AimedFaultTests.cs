using System.Globalization;
using PoR.Actors.Messages;
using PoR.Actors.Participants;
using PoR.Configuration.Profiles;
using PoR.Core.Agreement;
using PoR.Core.Faults;
using PoR.Simulation.Faults;
using PoR.Simulation.Networks;
using PoR.Simulation.Runs;
using PoR.Simulation.Tests.Worlds;

namespace PoR.Simulation.Tests.Faults;

/// <summary>Faults begin at moments that only a run shows: a rehearsal finds them.</summary>
public sealed class AimedFaultTests
{
    private const int Rounds = 4;

    [Theory(DisplayName = "A run with an aimed fault comes to its moment exactly as the run without it")]
    [InlineData("halves@round2.quorum2+8s")]
    [InlineData("halves@round2.quorum4+8s,delayed")]
    [InlineData("leader@round2.proposal+8s")]
    [InlineData("leader@9s+8s")]
    [InlineData("loss:50% of first@round3.quorum3+8s")]
    [InlineData("crash of first@round2.vote3+2s")]
    public void Nothing_before(string fault)
    {
        var without = Small("disk:10ms@0s+1h", "loss:1%@0s+1h");
        var placed = Placed(Small("disk:10ms@0s+1h", "loss:1%@0s+1h", fault));
        var start = placed.Run.Faults[^1].Start;
        var (with, calm) = (FactsOf(placed), FactsOf(without));

        Assert.InRange(calm.Count(fact => fact.At < start), 100, calm.Count);
        Assert.Equal(calm.TakeWhile(fact => fact.At < start), with.TakeWhile(fact => fact.At < start));
        Assert.NotEqual(calm, with);
    }

    [Theory(DisplayName = "F11: a cut begins when one node has a quorum and no other; one chain comes of it")]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Between_quorums(int step)
    {
        var placed = Placed(Small($"halves@round2.quorum{step}+20s"));
        var cut = placed.Run.Faults[0];
        var facts = FactsOf(placed);
        var run = WatchedRun.Of(placed);

        Assert.Equal(
            cut.Start - TimeSpan.FromTicks(1),
            facts.Single(fact => fact.At < cut.Start && fact.What is Fact.QuorumSeen { Round.Number: 2 } seen
                && seen.Step.Number == step).At);
        Assert.Matches($"^at .* node .* was the first with a quorum of step {step} in round 2$", cut.Found);
        run.AssertSafe();
        Assert.Equal(0, run.Result.Forks);
    }

    [Fact(DisplayName = "F10: the leader is cut off when half of the nodes have its block, and decides nothing then")]
    public void A_leader_alone()
    {
        var placed = Placed(Small("leader@round2.proposal+20s"));
        var cut = Assert.IsType<Cut>(placed.Run.Faults[0]);
        var leader = Assert.Single(Assert.IsType<CutShape.Nodes>(cut.Shape).Numbers);
        var run = WatchedRun.Of(placed);

        run.AssertSafe();
        Assert.Empty(run.Within(cut.Start.TotalSeconds, cut.End.TotalSeconds, node => node == leader));
        Assert.NotEmpty(run.Within(cut.Start.TotalSeconds, cut.End.TotalSeconds));
        Assert.Equal(Rounds, run.Decisions.Where(d => d.Node == leader).Max(d => d.Round));
    }

    [Fact(DisplayName =
        "F25: a node that crashes while it stores a vote has it or not, and signs nothing else in that step")]
    public void While_a_vote_is_stored()
    {
        const int Seeds = 6;
        var kept = 0;
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var settings = Small("disk:50ms@0s+1h", "crash of first@round2.vote3+200ms");
            var placed = Placed(settings with { Run = settings.Run with { Seed = seed } });
            var crash = (NodeFault)placed.Run.Faults[1];
            var node = Assert.Single(Assert.IsType<NodeSet.Numbers>(crash.Of).All);
            using var world = new TestWorld(placed);
            var voter = world.ParticipantOf(node);
            world.Pass(crash.Start + TimeSpan.FromMilliseconds(1));
            kept += Stored().Any() ? 1 : 0;
            world.Decide(Rounds);

            Assert.Empty(world.Checks.Violations);
            Assert.InRange(Stored().Concat(Said()).Distinct().Count(), 0, 1);

            IEnumerable<string> Stored() => TextsOf(world.Machine(node).Disk.Events(ParticipantEvent.IdOf(voter))
                .OfType<ParticipantEvent.BallotSigned>().Select(e => e.Vote));

            IEnumerable<string> Said() => TextsOf(world.Facts.OfType<Fact.BallotSigned>()
                .Select(signed => signed.Vote).Where(vote => vote.Ballot.Sender == voter));
        }

        Assert.InRange(kept, 1, Seeds - 1);
    }

    [Theory(DisplayName = "A moment that does not come, or is none here, is told in one sentence")]
    [InlineData(
        "halves@round2.quorum9+8s",
        "The moment of 'halves@round2.quorum9+8s' does not come in this run: nobody comes to it in round 2.")]
    [InlineData(
        "leader@10h+8s",
        "The fault 'leader@10h+8s' finds no leader: the round in which it begins decides no leader's block.")]
    [InlineData(
        "crash of first@round2.vote3+8s",
        "The fault 'crash of first@round2.vote3+8s' cannot be aimed: votes are stored at once here; give disks a "
        + "latency, such as disk:8ms@0s+1h.")]
    public void Never(string fault, string sentence) => Assert.Equal(sentence, Place(Small(fault)).Error);

    [Fact(DisplayName = "A fault that no rehearsal has placed is refused where it would be made")]
    public void Not_placed() => Assert.Throws<ArgumentException>(() => WatchedRun.Of(Small("leader@9s+8s")));

    private static IEnumerable<string> TextsOf(IEnumerable<UnverifiedVote> votes) => votes
        .Where(vote => vote.Ballot is { Round.Number: 2, Step.Number: 3 })
        .Select(vote => Convert.ToHexString(UnverifiedVote.SigningBytes(vote.Ballot)));

    private static SimulationSettings Small(params string[] faults) =>
        Lab.Unit(Rounds, seed: 1, "network.jitter-spread=1/2").WithFaults(faults);

    private static Parsed<SimulationSettings> Place(SimulationSettings settings) => AimedFaults.Place(
        settings, _ => throw new IOException("Tests read no latency file."),
        _ => DraftSource.Generated((ulong)settings.Run.Seed), TestContext.Current.CancellationToken);

    private static SimulationSettings Placed(SimulationSettings settings) =>
        Place(settings) is { IsOk: true, Value: var placed } ? placed : throw new ArgumentException("Not placed.");

    private static List<Seen> FactsOf(SimulationSettings settings)
    {
        var facts = new List<Seen>();
        new SimulationRun(settings, Lab.NetworkOf(settings), threads: 1, "a test")
        {
            Observer = (now, fact) => facts.Add(new Seen(now, fact)),
        }.Execute(
            _ => DraftSource.Generated((ulong)settings.Run.Seed), progress: null,
            TestContext.Current.CancellationToken);
        return facts;
    }

    /// <summary>A fact and its time; equal to another of the same kind, node and time.</summary>
    private sealed record Seen(TimeSpan At, Fact What)
    {
        public bool Equals(Seen? other) => other is not null && ToString() == other.ToString();

        public override int GetHashCode() => At.GetHashCode();

        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture,
            $"{At.Ticks} {What.GetType().Name} {What.Node}");
    }
}
