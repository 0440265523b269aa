using System.Collections.Immutable;
using PoR.Consensus.Votes;
using PoR.Core.Agreement;
using PoR.Core.Identities;
using PoR.Core.Rounds;

namespace PoR.Consensus.Agreement;

/// <summary>One node's round on one branch: PoR §5.2 as Algorand'_2 with early stopping.</summary>
/// <remarks>
/// Every node waits through every step; sortition is asked only when a step has something to say. So a node's round
/// depends on public messages alone. Events that come before the start are kept and take effect at the start.
/// </remarks>
public sealed record RoundMachine
{
    /// <summary>Summaries of steps further ahead than this are not kept; endings are seen in any step. Steps.</summary>
    public const int StepsAheadMax = 1024;

    /// <summary>Most verdicts kept.</summary>
    public const int VerdictsMax = 16;

    internal RoundMachine(Round round, BlockDigest parent, TimingRules timing, BitRules bits)
    {
        Round = round;
        Parent = parent;
        Timing = timing;
        Bits = bits;
    }

    /// <summary>A round that has not started.</summary>
    /// <param name="view">Of the round and branch.</param>
    public static RoundMachine For(CommitteeView view) =>
        new(view.Round, view.Parent, TimingRules.Of(view.Parameters), BitRules.Default);

    /// <summary>r.</summary>
    public Round Round { get; }

    /// <summary>H(B^{r−1}).</summary>
    public BlockDigest Parent { get; }

    /// <summary>How long the steps wait.</summary>
    public TimingRules Timing { get; }

    /// <summary>True from <see cref="RoundEvent.Started"/> on.</summary>
    public bool HasStarted { get; internal init; }

    /// <summary>The step in which the round waits: 1 before the start, then 2 and up.</summary>
    public Step Step { get; internal init; } = Step.BlockProposal;

    /// <summary>Null while the round is open.</summary>
    public RoundEnding? Ending { get; internal init; }

    /// <summary>ℓ, or the least ticket so far while the choice is open; null while no ticket was heard.</summary>
    public Ticket? Leader { get; internal init; }

    /// <summary>True once 2λ are over: the leader no longer changes.</summary>
    public bool HasChosenLeader { get; internal init; }

    /// <summary>The value of the quorum of step 2 whose block step 3 re-evaluates.</summary>
    public BlockValue? Verifying { get; internal init; }

    /// <summary>v_i, from own step 4 on; null for ⊥.</summary>
    public BlockValue? Value { get; internal init; }

    /// <summary>b_i, from own step 4 on.</summary>
    public byte? Bit { get; internal init; }

    /// <summary>How often the genuine coin was thrown.</summary>
    public int CoinThrowCount { get; internal init; }

    /// <summary>
    /// The step to which the node went without speaking in those between, since it had been there before or its peers
    /// were far ahead (<see cref="StepWindow"/>); 0 for none.
    /// </summary>
    public Step WentTo { get; internal init; }

    internal BitRules Bits { get; }

    internal ImmutableDictionary<PublicKey, Ticket> Tickets { get; init; } =
        ImmutableDictionary<PublicKey, Ticket>.Empty;

    /// <summary>By leader, the first block heard: a second one by the same leader is dropped.</summary>
    internal ImmutableDictionary<PublicKey, BlockValue> Proposals { get; init; } =
        ImmutableDictionary<PublicKey, BlockValue>.Empty;

    internal ImmutableDictionary<BlockValue, BlockVerdict> Verdicts { get; init; } =
        ImmutableDictionary<BlockValue, BlockVerdict>.Empty;

    internal ImmutableDictionary<Step, TallySummary> Summaries { get; init; } =
        ImmutableDictionary<Step, TallySummary>.Empty;

    /// <summary>Ending Condition 0, which may still wait for the leader's ticket.</summary>
    internal TallySummary? DueBlock { get; init; }

    /// <summary>Ending Condition 1.</summary>
    internal Step? DueEmptyBlock { get; init; }

    internal Certificate? DueCertificate { get; init; }

    /// <summary>The latest step in which enough peers have spoken for a node far behind to follow.</summary>
    internal Step Underway { get; init; }

    /// <summary>The latest step that this node's participants had signed before it lost its place.</summary>
    internal RoundEvent.Resumed? Resumed { get; init; }

    /// <summary>The body of <see cref="Verifying"/>, when it is not the leader's first block.</summary>
    internal BlockValue? FetchedBody { get; init; }

    /// <summary>The latest step whose deadline is over.</summary>
    internal Step ElapsedStep { get; init; }

    internal bool IsDeadlineOver => ElapsedStep >= Step;

    /// <summary>Whether votes of a step can still matter here; those of other steps behind need not be kept.</summary>
    public bool Counts(Step step) =>
        StepWindow.IsCounted(step, Step) || step == DueBlock?.Step || step == DueEmptyBlock;

    /// <summary>The next state, and what the host must now do.</summary>
    /// <exception cref="Core.InvariantViolationException">A contract of this machine failed.</exception>
    public (RoundMachine Next, ImmutableArray<RoundEffect> Effects) Apply(RoundEvent input)
    {
        if (Ending is not null)
            return (this, []);
        var learned = RoundFacts.Learn(this, input);
        var effects = ImmutableArray.CreateBuilder<RoundEffect>();
        var next = learned.HasStarted ? RoundProgress.Run(this, learned, input, effects) : learned;
        var result = (Next: next, Effects: effects.DrainToImmutable());
        RoundContract.Check(this, result.Next, result.Effects);
        return result;
    }

    internal RoundTimer Timer(RoundTimerKind kind, Step step) => new(Round, Parent, kind, step);

    internal TallySummary? SummaryOf(Step step) => Summaries.GetValueOrDefault(step);

    internal bool HasBody(BlockValue value) =>
        value.Equals(FetchedBody) || value.Equals(Proposals.GetValueOrDefault(value.Leader));
}
