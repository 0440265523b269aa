using System.Collections.Immutable;
using Akka.Actor;
using PoR.Actors.Messages;
using PoR.Actors.Peers;
using PoR.Chain;
using PoR.Core.Agreement;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Wire;

namespace PoR.TestKit.Adversaries;

/// <summary>
/// The last node of a network. In each round in which it has the least ticket it leads with a payset of its own choice
/// in its own order; each evaluation is right. In everything else it is silent.
/// </summary>
/// <param name="node">Its number; it has one participant.</param>
/// <param name="choose">Its payset, of what it has heard so far in the order in which that came.</param>
internal sealed class HostileLeader(
    int node, Func<IReadOnlyList<SignedTransaction>, IEnumerable<SignedTransaction>> choose)
{
    private static readonly TimeSpan _ticketAfter = TimeSpan.FromMilliseconds(10);

    // Later than E_lead, so that all know what its users have sent in the round; long before the end of step 2.
    private static readonly TimeSpan _blockAfter = TimeSpan.FromSeconds(1);

    private readonly List<SignedTransaction> _heard = [];
    private readonly HashSet<TransactionId> _known = [];
    private TestWorld _network = null!;
    private Cast _cast = null!;
    private int _who;

    /// <summary>Of each transaction: its block leaves so much later. It does not look at E_lead.</summary>
    public TimeSpan Evaluation { get; init; }

    /// <summary>It is about to lead the round that has just started.</summary>
    public Action<Round>? Leading { get; set; }

    /// <summary>What other nodes have told it, each once, in the order in which it came.</summary>
    public IReadOnlyList<SignedTransaction> Heard => _heard;

    /// <summary>Makes a puppet of its node.</summary>
    public Func<PeerSetup, Props> PropsOf => Puppet.From(node, message =>
    {
        if (message is PeerMessage.TransactionSent { Transaction: var transaction } && _known.Add(transaction.Id))
            _heard.Add(transaction);
    });

    /// <summary>It begins to watch for its rounds.</summary>
    public void Join(TestWorld network)
    {
        _network = network;
        _cast = new Cast(network.World.Population.Genesis, network.Seed);
        _who = _cast.NumberOf(network.ParticipantOf(node));
        network.Observer += fact =>
        {
            if (fact is not Fact.RoundStarted { Node.Index: 0, Round: var round })
                return;
            var branch = network.Chain(0).Tip;
            if (_cast.LeaderOf(branch.View) != _who)
                return;
            Leading?.Invoke(round);
            var now = network.World.Simulation.Now;
            SayAt(now + _ticketAfter, new PeerMessage.TicketSent(_cast.Ticket(_who, branch.View)));
            network.World.Simulation.At(now + _blockAfter, () => Lead(branch));
        };
    }

    /// <summary>What it tells others as if its users had sent it.</summary>
    public void SayAt(TimeSpan at, PeerMessage message) =>
        Puppet.Say(_network, at, node, Enumerable.Range(0, node), message);

    /// <summary>Whether it leads a block.</summary>
    public bool Leads(Block block) => block.Header.Proposer?.Leader == _cast[_who];

    private void Lead(Branch on)
    {
        var now = _network.World.Simulation.Now;
        SignedTransaction[] chosen = [.. choose(_heard).DistinctBy(transaction => transaction.Id)];
        var block = _cast.Build(
            _who, on, chosen, afterMs: (long)now.TotalMilliseconds - on.State.Time.Milliseconds).Block;
        var places = chosen.Select((t, place) => (t.Id, place)).ToDictionary(t => t.Id, t => t.place);
        ImmutableArray<PaysetEntry> payset = [.. block.Payset.OrderBy(entry => places[entry.Transaction.Id])];
        block = new Block(block.Header with { PaysetDigest = Block.DigestOf(payset) }, payset, block.Evidence);
        SayAt(
            now + (Evaluation * payset.Length),
            new PeerMessage.ProposalSent(_cast.Proposal(_who, on.View, block)));
    }
}
