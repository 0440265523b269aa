using System.Collections.Immutable;
using System.Globalization;
using AkkaSimulation.Networks;
using PoR.Actors.Links;
using PoR.Actors.Messages;
using PoR.Actors.Peers;
using PoR.Configuration.Profiles;
using PoR.Core.Faults;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Reviews;
using PoR.Simulation.Networks;
using PoR.Simulation.Runs;
using PoR.Simulation.Worlds;
using PoR.Wire;

namespace PoR.Simulation.Faults;

/// <summary>Finds by rehearsals when aimed faults begin, and whom they befall.</summary>
/// <remarks>
/// A rehearsal is the run without the aimed faults that are not placed yet. Runs are functions of their settings, and a
/// fault changes nothing before it begins, so the run with it comes to the moment as the rehearsal did.
/// </remarks>
public static class AimedFaults
{
    /// <summary>Places all faults of a run.</summary>
    /// <param name="settings">Of the run.</param>
    /// <param name="readFile">Reads a latency file.</param>
    /// <param name="drafts">What is written; it is asked for in each rehearsal.</param>
    /// <param name="stop">Ends the rehearsal.</param>
    /// <param name="adapt">Gives a node another setup than the honest one, as in the run; null: all are honest.</param>
    /// <returns>The settings with faults that are all placed, or one sentence that says why one cannot be.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static Parsed<SimulationSettings> Place(
        SimulationSettings settings, Func<string, string> readFile,
        Func<Action<string>, IEnumerable<WrittenReview>> drafts, CancellationToken stop,
        Func<PeerSetup, PeerSetup>? adapt = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        while (settings.Run.Faults.Any(static fault => fault.IsOpen))
        {
            var network = NetworkFactory.Create(settings, readFile);
            if (!network.IsOk)
                return Parsed<SimulationSettings>.Wrong(network.Error);
            var open = settings.Run.Faults.Where(static fault => fault.IsOpen).ToImmutableArray();
            var found = new Rehearsal(open).Run(settings, network.Value, drafts, adapt, stop);

            // The first one changes all that comes after it, so the others are looked for again.
            if (found.OrderBy(static pair => pair.Value.At).FirstOrDefault() is not { Key: { } next, Value: var hit })
                return Parsed<SimulationSettings>.Wrong(NeverCame(open[0]));
            if (hit.Trouble is { } trouble)
                return Parsed<SimulationSettings>.Wrong($"The fault '{next.Text}' cannot be aimed: {trouble}.");
            settings = settings with
            {
                Run = settings.Run with
                {
                    Faults = settings.Run.Faults.Replace(next, next.At(hit.At, hit.Node, hit.Said)),
                },
            };
        }

