using System.Text;
using Akka.Actor;
using AkkaSimulation.Networks;

namespace AkkaSimulation.Examples;

/// <summary>
/// Five members elect a leader by majority; in each term a member has one vote. The first leader's clock is slow, so
/// its heartbeats come late, and members lose patience. There is a race in how a member looks up its vote: in the usual
/// order of events it never shows, however many seeds are tried. With <see cref="Schedule.Random"/> it does.
/// </summary>
public static class LeaderElection
{
    private const int Members = 5;

    /// <summary>Tries seed after seed until a term has two leaders.</summary>
    /// <param name="schedule">How mailboxes that are ready at one time are put in order.</param>
    /// <param name="votes">How members look up their votes.</param>
    /// <param name="seeds">How many seeds to try, from 1.</param>
    /// <returns>The first run that goes wrong; null where none does.</returns>
    public static Rivals? Explore(Schedule schedule, VotingStyle votes, int seeds)
    {
        for (var seed = 1UL; seed <= (ulong)seeds; seed++)
        {
            var options = new SimulationOptions { Seed = seed, Schedule = schedule };
            using var simulation = Build(options, votes, out var elected);
            simulation.RunFor(2.Seconds());
            if (RivalsIn(elected, seed) is { } rivals)
                return rivals;
        }

        return null;
    }

    /// <summary>Runs a seed again with the log on: a run repeats bit for bit, so the same thing happens.</summary>
    /// <param name="rivals">What was found.</param>
    /// <param name="votes">As it was found.</param>
    /// <returns>The votes of the member that voted twice, each with what led to it.</returns>
    public static string Explain(Rivals rivals, VotingStyle votes)
    {
        var options = new SimulationOptions { Seed = rivals.Seed, Schedule = Schedule.Random, Log = LogMode.All };
        using var simulation = Build(options, votes, out _);
        simulation.RunFor(2.Seconds());

        var granted = simulation.Log.Entries(e =>
            e is { Kind: LogKind.Sent, Type: nameof(VoteGranted) } && e.Text.Contains($"Term = {rivals.Term}"));
        var twice = granted.GroupBy(static e => e.From).First(static votes => votes.Count() > 1);
        var text = new StringBuilder(
            $"Seed {rivals.Seed}, term {rivals.Term}: {twice.Key} voted {twice.Count()} times.");
        foreach (var vote in twice)
            text.AppendLine().AppendJoin(Environment.NewLine + "  because ", simulation.Log.CausesOf(vote));
        return text.ToString();
    }

    private static Simulation Build(SimulationOptions options, VotingStyle votes, out List<Elected> elected)
    {
        var simulation = new Simulation(options) { Network = new UniformNetwork(10.Milliseconds(), 10.Milliseconds()) };
        var members = new IActorRef[Members];
        var seen = elected = [];
        foreach (var node in simulation.AddNodes(Members, static _ => { }))
            members[node.Index] = node.Find("/user/member");
        foreach (var node in simulation.Nodes)
        {
            node.Observe<Elected>(seen.Add);
            node.System.ActorOf(MemberActor.Props(node.Index, members, votes), "member");
        }

        // A quartz is off by some parts per million; a clock on a busy virtual machine may lose a tenth for a while.
        simulation.Nodes[0].Clock.Drift(partsPerMillion: -100_000);
        return simulation;
    }

    private static Rivals? RivalsIn(IEnumerable<Elected> elected, ulong seed) =>
        elected.GroupBy(static e => e.Term)
            .Where(static term => term.Select(static e => e.Member).Distinct().Count() > 1)
            .Select(term => new Rivals(seed, term.Key, [.. term.Select(static e => e.Member).Distinct().Order()]))
            .FirstOrDefault();

    /// <summary>Two leaders in one term.</summary>
    /// <param name="Seed">The seed that shows it.</param>
    /// <param name="Term">The term.</param>
    /// <param name="Leaders">The leaders.</param>
    public sealed record Rivals(ulong Seed, int Term, IReadOnlyList<int> Leaders);

