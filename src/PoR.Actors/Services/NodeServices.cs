using PoR.Chain;
using PoR.Consensus.Agreement;
using PoR.Core.Genesis;
using PoR.Core.Parameters;
using PoR.Core.Rounds;
using PoR.Cryptography;

namespace PoR.Actors.Services;

/// <summary>What the actors of a node work with.</summary>
public sealed record NodeServices
{
    /// <summary>Common knowledge.</summary>
    public required GenesisDocument Genesis { get; init; }

    /// <summary>Signatures and credentials.</summary>
    public required ICryptography Cryptography { get; init; }

    /// <summary>Checks of what peers say; one for all nodes of a process, or one for each node.</summary>
    public required PeerChecks Checks { get; init; }

    /// <summary>States and scores, which nodes that agree share.</summary>
    public required SharedChain Chain { get; init; }

    /// <summary>Modelled durations.</summary>
    public ModelledCosts Costs { get; init; } = new();

    /// <summary>Limits of the pool of pending transactions.</summary>
    public Mempools.MempoolLimits Mempool { get; init; } = new();

    /// <summary>Whether peers hear each other hop by hop, so that what is valid must be passed on.</summary>
    public bool RelaysHopByHop { get; init; }

    /// <summary>
    /// Whether this node tells the certificate of a round that it has ended; off only to see what follows.
    /// </summary>
    public bool TellsCertificates { get; init; } = CertificateTelling.IsAtOnce;

    /// <summary>
    /// Whether this node compares with others which votes they have heard (D39); off only to see what follows.
    /// </summary>
    public bool ComparesVotes { get; init; } = true;

    /// <summary>
    /// The share of the rights to sponsor drawn here that are used for whoever has waited longest (D41); of 0 each
    /// waits for the operator's word.
    /// </summary>
    public Ratio SponsorShare { get; init; } = new(0, 1);

    /// <summary>
    /// Whether this node's participants sign nothing more once it has found a certified block bad (I13), until an
    /// operator decides and starts it anew; else it goes on, since agreement comes first.
    /// </summary>
    public bool StopsOnCertifiedBad { get; init; }

    /// <summary>What wall clocks showed at the time of genesis; a simulation's clocks start then.</summary>
    public DateTimeOffset ClockStart { get; init; } = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// The persistence id of the peer's ledger: <c>ledger/</c> and the peer's identity, where it has one. Whoever
    /// hosts the peer writes under this id, so that the journal's unique key keeps two ledgers of one peer apart.
    /// </summary>
    public string LedgerId { get; init; } = "ledger";

    /// <summary>
    /// Participants sign nothing up to this round when their peer starts, since their store may lack what they have
    /// signed; <see cref="Participants.SigningGate.Always"/>: nothing until
    /// <see cref="Peers.PeerActor.SilentUntil"/> says from when on.
    /// </summary>
    public Round SilentUntil { get; init; } = Round.Genesis;

    /// <summary>The protocol's parameters.</summary>
    public ProtocolParameters Parameters => Genesis.Parameters;

    /// <summary>λ.</summary>
    public TimeSpan SmallLambda => TimeSpan.FromMilliseconds(Parameters.SmallLambdaMs);

    /// <summary>How long a proposer waits to hear of better tickets before it makes its block: E_lead.</summary>
    public TimeSpan BodyDelay => TimeSpan.FromMilliseconds(Parameters.LeaderEvaluationMs);

    /// <summary>Most votes that are under way to their check: many times what honest committees send.</summary>
    public int VotesKeptMax { get; init; } = 100_000;

    /// <summary>A chain that has only its genesis; blocks are run with this node's checks, once per process.</summary>
    public CertifiedChain NewChain() => NewChain(Chain.Genesis, JournalPlaces.Empty);

    /// <summary>The chain that begins where a snapshot ends.</summary>
    /// <param name="root">Its state, and those before it.</param>
    /// <param name="places">Where the journal has its blocks.</param>
    public CertifiedChain NewChain(Branch root, JournalPlaces places) => new(
        root, places, (branch, block) => Chain.Execute(branch, block, Checks, isScored: false), Chain.Extend);

    /// <summary>Takes the processor time of work outside the actors; null: nobody does.</summary>
    public IWorkMeter? Meter { get; init; }

    /// <summary>Work whose processor time is taken.</summary>
    internal Func<T> Measured<T>(WorkPart part, Func<T> work) =>
        Meter is { } meter ? () => meter.Measure(part, work) : work;

    /// <summary>What has come from other peers.</summary>
    public ArrivalCounts Arrivals { get; init; } = new();

    /// <summary>What its buffers have held.</summary>
    public BufferMarks Buffers { get; init; } = new();

    /// <summary>What a wall clock shows, in the time of the chain.</summary>
    /// <param name="wallClock">Of this node; it may be off.</param>
    public Timestamp Clock(DateTimeOffset wallClock) =>
        new(Genesis.Time.Milliseconds + (long)(wallClock - ClockStart).TotalMilliseconds);
}