        return Parsed<SimulationSettings>.Ok(settings);
    }

    private static string NeverCame(Fault fault) => fault.Aim is { } aim
        ? $"The moment of '{fault.Text}' does not come in this run: "
            + (aim.Moment == AimedMoment.Proposal || fault.AimedNode == AimedNode.Leader
                ? $"round {aim.Round} has no block of a leader, or does not come."
                : $"nobody comes to it in round {aim.Round}.")
        : $"The fault '{fault.Text}' finds no leader: the round in which it begins decides no leader's block.";

    /// <summary>When a fault begins, and whom it befalls.</summary>
    private sealed record Hit(TimeSpan At, int Node, string Said)
    {
        public string? Trouble { get; init; }
    }

    /// <summary>Sees a run until the first moment has come.</summary>
    /// <param name="open">What is aimed.</param>
    private sealed class Rehearsal(ImmutableArray<Fault> open)
    {
        private readonly Dictionary<Round, PublicKey> _leaders = [];
        private readonly Dictionary<Aim, (TimeSpan At, int Node, TimeSpan Storing)> _came = [];
        private readonly Dictionary<PublicKey, int> _nodes = [];
        private readonly SortedDictionary<Round, TimeSpan> _starts = [];
        private readonly Dictionary<Fault, Hit> _hits = [];

        public Dictionary<Fault, Hit> Run(
            SimulationSettings settings, SimulatedNetwork network,
            Func<Action<string>, IEnumerable<WrittenReview>> drafts, Func<PeerSetup, PeerSetup>? adapt,
            CancellationToken stop)
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
            var heard = new Listener(network.Model, settings.Population.Nodes);
            var placed = network.Faults.RemoveAll(static fault => fault.IsOpen);
            var run = new SimulationRun(settings, network with { Faults = placed }, threads: 1, "")
            {
                Listening = heard,
                Adapt = adapt,
                IsUntilStuck = true,
                Observer = (now, fact) =>
                {
                    See(now, fact, heard);
                    if (_hits.Count == open.Length || IsFirstKnown())
                        end.Cancel();
                },
            };
            run.Execute(drafts, progress: null, end.Token);
            stop.ThrowIfCancellationRequested();
            return _hits;
        }

        private void See(TimeSpan now, Fact fact, Listener heard)
        {
            switch (fact)
            {
                case Fact.RoundStarted { Round: var round }:
                    _starts.TryAdd(round, now);
                    break;
                case Fact.QuorumSeen { Node.Index: var node, Round: var round, Step: var step }:
                    _came.TryAdd(new Aim(round, AimedMoment.Quorum, step), (now, node, default));
                    break;
                case Fact.BallotSigned { Node.Index: var node, Vote.Ballot: var ballot, Storing: var storing }:
                    _nodes[ballot.Sender] = node;
                    _came.TryAdd(
                        new Aim(ballot.Round, AimedMoment.Storing, ballot.Step), (now - (storing / 2), node, storing));
                    return; // There are many; who looks for them can wait for what comes next.
                case Fact.BlockCertified { Block: { IsEmpty: false, Header: var header } }:
                    _leaders.TryAdd(header.Round, header.Proposer!.Leader);
                    break;
                default:
                    return;
            }

            foreach (var fault in open)
            {
                if (!_hits.ContainsKey(fault) && HitOf(fault, heard) is { } hit)
                    _hits.Add(fault, hit);
            }
        }

        private Hit? HitOf(Fault fault, Listener heard)
        {
            var round = fault.Aim?.Round ?? RoundAt(fault.Start);
            int? leader = round is { } led && _leaders.TryGetValue(led, out var key)
                && _nodes.TryGetValue(key, out var at)
                ? at
                : null;
            if (fault.Aim is not { } aim)
            {
                return leader is { } there
                    ? new Hit(fault.Start, there, Said($"node {there} leads round {round}"))
                    : null;
            }

            if (aim.Moment == AimedMoment.Proposal)
            {
                return leader is { } proposer && heard.HalfHave(aim.Round, _leaders[aim.Round]) is { } half
                    ? Found(half, proposer, Said($"half of the nodes had the block of node {proposer}"), null)
                    : null;
            }

            if (!_came.TryGetValue(aim, out var moment) || (fault.AimedNode == AimedNode.Leader && leader is null))
                return null;
            var (said, trouble) = aim.Moment == AimedMoment.Quorum
                ? (Said($"node {moment.Node} was the first with a quorum of step {aim.Step}"), null)
                : (Said($"node {moment.Node} was storing the first vote of step {aim.Step}"),
                    moment.Storing > TimeSpan.Zero
                        ? null
                        : "votes are stored at once here; give disks a latency, such as disk:8ms@0s+1h");
            return fault.AimedNode == AimedNode.Leader
                ? Found(moment.At, leader!.Value, Said($"{said}, and node {leader} leads"), trouble)
                : Found(moment.At, moment.Node, said, trouble);

            // What arrives at the moment itself has come: it may be what made the moment.
            Hit Found(TimeSpan time, int node, string what, string? fails) => new(
                time + TimeSpan.FromTicks(1), node,
                Said($"at {time.TotalSeconds:0.####} s {what} in round {aim.Round}"))
            {
                Trouble = fails,
            };
        }

        /// <summary>A leader is known when its round is decided, so a moment before it can be found late.</summary>
        private bool IsFirstKnown() => _hits.Count > 0 && _starts.Count > 1
            && _starts.Values.ElementAt(_starts.Count - 2) > _hits.Values.Min(static hit => hit.At);

        /// <summary>The round that the first node was in; null as long as later ones may still begin before.</summary>
        private Round? RoundAt(TimeSpan time) => _starts.Count > 0 && _starts.Values.Last() > time
            ? _starts.Last(pair => pair.Value <= time || pair.Key == _starts.Keys.First()).Key
            : null;

        private static string Said(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Hears when whose block arrives where.</summary>
    private sealed class Listener(INetwork inner, int nodes) : INetwork
    {
        private readonly Dictionary<(Round, PublicKey), SortedDictionary<int, TimeSpan>> _arrivals = [];

        public TimeSpan MinimumDelay => inner.MinimumDelay;

        public TimeSpan ArrivalTick => inner.ArrivalTick;

        public Arrivals Route(in Crossing crossing)
        {
            var arrivals = inner.Route(crossing);
            if (arrivals.Count == 0
                || crossing.Message is not PeerHeard { Message.Message: PeerMessage.ProposalSent proposed })
                return arrivals;
            var ballot = proposed.Proposal.Vote.Ballot;
            var (to, time) = (crossing.To.Index, crossing.Now + arrivals[0].Delay);
            if (!_arrivals.TryGetValue((ballot.Round, ballot.Sender), out var heard))
                _arrivals.Add((ballot.Round, ballot.Sender), heard = []);
            if (!heard.TryGetValue(to, out var before) || time < before)
                heard[to] = time;
            return arrivals;
        }

        /// <summary>When half of the nodes have a leader's block, without the leader.</summary>
        public TimeSpan? HalfHave(Round round, PublicKey leader) =>
            _arrivals.TryGetValue((round, leader), out var heard) && heard.Count >= nodes / 2
                ? heard.Values.Order().ElementAt(Math.Max(0, (nodes / 2) - 1))
                : null;
    }
}