    /// <summary>How a member looks up its vote in its vote book, which is an actor of its own.</summary>
    public enum VotingStyle
    {
        /// <summary>The race: it asks whether the vote is free, and writes it down when it hears that it is.</summary>
        CheckThenAct,

        /// <summary>The cure: it asks the book to cast the vote; whoever owns the state decides, in one turn.</summary>
        OneMessage,
    }

    // What follows are plain Akka.NET actors. They would run in production as they are.

    /// <summary>The leader of a term is alive.</summary>
    /// <param name="Term">The term.</param>
    public sealed record Heartbeat(int Term);

    /// <summary>A member wants to be elected.</summary>
    /// <param name="Term">For which term.</param>
    /// <param name="Candidate">The member.</param>
    public sealed record RequestVote(int Term, int Candidate);

    /// <summary>A member has given its vote.</summary>
    /// <param name="Term">For which term.</param>
    /// <param name="Voter">The member.</param>
    public sealed record VoteGranted(int Term, int Voter);

    /// <summary>Published by a member that has a majority.</summary>
    /// <param name="Term">The term.</param>
    /// <param name="Member">The member.</param>
    public sealed record Elected(int Term, int Member);

    /// <summary>One member: follower, candidate or leader.</summary>
    public sealed class MemberActor : ReceiveActor, IWithTimers
    {
        private static readonly TimeSpan s_heartbeat = TimeSpan.FromMilliseconds(100);
        private readonly int _index;
        private readonly IReadOnlyList<IActorRef> _members;
        private readonly VotingStyle _votes;
        private readonly RandomStream _random;
        private readonly IActorRef _book;
        private readonly HashSet<int> _granted = [];
        private int _term = 1;
        private bool _isLeader;

        /// <summary>A member.</summary>
        /// <param name="index">Its place among the members; the first one leads the first term.</param>
        /// <param name="members">All members.</param>
        /// <param name="votes">How it looks up its vote.</param>
        public MemberActor(int index, IReadOnlyList<IActorRef> members, VotingStyle votes)
        {
            (_index, _members, _votes) = (index, members, votes);
            _random = Context.System.RandomFor(Self);
            _book = Context.ActorOf(Akka.Actor.Props.Create(static () => new VoteBookActor()), "votes");
            Receive<Heartbeat>(OnHeartbeat);
            Receive<HeartbeatIsDue>(_ => TellOthers(new Heartbeat(_term)));
            Receive<PatienceIsOver>(_ => StandForElection());
            Receive<RequestVote>(OnRequest);
            Receive<VoteBookActor.Free>(OnFree);
            Receive<VoteBookActor.Cast>(m => Grant(m.Request));
            Receive<VoteGranted>(OnGranted);
        }

        /// <inheritdoc/>
        public ITimerScheduler Timers { get; set; } = null!;

        /// <summary>How it is made.</summary>
        /// <param name="index">Its place among the members.</param>
        /// <param name="members">All members.</param>
        /// <param name="votes">How it looks up its vote.</param>
        /// <returns>Its Props.</returns>
        public static Props Props(int index, IReadOnlyList<IActorRef> members, VotingStyle votes) =>
            Akka.Actor.Props.Create(() => new MemberActor(index, members, votes));

        /// <inheritdoc/>
        protected override void PreStart()
        {
            if (_index == 0)
                Lead();
            else
                WaitForHeartbeat();
        }

        private void OnHeartbeat(Heartbeat heartbeat)
        {
            if (heartbeat.Term < _term)
                return;
            Follow(heartbeat.Term);
            WaitForHeartbeat();
        }

        private void StandForElection()
        {
            Follow(_term + 1);
            WaitForHeartbeat();
            _book.Tell(new VoteBookActor.Write(new RequestVote(_term, _index)));
            _granted.Add(_index);
            TellOthers(new RequestVote(_term, _index));
        }

