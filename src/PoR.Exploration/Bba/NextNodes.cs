using PoR.Consensus.Agreement;
using PoR.Core.Agreement;
using PoR.Core.Rounds;

namespace PoR.Exploration.Bba;

/// <summary>What can become of one honest node in one step.</summary>
internal sealed class NextNodes(BbaSetting setting, BbaRules rules, CommitteeView view)
{
        /// <summary>How many nodes may crash in one step before they have sent what they have stored.</summary>
    public const int UnsentMax = 1;

    private readonly RoundMachine _fresh = RoundMachine.For(view);
    private readonly long _weight = view.TotalWeight;

    /// <summary>All that can become of a node.</summary>
    /// <param name="seats">Of the node.</param>
    /// <param name="step">The step in which it speaks now.</param>
    /// <param name="outcomes">Of <see cref="Hearing.Outcomes"/>.</param>
    public List<NextNode> Of(int seats, Step step, int outcomes)
    {
        var found = new List<NextNode>();
        if ((outcomes >> Hearing.Ended & 1) != 0)
            found.Add(new NextNode(0, Hearing.Ended, Marks.None, HasCrashed: false));
        for (var word = 0; word < Words.Count; word++)
        {
            if ((outcomes >> word & 1) != 0)
                Add(found, NodeCode.Of(seats, word, word, isUnsent: false), word, Marks.None, false);
            if ((outcomes >> (word + Hearing.Counted) & 1) != 0)
                Add(found, NodeCode.Of(seats, word, word, isUnsent: false), word, Marks.EquivocatorCounted, false);
            if ((outcomes >> word & 1) != 0 && setting.Scope.HasFlag(Scope.Crashes))
                AddCrashes(found, seats, step, word, outcomes);
        }

        return found;
    }

    /// <summary>
    /// It signs and stores a word and crashes, before or after sending it. It starts again with its journal.
    /// </summary>
    private void AddCrashes(List<NextNode> found, int seats, Step step, int stored, int outcomes)
    {
        // Without a bound on delays a vote that is sent later is one that is not heard now. With one, a node that is
        // not heard in time is a faulty node of this step, as hostile ones are: both together are fewer than a third.
        var mayBeUnsent = setting.Delivery != Delivery.Async && 3 * (setting.HostileSeats + seats) < _weight;
        for (var late = 0; late <= (mayBeUnsent ? 1 : 0); late++)
        {
            if (Resumed(step, stored) is { } own)
            {
                Add(found, NodeCode.Of(seats, own, stored, late == 1), stored, Marks.None, true);
                continue;
            }

            for (var again = 0; again < Words.Count; again++)
            {
                if ((outcomes >> again & 1) == 0)
                    continue;
                var said = rules.SaidAgain(stored, again);
                var mark = said == stored ? Marks.None : Marks.Contradiction;
                var held = step == Step.BbaStart ? again : said;
                Add(found, NodeCode.Of(seats, held, said, late == 1), again, mark, true);
            }
        }
    }

    /// <summary>What a round holds that resumes from a journal; null when it begins anew.</summary>
    private int? Resumed(Step step, int stored)
    {
        var (round, _) = _fresh.Apply(new RoundEvent.Resumed(step, Words.PositionOf(step, stored)));
        (round, _) = round.Apply(new RoundEvent.Started());
        return round.Step > step ? Words.Of(step, new Position(round.Value, round.Bit), isFoundBad: false) : null;
    }

    private static void Add(List<NextNode> found, int code, int outcome, Marks mark, bool hasCrashed)
    {
        var next = new NextNode(code, outcome, mark, hasCrashed);
        if (!found.Exists(known => known.Code == code && known.Mark == mark && (hasCrashed || !known.HasCrashed)))
            found.Add(next);
    }
}

/// <summary>A node after its next step.</summary>
/// <param name="Code">Of <see cref="NodeCode"/>; 0 when it has ended the round and fallen silent.</param>
/// <param name="Outcome">What the rules said, of <see cref="Hearing"/>.</param>
/// <param name="Mark">What has happened thereby.</param>
/// <param name="HasCrashed">Whether it has crashed and started again.</param>
internal readonly record struct NextNode(int Code, int Outcome, Marks Mark, bool HasCrashed);
