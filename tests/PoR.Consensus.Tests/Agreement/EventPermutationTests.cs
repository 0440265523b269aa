using PoR.Consensus.Agreement;
using PoR.Core.Agreement;
using PoR.Core.Rounds;

namespace PoR.Consensus.Tests.Agreement;

/// <summary>Every event in every state: the contract of each turn holds, whatever the order.</summary>
public sealed class EventPermutationTests
{
    [Fact]
    public void Every_event_is_taken_in_every_state()
    {
        var events = Events();
        foreach (var state in States())
        {
            foreach (var input in events)
            {
                var (next, _) = state.Apply(input);
                foreach (var second in events)
                    next.Apply(second);
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Random_walks_keep_the_contract(bool isLiteral)
    {
        var events = Events();
        var steps = 0;
        for (var seed = 0UL; seed < 400; seed++)
        {
            var random = new Xorshift(seed);
            var bench = new RoundBench(isLiteral ? LiteralBitRules.Instance : BitRules.Default);
            for (var i = 0; i < 120 && bench.Machine.Ending is null; i++)
            {
                // Most events of a walk belong to its own step: else few walks would get far.
                var step = bench.Machine.Step.Number;
                bench.Tell(random.OnceIn(3) ? Deadline(step) : random.Pick(events));
            }

            steps = Math.Max(steps, bench.Machine.Step.Number);
        }

        Assert.True(steps >= 10, $"No walk came further than step {steps}.");
    }

    [Fact]
    public void The_same_event_twice_does_nothing_the_second_time()
    {
        foreach (var state in States())
        {
            foreach (var input in Events().Where(e => e is not RoundEvent.TimeoutElapsed))
            {
                var (once, _) = state.Apply(input);
                Assert.Empty(once.Apply(input).Effects);
            }
        }
    }

    [Fact]
    public void Events_of_another_round_or_branch_change_nothing()
    {
        var round = new Round(8);
        var branch = new BlockDigest(Given.Bytes(1));
        RoundEvent[] foreign =
        [
            new RoundEvent.TicketHeard(Given.Ticket(9, 0, round)),
            new RoundEvent.TicketHeard(Given.Ticket(9, 0, parent: branch)),
            new RoundEvent.TallyChanged(new TallySummary(round, Given.Parent, new Step(5)) { HasEmptyEnding = true }),
            new RoundEvent.TallyChanged(new TallySummary(Given.Round, branch, new Step(5)) { HasEmptyEnding = true }),
            new RoundEvent.CertificateHeard(Given.Certificate(Given.Block(1), 4, round)),
            new RoundEvent.CertificateHeard(Given.Certificate(Given.Block(1), 4) with { Parent = branch }),
            .. from step in Enumerable.Range(1, 9)
               from kind in Enum.GetValues<RoundTimerKind>()
               let timer = Given.Timer(kind, step)
               from other in new[] { timer with { Round = round }, timer with { Parent = branch } }
               select new RoundEvent.TimeoutElapsed(other),
        ];
        foreach (var state in States())
        {
            foreach (var input in foreign)
            {
                var (next, effects) = state.Apply(input);
                Assert.Same(state, next);
                Assert.Empty(effects);
            }
        }
    }

    [Fact]
    public void Deadlines_of_other_steps_change_nothing()
    {
        foreach (var state in States().Where(s => s.HasStarted))
        {
            var own = state.Step.Number;
            foreach (var step in Enumerable.Range(1, 40).Where(s => s != own && !(s == 3 && own == 2)))
                Assert.Same(state, state.Apply(Deadline(step)).Next);
        }
    }

    internal static IReadOnlyList<RoundEvent> Events()
    {
        var (a, b) = (Given.Block(1), Given.Block(2));
        var events = new List<RoundEvent>
        {
            new RoundEvent.Started(),
            new RoundEvent.TicketHeard(Given.Ticket(1, 10)),
            new RoundEvent.TicketHeard(Given.Ticket(2, 5)),
            new RoundEvent.ProposalHeard(a),
            new RoundEvent.ProposalHeard(b),
            new RoundEvent.ProposalHeard(Given.Block(1, version: 1)),
            new RoundEvent.BlockVerified(a, BlockVerdict.Good),
            new RoundEvent.BlockVerified(b, BlockVerdict.Bad),
            new RoundEvent.BlockVerified(Given.Block(3), BlockVerdict.OutsideClockWindow),
            new RoundEvent.TallyChanged(Given.Summary(2) with { ValueQuorum = a }),
            new RoundEvent.TallyChanged(Given.Summary(2) with { ValueQuorum = b }),
            new RoundEvent.TallyChanged(Given.Summary(2) with { HasEmptyQuorum = true }),
            new RoundEvent.TallyChanged(Given.Summary(3) with { ValueQuorum = a, HalfQuorum = a }),
            new RoundEvent.TallyChanged(Given.Summary(3) with { HalfQuorum = b }),
            new RoundEvent.TallyChanged(Given.Summary(3) with { HasEmptyQuorum = true, NoConfidenceQuorum = a }),
            new RoundEvent.TimeoutElapsed(Given.Timer(RoundTimerKind.LeaderChoice, 2)),
            new RoundEvent.TimeoutElapsed(Given.Timer(RoundTimerKind.Repeat, 1)),
            new RoundEvent.CertificateHeard(Given.Certificate(a, 4)),
            new RoundEvent.Resumed(new Step(6), new Position(a, Bit: 0)),
            new RoundEvent.Resumed(new Step(9), new Position(Value: null, Bit: 1)),
            new RoundEvent.TallyChanged(Given.Summary(17) with { IsUnderway = true }),
            new RoundEvent.TallyChanged(Given.Summary(40) with { IsUnderway = true }),
        };
        foreach (var step in Enumerable.Range(2, 9))
            events.Add(Deadline(step));
        foreach (var step in Enumerable.Range(4, 7))
        {
            var summary = Given.Summary(step);
            var (endsEmpty, ending) = (step % 3 == 2, step % 3 == 1 ? a : null);
            events.Add(new RoundEvent.TallyChanged(summary with { HasZeroQuorum = true, ZeroValue = a }));
            events.Add(new RoundEvent.TallyChanged(summary with { HasOneQuorum = true, HasEmptyEnding = endsEmpty }));
            events.Add(new RoundEvent.TallyChanged(summary with { BlockEnding = ending, ContradictionCount = 1 }));
            events.Add(new RoundEvent.TallyChanged(summary with { Coin = 0 }));
        }

        return events;
    }

    private static RoundEvent.TimeoutElapsed Deadline(int step) =>
        new(Given.Timer(RoundTimerKind.StepDeadline, step));

    private static IEnumerable<RoundMachine> States()
    {
        yield return Given.Machine();
        yield return new RoundBench().Ticket(1, 10).Proposal(Given.Block(1)).Machine;
        yield return RoundBench.Started().Machine;
        yield return RoundBench.Started().Ticket(1, 10).Machine;
        yield return RoundBench.Started().Ticket(1, 10).TwoLambda().Machine;
        yield return RoundBench.Started().TwoLambda().Machine;
        yield return RoundBench.Started().Tally(Given.Summary(2) with { ValueQuorum = Given.Block(1) }).Machine;
        foreach (var step in Enumerable.Range(3, 8))
            yield return RoundBench.WaitingIn(step).Machine;
        yield return RoundBench.WaitingIn(3).Tally(Given.Summary(2) with { ValueQuorum = Given.Block(1) }).Machine;
        foreach (var step in Enumerable.Range(5, 6))
        {
            yield return RoundBench.Holding(Given.Block(1), bit: 0, step).Machine;
            yield return RoundBench.Holding(Given.Block(1), bit: 1, step).Machine;
        }

        yield return RoundBench.WaitingIn(5).Tally(Given.Summary(4) with { BlockEnding = Given.Block(1) }).Machine;
        yield return RoundBench.WaitingIn(6).Tally(Given.Summary(5) with { HasEmptyEnding = true }).Machine;
    }
}