        private void OnRequest(RequestVote request)
        {
            if (request.Term < _term)
                return;
            if (request.Term > _term)
                Follow(request.Term);
            _book.Tell(_votes == VotingStyle.CheckThenAct
                ? new VoteBookActor.IsFree(request)
                : new VoteBookActor.CastIfFree(request));
        }

        private void OnFree(VoteBookActor.Free free)
        {
            // The planted race: between the question and this answer, the vote may have been promised to another
            // candidate.
            _book.Tell(new VoteBookActor.Write(free.Request));
            Grant(free.Request);
        }

        private void Grant(RequestVote request)
        {
            WaitForHeartbeat();
            _members[request.Candidate].Tell(new VoteGranted(request.Term, _index));
        }

        private void OnGranted(VoteGranted vote)
        {
            if (vote.Term == _term && _granted.Add(vote.Voter) && !_isLeader && _granted.Count > _members.Count / 2)
                Lead();
        }

        private void Lead()
        {
            _isLeader = true;
            Timers.Cancel(nameof(PatienceIsOver));
            Context.System.EventStream.Publish(new Elected(_term, _index));
            TellOthers(new Heartbeat(_term));
            Timers.StartPeriodicTimer(nameof(HeartbeatIsDue), new HeartbeatIsDue(), s_heartbeat);
        }

        private void Follow(int term)
        {
            if (term > _term)
                _granted.Clear();
            (_term, _isLeader) = (term, false);
            Timers.Cancel(nameof(HeartbeatIsDue));
        }

        /// <summary>
        /// A little more than the time between heartbeats, drawn anew each time, so that rivals are rare.
        /// </summary>
        private void WaitForHeartbeat()
        {
            var patience = s_heartbeat + TimeSpan.FromMilliseconds(5 + _random.Next(20));
            Timers.StartSingleTimer(nameof(PatienceIsOver), new PatienceIsOver(), patience);
        }

        private void TellOthers(object message)
        {
            for (var i = 0; i < _members.Count; i++)
            {
                if (i != _index)
                    _members[i].Tell(message);
            }
        }

        private sealed record HeartbeatIsDue;

        private sealed record PatienceIsOver;
    }

    /// <summary>
    /// Remembers the vote of each term; an actor of its own, since in earnest it would write to a disk.
    /// </summary>
    public sealed class VoteBookActor : ReceiveActor
    {
        private readonly Dictionary<int, int> _votes = [];

        /// <summary>An empty book.</summary>
        public VoteBookActor()
        {
            Receive<IsFree>(m =>
            {
                if (IsFreeFor(m.Request))
                    Sender.Tell(new Free(m.Request));
            });
            Receive<Write>(m => _votes[m.Request.Term] = m.Request.Candidate);
            Receive<CastIfFree>(m =>
            {
                if (!IsFreeFor(m.Request))
                    return;
                _votes[m.Request.Term] = m.Request.Candidate;
                Sender.Tell(new Cast(m.Request));
            });
        }

        private bool IsFreeFor(RequestVote request) =>
            !_votes.TryGetValue(request.Term, out var candidate) || candidate == request.Candidate;

        /// <summary>Is the vote still free?</summary>
        /// <param name="Request">Who wants it.</param>
        public sealed record IsFree(RequestVote Request);

        /// <summary>The vote was free when the question came.</summary>
        /// <param name="Request">Who wants it.</param>
        public sealed record Free(RequestVote Request);

        /// <summary>The vote is given.</summary>
        /// <param name="Request">Who gets it.</param>
        public sealed record Write(RequestVote Request);

        /// <summary>Gives the vote if it is free.</summary>
        /// <param name="Request">Who wants it.</param>
        public sealed record CastIfFree(RequestVote Request);

        /// <summary>The vote was free and is given.</summary>
        /// <param name="Request">Who got it.</param>
        public sealed record Cast(RequestVote Request);
    }
}
