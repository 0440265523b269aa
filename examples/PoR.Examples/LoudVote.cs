using System.Collections.Immutable;
using System.Security.Cryptography;
using Akka.Actor;
using AkkaSimulation;
using PoR.Actors.Links;
using PoR.Actors.Mempools;
using PoR.Actors.Messages;
using PoR.Actors.Peers;
using PoR.Core.Agreement;
using PoR.Core.Bytes;
using PoR.Core.Canonical;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Simulation.Checks;
using PoR.Simulation.Engines;
using PoR.Wire;

namespace PoR.Examples;

// snippet: engine
/// <summary>A toy agreement: the majority of the nodes that a node can hear decides, not that of all.</summary>
internal sealed class LoudVote : IEngine
{
    public string Name => "loud vote";

    public Props PropsOf(PeerSetup setup) => Props.Create(() => new LoudVoteActor(setup));

    public IEnumerable<IInvariantCheck> ChecksOf(WatchedWorld run) => [new OnceCheck()];
}

/// <summary>What nodes say to each other: an offer in step 1, a vote for the digest of one in step 2.</summary>
internal sealed record Said(
    Round Round, BlockDigest Parent, int By, BlockDigest? Vote, ImmutableArray<SignedTransaction> Offer)
    : ICanonical<Said>
{
    public BlockDigest Digest => new(new Bytes32(SHA256.HashData(CanonicalBytes.Of(this))));

    public void Write(CanonicalWriter writer)
    {
        writer.Int64(Round.Number);
        writer.Fixed(Parent.Bytes);
        writer.Int32(By);
        writer.Boolean(Vote is not null);
        if (Vote is { } vote)
            writer.Fixed(vote.Bytes);
        writer.List(Offer);
    }

    public static Said Read(ref CanonicalReader reader) => new(
        new Round(reader.Int64()), new BlockDigest(reader.Fixed32()), reader.Int32(),
        reader.Boolean() ? new BlockDigest(reader.Fixed32()) : null, reader.List<SignedTransaction>(200));
}
// end

// snippet: actor
/// <summary>A node: tells what it would decide, votes for the best offer that it has heard, and counts votes.</summary>
internal sealed class LoudVoteActor : ReceiveActor, IWithTimers
{
    private readonly PeerSetup _me;
    private readonly IPeerLink _link;
    private readonly HashSet<TransactionId> _known = [];
    private readonly List<SignedTransaction> _pool = [];
    private readonly Dictionary<(Round Round, int By, bool IsVote), Said> _heard = [];
    private Round _round = Round.Genesis.Next;
    private BlockDigest _parent;

    public LoudVoteActor(PeerSetup me)
    {
        (_me, _link, _parent) = (me, me.LinkOf(Context.System), me.Services.Genesis.BlockDigest);
        _link.Listen(Self);
        Receive<PeerActor.Begin>(_ => Open());
        Receive<MempoolMessage.Submit>(m =>
        {
            _known.Add(m.Transaction.Id);
            _pool.Add(m.Transaction);
            _link.SendAll(_me.Gossip.Peers, EncodedMessage.Of(new PeerMessage.TransactionSent(m.Transaction)));
        });
        Receive<PeerHeard>(Hear);
        Receive<Batch>(batch => { for (var i = 0; i < batch.Count; i++) Hear((PeerHeard)batch[i]); });
        Receive<Step>(step => { if (step == Step.LeaderSelection) Vote(); else Offer(forgetBefore: _round.Next); });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private void Open()
    {
        Publish(new Fact.RoundStarted(_me.Id, _round, _parent));
        Offer(forgetBefore: _round);
    }

    private void Offer(Round forgetBefore)
    {
        foreach (var key in _heard.Keys.Where(key => key.Round.Number < forgetBefore.Number).ToList())
            _heard.Remove(key);
        Say(new Said(_round, _parent, _me.Id.Index, Vote: null, [.. _pool.Take(200)]));
        Timers.StartSingleTimer(nameof(Step), Step.LeaderSelection, _me.Services.SmallLambda);
    }

    private void Vote()
    {
        Publish(new Fact.StepEntered(_me.Id, _round, Step.LeaderSelection.Next)); // It waits for votes of step 2.
        Timers.StartSingleTimer(nameof(Step), Step.BlockProposal, _me.Services.SmallLambda); // Once more, if need be.
        var best = Heard(votes: false).MinBy(offer => (offer.By + _round.Number) % (_me.Gossip.Peers.Length + 1))!;
        Say(new Said(_round, _parent, _me.Id.Index, best.Digest, Offer: []));
    }

    private void Say(Said said)
    {
        _link.SendAll(_me.Gossip.Peers, PeerMessage.ForeignSent.Of(said, isUrgent: said.Vote is not null));
        Take(said);
    }

    private void Hear(PeerHeard heard)
    {
        _link.Taken(heard);
        if (heard.Message.Message is PeerMessage.ForeignSent foreign && foreign.As<Said>(out _) is { } said)
            Take(said);
        else if (heard.Message.Message is PeerMessage.TransactionSent sent && _known.Add(sent.Transaction.Id))
            _pool.Add(sent.Transaction);
    }

    private void Take(Said said)
    {
        _heard[(said.Round, said.By, said.Vote is not null)] = said;
        var offers = Heard(votes: false).ToList();
        var most = Heard(votes: true).GroupBy(vote => vote.Vote!.Value).MaxBy(votes => votes.Count());
        if (_heard.ContainsKey((_round, _me.Id.Index, true)) && most?.Count() > offers.Count / 2 // The mistake.
            && offers.Find(offer => offer.Digest == most.Key) is { } decided)
            Decide(most.Key, decided);
    }

    private void Decide(BlockDigest value, Said offer)
    {
        Publish(new Fact.QuorumSeen(_me.Id, _round, Step.LeaderSelection));
        Publish(new ValueDecided(_me.Id, _round, _parent, value, offer.Offer) { Proposer = $"node {offer.By}" });
        _known.UnionWith(offer.Offer.Select(transaction => transaction.Id));
        _pool.RemoveAll(transaction => offer.Offer.Any(decided => decided.Id == transaction.Id));
        (_round, _parent) = (_round.Next, value);
        Open();
    }

    private IEnumerable<Said> Heard(bool votes) => _heard.Values.Where(
        said => said.Round == _round && said.Parent == _parent && said.Vote is not null == votes);

    private static void Publish(Fact fact) => Context.System.EventStream.Publish(fact);
}
// end
