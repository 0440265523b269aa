using System.Collections.Immutable;
using AkkaSimulation;
using PoR.Actors;
using PoR.Actors.Messages;
using PoR.Core.Agreement;
using PoR.Simulation.Checks;
using PoR.Simulation.Tests.Worlds;

namespace PoR.Simulation.Tests.Checks;

/// <summary>I7, I8, I10 and I12: what single nodes and the runtime do.</summary>
public sealed class NodeCheckTests : IDisposable
{
    private readonly RecordedRun _run = new();

    [Fact]
    public void A_good_run_breaks_none()
    {
        Assert.Empty(RecordedRun.Tell(new DoubleVoteCheck(_run.Decidable), _run.Facts));
        Assert.Empty(RecordedRun.Tell(new TimeCheck(_run.World, NoCut, _run.Decidable), _run.Facts));
        Assert.Empty(RecordedRun.Tell(
            new AccountingCheck(() => _run.World.Now, () => _run.World.Simulation.Letters), _run.Facts));
    }

    [Fact(DisplayName = "I7: two different messages of one sender, round and step are a breach, on whatever node")]
    public void Two_messages_of_a_step_are_a_breach()
    {
        var said = _run.Facts.OfType<Fact.BallotSigned>().First(f => f.Vote.Ballot.Bit == 0);
        var other = new UnverifiedVote(said.Vote.Ballot with { Bit = 1 }, said.Vote.Signature);

        Assert.Single(RecordedRun.Tell(
            new DoubleVoteCheck(_run.Decidable), said, new Fact.BallotSigned(new NodeId(9), other, Seats: 1)));
        Assert.Empty(RecordedRun.Tell(new DoubleVoteCheck(_run.Decidable), said, said));
    }

    [Theory(DisplayName = "I8: a certificate more than λ after the first node's is a breach, but for a cut near by")]
    [InlineData(1.9, null, false)]
    [InlineData(2.1, null, true)]
    [InlineData(2.1, "halves@5s+1s", false)]
    [InlineData(2.1, "halves@10m+1s", true)]
    public void A_late_certificate_is_a_breach(double seconds, string? cut, bool isBreach)
    {
        var settings = Lab.Unit(4, 1);
        var network = Lab.NetworkOf(cut is null ? settings : settings.WithFaults(cut));
        var check = new TimeCheck(_run.World, network.IsFaultyBetween, _run.Decidable);
        var first = _run.Decision(4);

        Assert.Empty(RecordedRun.Tell(
            check, new Fact.RoundDecided(first.Node, first.Certificate.Round, first.Certificate), first));
        _run.World.Simulation.RunFor(TimeSpan.FromSeconds(seconds));

        Assert.Equal(isBreach ? 1 : 0, RecordedRun.Tell(check, _run.Decision(4, node: 1), first).Count);
    }

    [Fact(DisplayName = "I10: a buffer that has held more than it may is a breach, once its node ends a round")]
    public void A_full_buffer_is_a_breach()
    {
        IEnumerable<(string, long, long)> BuffersOf(NodeId node) =>
            [("early messages", 20_000, 20_000), ("votes to check", node.Index == 1 ? 8 : 7, 7)];
        Fact Ended(int node) => _run.Facts.OfType<Fact.RoundDecided>().First(fact => fact.Node.Index == node);

        Assert.Empty(RecordedRun.Tell(new BufferCheck(BuffersOf), Ended(0)));
        Assert.Equal(
            ["1: node 1 has held 8 votes to check, and may hold 7."],
            RecordedRun.Tell(new BufferCheck(BuffersOf), Ended(1)));
        Assert.Contains(_run.World.BuffersOf(new NodeId(0)), static mark => mark is ("transactions", > 0, > 0));
    }

    [Fact(DisplayName = "I12: books that do not balance are a breach")]
    public void Lost_letters_are_a_breach()
    {
        var dropped = ImmutableSortedDictionary<DropCause, long>.Empty.Add(DropCause.Cut, 3);

        Assert.Empty(RecordedRun.Tell(
            new AccountingCheck(() => default, () => Letters(sent: 10)), _run.Decision(1)));
        Assert.Single(RecordedRun.Tell(
            new AccountingCheck(() => default, () => Letters(sent: 11)), _run.Decision(1)));

        LetterCounts Letters(long sent) => new(
            sent, Duplicated: 0, Delivered: 5, dropped, InFlight: 2, ImmutableSortedDictionary<string, long>.Empty,
            ImmutableSortedDictionary<string, long>.Empty);
    }

    [Fact]
    public void The_suite_reports_with_name_round_and_time()
    {
        var suite = new InvariantSuite(_run.World, NoCut, AuditShare.All);
        foreach (var fact in _run.Facts)
            suite.See(fact);
        Assert.Empty(suite.Violations);
        var made = suite.Checked;

        suite.See(_run.Decision(4) with { State = _run.Decision(3).State });

        Assert.True(made > 4 * 20 * 5);
        var violation = Assert.Single(suite.Violations);
        Assert.Equal(("I5", 4L), (violation.Invariant, violation.Round));
        Assert.Equal(_run.World.Now.TotalSeconds, violation.AtSeconds);
    }

    public void Dispose() => _run.Dispose();

    private static bool NoCut(TimeSpan from, TimeSpan to) => false;
}
