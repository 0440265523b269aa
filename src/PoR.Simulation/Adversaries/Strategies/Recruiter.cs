using PoR.Actors;
using PoR.Actors.Messages;
using PoR.Actors.Sponsors;
using PoR.Core.Admission;
using PoR.Core.Agreement;
using PoR.Core.Rounds;
using PoR.Wire;

namespace PoR.Simulation.Adversaries.Strategies;

/// <summary>
/// Brings accounts of its own into the network. Each right to sponsor that its participants draw admits one. Who is in
/// writes congruently, as often as honest authors may, and votes as an honest node does.
/// </summary>
public abstract class Recruiter : Adversary
{
    private readonly Queue<HostileAuthor> _outside = []; // They have asked without a sponsor, and wait for a right.
    private readonly List<HostileAuthor> _inside = []; // By a right, or by asking where nobody needs one.
    private readonly List<(NodeId At, HostileAuthor Newcomer, Sponsorship By)> _signed = [];
    private (Round Round, Step Step) _echoed; // Its newcomers have voted in.
    private int _made;

    /// <inheritdoc/>
    public override void See(HostileNode me, SeenFact seen)
    {
        ArgumentNullException.ThrowIfNull(me);
        ArgumentNullException.ThrowIfNull(seen);
        if (seen.Fact is Fact.RightsDrawn { Rights: var rights } && seen.Node == me.Id.Index)
            Sign(me, rights);
        if (IsRoundStart(me, seen))
            UseRights(me);
        if (IsRoundStart(me, seen) && me.IsFirst)
            Begin(me, me.View.Round);
        if (seen.Fact is Fact.BallotSigned { Node: var node, Vote.Ballot: var ballot } && me.IsFirst
            && me.IsHonest(node) && ballot.Step >= Step.LeaderSelection && (ballot.Round, ballot.Step) != _echoed)
            Echo(me, ballot);
    }

    /// <summary>Its first node has started a round.</summary>
    /// <param name="me">That node.</param>
    /// <param name="round">Which round.</param>
    protected virtual void Begin(HostileNode me, Round round)
    {
        foreach (var author in _inside)
            WriteIfFree(me, author);
    }

    /// <summary>Has accounts ask to join without a sponsor; each writes a review.</summary>
    /// <param name="me">The node that they ask.</param>
    /// <param name="count">How many.</param>
    protected void AskIn(HostileNode me, int count)
    {
        ArgumentNullException.ThrowIfNull(me);
        for (var i = 0; i < count; i++)
        {
            var newcomer = new HostileAuthor(me.Stranger(_made++));
            me.Join(newcomer);
            Write(me, newcomer);
            if (me.View.Parameters.Admission is null)
                _inside.Add(newcomer);
            else
                _outside.Enqueue(newcomer);
        }
    }

    /// <summary>Has an author write if an honest one would.</summary>
    protected static void WriteIfFree(HostileNode me, HostileAuthor author)
    {
        ArgumentNullException.ThrowIfNull(me);
        ArgumentNullException.ThrowIfNull(author);
        if (author.IsFree(me.Chain, (long)me.Now.TotalMilliseconds))
            Write(me, author);
    }

    private static void Write(HostileNode me, HostileAuthor author) => me.Submit(
        author.Sign(author.MakeUp(isCongruent: true), me.Chain, (long)me.Now.TotalMilliseconds));

    /// <summary>A right counts from the round after that in which it was drawn.</summary>
    private void Sign(HostileNode me, DrawnRights rights)
    {
        var view = me.View;
        if (view.Round != rights.Round || view.Seed != rights.Seed)
            return; // Drawn on another branch than the one that it would be used on.
        for (var seat = 0L; seat < rights.Count; seat++)
        {
            var newcomer = _outside.Count > 0 ? _outside.Dequeue() : new HostileAuthor(me.Stranger(_made++));
            _signed.Add((
                me.Id, newcomer, me.SignerOf(rights.Holder).Sponsor(view, newcomer.Signer.PublicKeys, seat)));
        }
    }

    private void UseRights(HostileNode me)
    {
        foreach (var (_, newcomer, by) in _signed.Where(one => one.At == me.Id))
        {
            var isNew = newcomer.Sequence == 0;
            me.Join(newcomer, by);
            if (isNew)
                Write(me, newcomer);
            _inside.Add(newcomer);
        }

        _signed.RemoveAll(one => one.At == me.Id);
    }

    private void Echo(HostileNode me, Ballot ballot)
    {
        var view = me.View;
        if (ballot.Parent != view.Parent || ballot.Round != view.Round)
            return;
        _echoed = (ballot.Round, ballot.Step);
        foreach (var signer in _inside.Select(static author => author.Signer))
        {
            if (signer.Lot(view, ballot.Step) is not null)
                me.TellAll(new PeerMessage.VoteSent(
                    signer.Vote(view, ballot.Step, ballot.Value, ballot.Bit, ballot.NoConfidence)));
        }
    }
}
