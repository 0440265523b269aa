using PoR.Consensus.Agreement;
using PoR.Core.Agreement;
using PoR.Core.Rounds;
using PoR.Exploration.Bba;

namespace PoR.Exploration.Tests;

/// <summary>The explorer asks the rules of one step; a node runs a whole round. Both must say the same.</summary>
public sealed class WholeRoundTests
{
    [Theory(DisplayName = "A whole round says in each case what the rule of the step says", Timeout = Explored.LimitMs)]
    [InlineData(Delivery.Async)]
    [InlineData(Delivery.Sync)]
    public async Task Same(Delivery delivery)
    {
        CheckedRules? rules = null;
        var setting = BbaSetting.Of(4, 1, delivery) with { Scope = Scope.Verdicts };
        await Task.Run(() => Explored.Of(setting, view => rules = new CheckedRules(view)));

        Assert.InRange(rules!.Compared, 4_000, long.MaxValue);
        Assert.InRange(rules.Ended, 100, long.MaxValue);
    }

    /// <summary>The product's rules; each answer is compared with that of a round that is told the same.</summary>
    private sealed class CheckedRules(CommitteeView view) : BbaRules(view)
    {
        public long Compared { get; private set; }

        public long Ended { get; private set; }

        public override Position? Decide(RoundMachine round)
        {
            var position = base.Decide(round);
            if (round.Step > Step.LeaderSelection)
                Compare(round, position);
            return position;
        }

        private void Compare(RoundMachine round, Position? expected)
        {
            var before = round.Step.Previous;
            var node = round with
            {
                Summaries = round.Summaries.Clear(),
                ElapsedStep = before,
                Verifying = null,
                Tickets = round.Tickets.Add(Words.A.Leader, Ticket()),
            };
            var (next, effects) = node.Apply(new RoundEvent.TallyChanged(round.SummaryOf(before)!));
            if (next.Ending is not null)
            {
                Ended++; // An ending comes before every rule; the explorer lets such a node go on as well.
                return;
            }

            var said = effects.OfType<RoundEffect.OpenStep>().SingleOrDefault();
            if (said is null && round.IsDeadlineOver)
            {
                (_, effects) = next.Apply(new RoundEvent.TimeoutElapsed(
                    next.Timer(RoundTimerKind.StepDeadline, next.Step)));
                said = effects.OfType<RoundEffect.OpenStep>().SingleOrDefault();
            }

            Assert.Equal(expected, said?.Position);
            Compared++;
        }

        private static Consensus.Votes.Ticket Ticket() => new(
            new LeaderTicket(default, new Round(1), default, Words.A.Leader, default, default), 1, default, default);
    }
}
