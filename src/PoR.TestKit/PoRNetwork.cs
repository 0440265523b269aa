using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using AkkaSimulation;
using PoR.Actors.Messages;
using PoR.Configuration.Profiles;
using PoR.Configuration.Schema;
using PoR.Core.Agreement;
using PoR.Core.Faults;
using PoR.Core.Identities;
using PoR.Core.Parameters;
using PoR.Core.Transactions;
using PoR.Reviews;
using PoR.Simulation.Adversaries;
using PoR.Simulation.Checks;
using PoR.Simulation.Engines;
using PoR.Simulation.Worlds;
using Violation = PoR.Reports.Results.Violation;

namespace PoR.TestKit;

/// <summary>
/// A whole network in virtual time, for a test: the production actors on simulated nodes, with faults and adversaries.
/// It has started, and nothing has run. A test runs it, looks, and does things to it between runs; all invariants are
/// checked while it runs. The same calls with the same seed give the same run.
/// </summary>
public sealed class PoRNetwork : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(10);

    private readonly TestWorld _world;
    private readonly List<SeenFact> _facts = [];
    private readonly List<string> _acts = [];
    private readonly string _calls;
    private readonly bool _toleratesViolations;

    internal PoRNetwork(
        SimulationSettings settings,
        IReadOnlyList<AdversaryShare> adversaries,
        IEngine engine,
        ImmutableArray<Func<WatchedWorld, IInvariantCheck>> checks,
        OwnRules? rules,
        string calls,
        bool toleratesViolations)
    {
        (_calls, _toleratesViolations) = (calls, toleratesViolations);
        var modelled = Lab.NetworkOf(settings);
        var faults = HandFaults = new HandFaults(modelled.Model);
        _world = new TestWorld(
            settings,
            faults,
            isFaultyBetween: (from, to) => modelled.IsFaultyBetween(from, to) || faults.IsFaultyBetween(from, to),
            parts: new WorldParts { Engine = engine, Rules = rules, Adversaries = [.. adversaries] },
            checks: checks)
        {
            Observer = See,
        };
        Nodes = [.. Enumerable.Range(0, World.Nodes).Select(number => new PoRNode(this, number))];
    }

    /// <summary>Of all keys, and of everything that is drawn.</summary>
    public long Seed => (long)_world.Seed;

    /// <summary>Virtual time since the start of the run.</summary>
    public TimeSpan Now => _world.Now;

    /// <summary>By number.</summary>
    public ImmutableArray<PoRNode> Nodes { get; }

    /// <summary>Those that no strategy holds.</summary>
    public IEnumerable<PoRNode> HonestNodes => Nodes.Where(static node => node.IsHonest);

    /// <summary>Strategies with their nodes, in the order in which they were given.</summary>
    public ImmutableArray<PlacedAdversary> Adversaries => World.Adversaries;

    /// <summary>All that actors of all nodes have let observers know, in order of time.</summary>
    public IReadOnlyList<SeenFact> Facts => _facts;

    /// <summary>What has broken an invariant so far; the first 1,000.</summary>
    public IReadOnlyList<Violation> Violations => _world.Checks.Violations;

    /// <summary>
    /// Rounds in which both a block and the empty block were certified; while delays exceed λ that is no violation.
    /// </summary>
    public int Forks => _world.Checks.Forks;

    /// <summary>What runs underneath: the simulation, genesis, keys. A test may look, and plan actions.</summary>
    public World World => _world.World;

    /// <summary>Begins to describe a network.</summary>
    public static PoRNetworkBuilder Create() => new();

    /// <summary>Lets virtual time pass.</summary>
    /// <param name="time">At least zero.</param>
    /// <exception cref="PoRNetworkException">An invariant was broken, or an actor has failed.</exception>
    public void RunFor(TimeSpan time) => Run(static () => false, time);

    /// <summary>Runs until a condition holds; it is looked at whenever something has happened.</summary>
    /// <param name="condition">Looks only.</param>
    /// <param name="within">Virtual time, from now; null: ten minutes.</param>
    /// <param name="what">What is waited for, in a failure; by default the condition as it is written.</param>
    /// <exception cref="PoRNetworkException">
    /// It does not hold in time, an invariant was broken, or an actor has failed.
    /// </exception>
    public void RunUntil(
        Func<bool> condition, TimeSpan? within = null, [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        ArgumentNullException.ThrowIfNull(condition);
        if (!Run(condition, within ?? s_limit))
            throw Late(what, within, Stragglers(Nodes));
    }

    /// <summary>Runs until nodes have decided a round.</summary>
    /// <param name="round">1 and up.</param>
    /// <param name="within">Virtual time, from now; null: ten minutes.</param>
    /// <param name="by">Which nodes; none: all honest ones.</param>
    /// <exception cref="PoRNetworkException">
    /// One of them does not in time, an invariant was broken, or an actor has failed.
    /// </exception>
    public void RunUntilDecided(long round, TimeSpan? within = null, params IEnumerable<PoRNode> by)
    {
        PoRNode[] nodes = [.. by];
        if (nodes.Length == 0)
            nodes = [.. HonestNodes];
        if (!Run(() => nodes.All(node => node.Round >= round), within ?? s_limit))
            throw Late(
                string.Create(CultureInfo.InvariantCulture, $"round {round} is decided by {ListOf(nodes)}"), within,
                nodes.Where(node => node.Round < round));
    }

    /// <summary>Runs until an actor lets observers know something, from now on.</summary>
    /// <typeparam name="TFact">What.</typeparam>
    /// <param name="match">Which; null: any.</param>
    /// <param name="within">Virtual time, from now; null: ten minutes.</param>
    /// <param name="at">Only at this node; null: anywhere.</param>
    /// <exception cref="PoRNetworkException">
    /// It does not happen in time, an invariant was broken, or an actor has failed.
    /// </exception>
    public TFact Expect<TFact>(Func<TFact, bool>? match = null, TimeSpan? within = null, PoRNode? at = null)
        where TFact : Fact
    {
        var looked = _facts.Count;
        TFact? found = null;
        bool Look()
        {
            for (; found is null && looked < _facts.Count; looked++)
            {
                if (_facts[looked].Fact is TFact fact && (at is null || fact.Node == at.Id)
                    && match?.Invoke(fact) != false)
                    found = fact;
            }

            return found is not null;
        }

        return Run(Look, within ?? s_limit)
            ? found!
            : throw Late(
                $"{typeof(TFact).Name}{(match is null ? "" : " that matches")} at {at?.ToString() ?? "any node"}",
                within,
                at is null ? Stragglers(Nodes) : [at]);
    }

    /// <summary>An honest participant that may write now submits a review.</summary>
    /// <param name="text">1..8,192 bytes of UTF-8.</param>
    /// <param name="stars">1..5.</param>
    /// <param name="subject">What is reviewed: 1..128 bytes of UTF-8.</param>
    /// <param name="category">The kind of thing that it is.</param>
    /// <returns>Its author.</returns>
    /// <exception cref="ArgumentException">The text is empty or too long.</exception>
    /// <exception cref="InvalidOperationException">
    /// Nobody may write now: each author waits for its last review.
    /// </exception>
    public PublicKey Submit(string text, int stars, string subject = "lamp", string category = "home")
    {
        var note = ReviewNote.TryCreate(Encoding.UTF8.GetBytes(text))
            ?? throw new ArgumentException("A review's text is not empty and not too long.", nameof(text));
        Note($"Submit(\"{text}\", {stars})");
        return _world.Write(new WrittenReview(null, subject, category, note, new Rating(stars, 1, 5)))
            ?? throw new InvalidOperationException(
                $"Nobody may write a review at {Seconds(Now)}: each author waits until its last one is in a block and "
                + "long enough ago. Give the network fewer reviews of its own by Reviews(…), or more participants.");
    }

    /// <summary>Cuts the network from now on until <see cref="Heal"/>: what is sent across is lost.</summary>
    /// <param name="shape">As in a fault's text: <c>halves</c>, <c>80%</c>, <c>nodes:3,4</c>, <c>bridge:1%</c>.</param>
    /// <exception cref="ArgumentException">It is no shape, or none of so many nodes.</exception>
    public void Cut(string shape)
    {
        var (cut, error) = CutGrammar.Parse($"{shape}@0s+1s");
        if (cut is null || cut.Shape is CutShape.Swizzle)
            throw new ArgumentException(
                error ?? "A swizzle lasts for a time that is known: plan it by Cut of the builder.");
        if (cut.Shape.FaultIn(World.Nodes) is { } fault)
            throw new ArgumentException($"The cut '{shape}' cannot be made: {fault}.");
        HandFaults.Cut(cut.Shape, Now, shape, World.Nodes, _world.Seed);
        Note($"Cut(\"{shape}\")");
    }

    /// <summary>Ends all cuts that a test has made by <see cref="Cut"/>.</summary>
    public void Heal()
    {
        HandFaults.Heal(Now);
        Note("Heal()");
    }

    /// <summary>How long a round took: from the first node that began it to the last that had its block.</summary>
    /// <param name="round">1 and up.</param>
    /// <param name="of">Which nodes; none: all honest ones.</param>
    /// <returns>Null when one of them has not decided it.</returns>
    public TimeSpan? LatencyOf(long round, params IEnumerable<PoRNode> of)
    {
        var nodes = of.Select(static node => node.Number).ToHashSet();
        if (nodes.Count == 0)
            nodes = [.. HonestNodes.Select(static node => node.Number)];
        var seen = _facts.Where(seen => nodes.Contains(seen.Node)).ToList();
        var begun = seen.Where(s => s.Fact is Fact.RoundStarted f && f.Round.Number == round).Select(static s => s.At);
        var ended = seen.Where(s => s.Fact is not Fact.RoundDecided && s.Fact.Decided?.Round.Number == round)
            .GroupBy(static s => s.Node).Select(static ofNode => ofNode.Min(static s => s.At)).ToList();
        return ended.Count == nodes.Count && begun.Any() ? ended.Max() - begun.Min() : null;
    }

    /// <summary>All invariants have held so far.</summary>
    /// <exception cref="PoRNetworkException">One has not.</exception>
    public void AssertInvariants()
    {
        if (Violations.Count > 0)
            throw Broken();
    }

    /// <inheritdoc/>
    public void Dispose() => _world.Dispose();

    internal HandFaults HandFaults { get; }

    internal IReadOnlyList<CertifiedBlock> BlocksOf(int node) => _world.Blocks(node);

    /// <summary>What a test has done belongs to what repeats the run.</summary>
    internal void Note(string act) => _acts.Add($"{Seconds(Now)}: {act}");

    private void See(Fact fact) => _facts.Add(new SeenFact(Now, fact));

    private bool Run(Func<bool> condition, TimeSpan within)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(within, TimeSpan.Zero);
        var holds = false;
        try
        {
            World.Simulation.RunUntil(
                () => (holds = condition()) || (!_toleratesViolations && Violations.Count > 0), within);
        }
        catch (ActorFailedException failure)
        {
            throw Failed($"An actor has failed: {failure.Message}", [], failure);
        }

        if (!_toleratesViolations && Violations.Count > 0)
            throw Broken();
        return holds;
    }

    private PoRNetworkException Late(string what, TimeSpan? within, IEnumerable<PoRNode> concerned) =>
        Failed($"Not within {Seconds(within ?? s_limit)} of virtual time: {what}.", concerned);

    private PoRNetworkException Broken()
    {
        var first = Violations[0];
        var more = Violations.Count > 1 ? $" (the first of {Violations.Count})" : "";
        return Failed(
            $"Invariant {first.Invariant} was broken in round {first.Round} at "
                + $"{Seconds(TimeSpan.FromSeconds(first.AtSeconds))}{more}: {first.Description}",
            Nodes.Where(node => first.Description.Contains($"{node} ", StringComparison.Ordinal)));
    }

    private PoRNetworkException Failed(string what, IEnumerable<PoRNode> concerned, Exception? cause = null) =>
        new(FailureText.Of(this, what, _calls, _acts, [.. concerned]), cause);

    /// <summary>Those that are behind: mostly it is for them that a condition does not hold.</summary>
    private static IEnumerable<PoRNode> Stragglers(IEnumerable<PoRNode> nodes) => nodes.GroupBy(static n => n.Round)
        .MinBy(static ofRound => ofRound.Key)!;

    private static string ListOf(PoRNode[] nodes) => nodes.Length == 1
        ? nodes[0].ToString()
        : $"nodes {NodeRanges.Of(nodes.Select(static node => node.Number))}";

    private static string Seconds(TimeSpan time) => FailureText.Seconds(time);
}
