using Akka.Actor;
using AkkaSimulation.Networks;

namespace AkkaSimulation.Examples;

/// <summary>
/// A client asks a server for prices. It waits two seconds for an answer, asks three times, and then gives up. What
/// happens while the network between the two is cut for ten seconds?
/// </summary>
public static class RequestReply
{
    /// <summary>Runs half a minute of it.</summary>
    /// <param name="seed">Decides about the delays.</param>
    /// <returns>What came of each request.</returns>
    public static Result Run(ulong seed)
    {
        using var simulation = new Simulation(new SimulationOptions { Seed = seed });

        // Letters take 5 to 80 ms; from 10 s to 20 s none gets through.
        simulation.Network = new Cut(
            new UniformNetwork(5.Milliseconds(), 80.Milliseconds()),
            isCut: static (from, to) => true,
            from: 10.Seconds(),
            until: 20.Seconds());

        var server = simulation.AddNode(static node => node.System.ActorOf<PriceServerActor>("prices"));
        var client = simulation.AddNode(node =>
            node.System.ActorOf(PriceClientActor.Props(server.Find("/user/prices")), "client"));

        // Observers hear what actors publish to their EventStream.
        var outcomes = new List<Outcome>();
        client.Observe<Outcome>(outcomes.Add);

        simulation.RunFor(30.Seconds());
        return new Result(outcomes, simulation.Letters, simulation.TraceHash);
    }

    /// <summary>What came of a run.</summary>
    /// <param name="Outcomes">In the order in which they became known.</param>
    /// <param name="Letters">Where all letters went.</param>
    /// <param name="TraceHash">The run's fingerprint: the same seed gives the same one.</param>
    public sealed record Result(IReadOnlyList<Outcome> Outcomes, LetterCounts Letters, string TraceHash);

    // What follows are plain Akka.NET actors. They would run in production as they are.

    /// <summary>What does an article cost?</summary>
    /// <param name="Request">The client's own number.</param>
    /// <param name="Article">Which article.</param>
    public sealed record GetPrice(int Request, string Article);

    /// <summary>The answer.</summary>
    /// <param name="Request">To which request.</param>
    /// <param name="Cents">The price.</param>
    public sealed record Price(int Request, int Cents);

    /// <summary>Published once for each request.</summary>
    /// <param name="Request">Which request.</param>
    /// <param name="Cents">The price; null where the server did not answer in time.</param>
    /// <param name="Tries">How often it was asked.</param>
    public sealed record Outcome(int Request, int? Cents, int Tries);

    /// <summary>Knows all prices.</summary>
    public sealed class PriceServerActor : ReceiveActor
    {
        /// <summary>A server.</summary>
        public PriceServerActor() =>
            Receive<GetPrice>(m => Sender.Tell(new Price(m.Request, 100 * m.Article.Length)));
    }

    /// <summary>Asks for a price every second.</summary>
    public sealed class PriceClientActor : ReceiveActor, IWithTimers
    {
        private const int TriesMax = 3;
        private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);
        private readonly IActorRef _server;
        private readonly Dictionary<int, int> _tries = [];
        private int _requests;

        /// <summary>A client.</summary>
        /// <param name="server">Whom it asks.</param>
        public PriceClientActor(IActorRef server)
        {
            _server = server;
            Receive<NextRequest>(_ => Ask(++_requests));
            Receive<Price>(OnPrice);
            Receive<AnswerIsDue>(m => OnSilence(m.Request));
        }

        /// <inheritdoc/>
        public ITimerScheduler Timers { get; set; } = null!;

        /// <summary>How it is made.</summary>
        /// <param name="server">Whom it asks.</param>
        /// <returns>Its Props.</returns>
        public static Props Props(IActorRef server) => Akka.Actor.Props.Create(() => new PriceClientActor(server));

        /// <inheritdoc/>
        protected override void PreStart() =>
            Timers.StartPeriodicTimer(nameof(NextRequest), new NextRequest(), TimeSpan.FromSeconds(1));

        private void Ask(int request)
        {
            _tries[request] = _tries.GetValueOrDefault(request) + 1;
            Timers.StartSingleTimer(request, new AnswerIsDue(request), s_patience);
            _server.Tell(new GetPrice(request, "umbrella"));
        }

        private void OnPrice(Price price)
        {
            // An answer to a request that was given up, or a second answer to one that was repeated, comes too late.
            if (!_tries.Remove(price.Request, out var tries))
                return;
            Timers.Cancel(price.Request);
            Context.System.EventStream.Publish(new Outcome(price.Request, price.Cents, tries));
        }

        private void OnSilence(int request)
        {
            if (_tries[request] < TriesMax)
            {
                Ask(request);
                return;
            }

            _tries.Remove(request, out var tries);
            Context.System.EventStream.Publish(new Outcome(request, null, tries));
        }

        private sealed record NextRequest;

        private sealed record AnswerIsDue(int Request);
    }
}
