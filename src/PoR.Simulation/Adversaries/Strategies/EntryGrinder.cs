using PoR.Actors;
using PoR.Consensus.Sortition;
using PoR.Core.Agreement;
using PoR.Core.Rounds;
using PoR.Wire;

namespace PoR.Simulation.Adversaries.Strategies;

/// <summary>
/// Grinds by entry: it registers accounts and keeps them dormant. When it has heard the tickets of a round, it knows
/// the seed of the next one, and has exactly those write their first review, and so enter, that hold a lot there.
/// </summary>
public sealed class EntryGrinder : Adversary
{
    private const int Accounts = 40;
    private const long WeightAfterEntry = 3; // A new account has 1, and its congruent review gives 2.

    private readonly HashSet<LeaderTicket> _tickets = [];
    private readonly List<HostileAuthor> _dormant = [];

    /// <inheritdoc/>
    public override IEnumerable<PeerMessage> Say(HostileNode me, NodeId to, PeerMessage message)
    {
        Note(message);
        return [message];
    }

    /// <inheritdoc/>
    public override bool Hears(HostileNode me, NodeId from, PeerMessage message)
    {
        Note(message);
        return true;
    }

    /// <inheritdoc/>
    public override void See(HostileNode me, SeenFact seen)
    {
        ArgumentNullException.ThrowIfNull(me);
        if (!IsRoundStart(me, seen) || !me.IsFirst)
            return;
        if (me.View.Round.Number == 1)
            Register(me);
        _tickets.RemoveWhere(ticket => ticket.Round < me.View.Round);
        me.Later(KnowsSeedAfter, () => Enter(me));
    }

    private void Note(PeerMessage message)
    {
        if (message is PeerMessage.TicketSent { Ticket: var ticket })
            _tickets.Add(ticket);
    }

    private void Register(HostileNode me)
    {
        for (var i = 0; i < Accounts; i++)
        {
            _dormant.Add(new HostileAuthor(me.Stranger(i)));
            me.Join(_dormant[i]);
        }
    }

    private void Enter(HostileNode me)
    {
        if (SeedAhead(me) is not { } seed)
            return;
        foreach (var one in _dormant.Where(one => IsOld(me, one) && Wins(me.View, one.Signer, seed)).ToArray())
        {
            me.Submit(one.Sign(one.MakeUp(isCongruent: true), me.Chain, (long)me.Now.TotalMilliseconds));
            _dormant.Remove(one);
        }
    }

    /// <summary>The seed that the best ticket leaves; null where none has been heard.</summary>
    private Seed? SeedAhead(HostileNode me)
    {
        var view = me.View;
        var best = _tickets.Where(ticket => ticket.Round == view.Round && ticket.Parent == view.Parent)
            .Select(ticket => (ticket.SeedProof, Lot: LotOf(me, ticket))).Where(static one => one.Lot is not null)
            .OrderBy(static one => one.Lot!.Value.Rank).FirstOrDefault();
        return best.Lot is not null && me.DrawnBy(best.SeedProof) is { } output
            ? SeedChain.AfterBlock(output, view.Round)
            : null;
    }

    private static MemberLot? LotOf(HostileNode me, LeaderTicket ticket) =>
        me.View.Find(ticket.Sender) is { } member && me.DrawnBy(ticket.Credential) is { } output
            ? MemberLot.Draw(me.View, Step.BlockProposal, member, output)
            : null;

    /// <summary>Whether its keys are old enough for the next round.</summary>
    private static bool IsOld(HostileNode me, HostileAuthor one) =>
        me.Chain.State.FindAccount(one.Key)?.RegisteredRound is { } registered
        && registered + me.View.Parameters.LookBackRounds <= me.View.Round.Next;

    /// <summary>Whether it would sit in step 4 of the next round if it had entered.</summary>
    private static bool Wins(CommitteeView view, ParticipantSigner one, Seed seed)
    {
        var keys = one.PublicKeys;
        return one.Lot(
            new CommitteeView(
                view.Network, view.Round.Next, default, seed,
                [new CommitteeMember(keys.Account, keys.VrfKey, keys.OneTimeRoot, WeightAfterEntry)], view.Parameters,
                view.TotalWeight),
            Step.BbaStart) is not null;
    }
}
