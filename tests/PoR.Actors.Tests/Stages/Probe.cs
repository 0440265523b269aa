using Akka.Actor;
using PoR.Actors.Participants;

namespace PoR.Actors.Tests.Stages;

/// <summary>A neighbour, which notes what it hears; it may be the parent of actors under test.</summary>
internal sealed class Probe : UntypedActor
{
    private readonly List<Heard> _heard;

    public Probe(List<Heard> heard, IReadOnlyList<(string Name, Props Props)> children)
    {
        _heard = heard;
        foreach (var (name, props) in children)
            Context.ActorOf(props, name);
    }

    /// <summary>A child that fails ends the run.</summary>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(static _ => Directive.Escalate);

    protected override void OnReceive(object message)
    {
        var (by, heard) = message switch
        {
            ToParticipant m => (m.Key.ToString(), m.Message),
            ToParticipants m => (Self.Path.Name, m.Message),
            _ => (Self.Path.Name, message),
        };
        _heard.Add(new Heard(by, Context.System.Scheduler.MonotonicClock, heard));
    }
}
