using PoR.Consensus.Agreement;
using PoR.Core.Agreement;
using PoR.Core.Rounds;

namespace PoR.Consensus.Tests.Agreement;

/// <summary>One node's round, told event by event; it keeps what the round wanted done.</summary>
internal sealed class RoundBench
{
    private readonly List<RoundEffect> _effects = [];

    public RoundBench(BitRules? bits = null)
    {
        Machine = Given.Machine(bits);
    }

    public RoundMachine Machine { get; private set; }

    /// <summary>Effects of the last event.</summary>
    public IReadOnlyList<RoundEffect> Last { get; private set; } = [];

    public IReadOnlyList<RoundEffect> All => _effects;

    public RoundEnding? Ending => _effects.OfType<RoundEffect.RoundEnded>().SingleOrDefault()?.Ending;

    /// <summary>A started round.</summary>
    public static RoundBench Started(BitRules? bits = null) =>
        new RoundBench(bits).Tell(new RoundEvent.Started());

    /// <summary>A round that waits in a step, since it heard nothing in the steps before.</summary>
    public static RoundBench WaitingIn(int step, BitRules? bits = null)
    {
        var bench = Started(bits);
        for (var s = 2; s < step; s++)
            bench.Deadline(s);
        Assert.Equal(step, bench.Machine.Step.Number);
        return bench;
    }

    /// <summary>A round that waits in a step from 5 on and holds a value with a bit.</summary>
    public static RoundBench Holding(BlockValue? value, byte bit, int step)
    {
        var bench = WaitingIn(4);
        bench.Tally(Given.Summary(3) with
        {
            ValueQuorum = bit == 0 ? value : null,
            HalfQuorum = value,
            HasEmptyQuorum = value is null,
        });
        if (bit == 1 && value is not null)
            bench.Deadline(4);
        for (var s = 5; s < step; s++)
        {
            var quorum = Given.Summary(s - 1) with { HasZeroQuorum = bit == 0, HasOneQuorum = bit == 1 };
            bench.Tally(quorum with { ZeroValue = bit == 0 ? value : null });
        }

        Assert.Equal((step, value, bit), (bench.Machine.Step.Number, bench.Machine.Value, bench.Machine.Bit));
        return bench;
    }

    public RoundBench Tell(RoundEvent input)
    {
        var (next, effects) = Machine.Apply(input);
        Machine = next;
        Last = effects;
        _effects.AddRange(effects);
        return this;
    }

    public RoundBench Ticket(int sender, ulong rank) => Tell(new RoundEvent.TicketHeard(Given.Ticket(sender, rank)));

    public RoundBench Proposal(BlockValue value) => Tell(new RoundEvent.ProposalHeard(value));

    public RoundBench Tally(TallySummary summary) => Tell(new RoundEvent.TallyChanged(summary));

    public RoundBench Verdict(BlockValue value, BlockVerdict verdict) =>
        Tell(new RoundEvent.BlockVerified(value, verdict));

    public RoundBench TwoLambda() =>
        Tell(new RoundEvent.TimeoutElapsed(Given.Timer(RoundTimerKind.LeaderChoice, 2)));

    public RoundBench Deadline(int step) =>
        Tell(new RoundEvent.TimeoutElapsed(Given.Timer(RoundTimerKind.StepDeadline, step)));

    public RoundBench RepeatTime() => Tell(new RoundEvent.TimeoutElapsed(Given.Timer(RoundTimerKind.Repeat, 1)));

    /// <summary>What was said in a step, or null while nothing was.</summary>
    public Position? Said(int step) =>
        _effects.OfType<RoundEffect.OpenStep>().SingleOrDefault(e => e.Step == new Step(step))?.Position;

    public IEnumerable<T> Wanted<T>()
        where T : RoundEffect => _effects.OfType<T>();
}
