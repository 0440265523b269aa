using System.Collections.Immutable;
using System.Globalization;
using Akka.Actor;
using AkkaSimulation;
using PoR.Actors;
using PoR.Actors.Links;
using PoR.Actors.Mempools;
using PoR.Actors.Peers;
using PoR.Chain;
using PoR.Core.Admission;
using PoR.Core.Agreement;
using PoR.Core.Identities;
using PoR.Core.Transactions;
using PoR.Cryptography.OneTime;
using PoR.Simulation.Worlds;
using PoR.Wire;

namespace PoR.Simulation.Adversaries;

/// <summary>
/// A node that a strategy holds. It has the keys of its participants, which sign whatever the strategy wants.
/// </summary>
public sealed class HostileNode
{
    private const ulong StrangersSeed = 1UL << 63;
    private const int BlockLaterMs = 1; // Than the honest block, so that the other one differs.

    private readonly PeerSetup _setup;
    private readonly Adversary _strategy;
    private readonly World _world;
    private readonly ImmutableSortedDictionary<PublicKey, ParticipantSigner> _signers;
    private (Ballot Ballot, UnverifiedVote Vote)? _last; // What goes to many peers is signed once.
    private ActorSystem? _system;
    private IActorRef? _mouth;

    internal HostileNode(PeerSetup setup, Adversary strategy, World world)
    {
        (_setup, _strategy, _world) = (setup, strategy, world);
        Participants = [.. setup.Participants.Select(static keys => keys.PublicKey)];
        _signers = world.SignersAt(setup.Id).ToImmutableSortedDictionary(static signer => signer.Key, static s => s);
    }

    /// <summary>Which node.</summary>
    public NodeId Id => _setup.Id;

    /// <summary>How many nodes the network has.</summary>
    public int Nodes => _world.Nodes;

    /// <summary>Who lives here.</summary>
    public ImmutableArray<PublicKey> Participants { get; }

    /// <summary>Virtual time since the start of the run.</summary>
    public TimeSpan Now => _world.Now;

    /// <summary>Whether it is the first node of its strategy, for what a strategy does once.</summary>
    public bool IsFirst => Ours.Nodes[0] == Id.Index;

    /// <summary>This node's chain; that of genesis before the node has started.</summary>
    public Branch Chain => _world.ChainOf(Id)?.Tip ?? _world.Genesis;

    /// <summary>Who may speak in the round after this node's tip, and with which weight.</summary>
    public CommitteeView View => Chain.View;

    /// <summary>A vote with any words of a participant of this node.</summary>
    /// <param name="ballot">For example the honest one with another value.</param>
    public UnverifiedVote Sign(Ballot ballot)
    {
        if (_last is { } last && last.Ballot == ballot)
            return last.Vote;
        var vote = SignerOf(ballot.Sender).Sign(ballot);
        _last = (ballot, vote);
        return vote;
    }

    /// <summary>The same words, signed with a credential that proves nothing of them.</summary>
    /// <param name="vote">Of a participant of this node.</param>
    public UnverifiedVote WithWrongCredential(UnverifiedVote vote)
    {
        ArgumentNullException.ThrowIfNull(vote);
        return SignerOf(vote.Ballot.Sender).WithWrongCredential(vote);
    }

    /// <summary>Another valid block of the same leader for the same round: it holds nothing.</summary>
    /// <param name="proposal">Of a participant of this node, on its present chain.</param>
    public Proposal Contradict(Proposal proposal)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        var (leader, chain) = (SignerOf(proposal.Vote.Ballot.Sender), Chain);
        var after = proposal.Block.Header.Time.Milliseconds - chain.State.Time.Milliseconds + BlockLaterMs;
        return leader.Proposal(chain.View, leader.Build(chain, [], _setup.Services.Chain, [], after).Block);
    }

    /// <summary>This node says something to a peer; faults and latencies of the network hold for it.</summary>
    /// <param name="to">Another node.</param>
    /// <param name="message">Anything; the strategy is not asked about it.</param>
    /// <param name="after">So much later, at least zero.</param>
    /// <exception cref="InvalidOperationException">The node has not started.</exception>
    public void Tell(NodeId to, PeerMessage message, TimeSpan after = default)
    {
        if (_system is null)
            throw new InvalidOperationException($"{Id} has not started.");
        _system.Scheduler.ScheduleTellOnce(after, _mouth, new Speak(to, message), ActorRefs.NoSender);
    }

    /// <summary>This node says something to all others, as by <see cref="Tell"/>.</summary>
    /// <param name="message">Anything.</param>
    public void TellAll(PeerMessage message)
    {
        for (var node = 0; node < Nodes; node++)
        {
            if (node != Id.Index)
                Tell(new NodeId(node), message);
        }
    }

    /// <summary>A user of this node submits a transaction, which an honest node then tells the others.</summary>
    public void Submit(SignedTransaction transaction) => _world.Simulation.At(
        _world.Simulation.Now, () => _world.Tell(Id, new MempoolMessage.Submit(transaction)));

    /// <summary>
    /// An account that genesis does not know asks to join; from now on it counts as the strategy's, as those that live
    /// here do.
    /// </summary>
    /// <param name="newcomer">Which.</param>
    /// <param name="by">Who admits it; null: nobody.</param>
    public void Join(HostileAuthor newcomer, Sponsorship? by = null)
    {
        ArgumentNullException.ThrowIfNull(newcomer);
        Ours.Take(newcomer.Key);
        Submit(newcomer.Join(Chain, by));
    }

    /// <summary>Something happens at this node later.</summary>
    /// <param name="after">So much later, at least zero.</param>
    /// <param name="action">May speak, and plan more.</param>
    public void Later(TimeSpan after, Action action) =>
        _world.Simulation.At(_world.Simulation.Now + after, action);

    /// <summary>Whether a node is held by the same strategy.</summary>
    public bool IsOurs(NodeId node) => Ours.Nodes.Contains(node.Index);

    /// <summary>Whether an account lives on a node that the same strategy holds.</summary>
    public bool IsOurs(PublicKey account) => Ours.Accounts.Contains(account);

    /// <summary>What a proof claims that somebody has drawn; null: nothing. Nobody has verified it.</summary>
    public VrfOutput? DrawnBy(VrfProof proof) => _world.Cryptography.VrfClaimedOutput(proof);

    /// <summary>How many accounts genesis knows.</summary>
    public int GenesisAccounts => _world.Population.Genesis.Accounts.Length;

    /// <summary>What is drawn for a purpose of this node follows from the run's seed.</summary>
    public RandomStream RandomFor(string purpose) =>
        RandomStream.Of(_world.Seed, string.Create(CultureInfo.InvariantCulture, $"{purpose}/{Id.Index}"));

    /// <summary>Whether genesis knows an account.</summary>
    public bool IsKnown(PublicKey account) => _world.Genesis.State.FindAccount(account) is not null;

    /// <summary>Whether no strategy holds a node.</summary>
    public bool IsHonest(NodeId node) => _world.IsHonest(node);

    /// <summary>An account that genesis does not know, and that costs nothing.</summary>
    /// <param name="number">0 and up; the same number gives the same account at this node.</param>
    public ParticipantSigner Stranger(int number) =>
        new(_world.Cryptography, StrangersSeed + _world.Seed + ((ulong)Id.Index << 32), number);

    /// <summary>The one-time keys on any participant's machine now: whoever takes it over has no others.</summary>
    public OneTimeKeys Corrupt(PublicKey participant) =>
        _world.Population.Keys.First(keys => keys.PublicKey == participant).OneTime;

    internal Adversary Strategy => _strategy;

    /// <summary>The strategy with all its nodes; set when it has them.</summary>
    internal PlacedAdversary Ours { private get; set; } = null!;

    /// <summary>An honest peer behind what the strategy does to it.</summary>
    /// <param name="honest">What an honest peer of this node would be made of in its present life.</param>
    internal Props PeerProps(PeerSetup honest)
    {
        var setup = _strategy.Prepare(honest);
        return PeerActor.Props(setup with { LinkOf = system => Open(system, setup.LinkOf(system)) });
    }

    /// <summary>Whether its honest part hears a letter.</summary>
    internal bool Passes(object letter) =>
        letter is not PeerHeard { From: var from, Message.Message: var message }
        || _strategy.Hears(this, from, message);

    private HostileLink Open(ActorSystem system, IPeerLink honest)
    {
        _system = system;
        _mouth = system.ActorOf(Akka.Actor.Props.Create(() => new Mouth(honest)), "mouth");
        return new HostileLink(honest, this);
    }

    /// <summary>Signs whatever is wanted of a participant of this node.</summary>
    /// <exception cref="ArgumentException">It lives elsewhere.</exception>
    public ParticipantSigner SignerOf(PublicKey participant) => _signers.TryGetValue(participant, out var signer)
        ? signer
        : throw new ArgumentException($"{participant} does not live on {Id}, which has not got its keys.");

    private sealed record Speak(NodeId To, PeerMessage Message);

    private sealed class Mouth : ReceiveActor
    {
        public Mouth(IPeerLink link) =>
            Receive<Speak>(said => link.Send(said.To, EncodedMessage.Of(said.Message)));
    }
}
