using System.Diagnostics;
using PoR.Actors.Contract;
using PoR.Hosting.Network;

namespace PoR.Hosting.VirtualTime;

/// <summary>Makes the effects of a turn happen, in the order of the calls.</summary>
internal sealed class EffectReleaser(HostState state)
{
    private IMessage? _latest;
    private int _latestBytes;
    private bool _isLatestUrgent;

    /// <summary>Performs all effects but Stop.</summary>
    /// <param name="self">Whose turn it was.</param>
    /// <param name="effects">What the turn asked for.</param>
    /// <param name="current">The message of the turn, for the stash.</param>
    /// <returns>Whether the actor asked to be stopped.</returns>
    public bool Release(Cell self, ReadOnlySpan<Effect> effects, in QueuedEvent current)
    {
        var asksToStop = false;
        foreach (ref readonly var effect in effects)
        {
            switch (effect.Type)
            {
                case EffectType.Send: Post(self, effect.Target!, effect.Message!); break;
                case EffectType.Publish: Publish(self, TopicOf(effect), effect.Message!); break;
                case EffectType.Subscribe: state.Topics.Subscribe(TopicOf(effect), self); break;
                case EffectType.Unsubscribe: state.Topics.Unsubscribe(TopicOf(effect), self); break;
                case EffectType.StartTimer: StartTimer(self, effect); break;
                case EffectType.CancelTimer: self.Timers?.Remove((string)effect.Tag!); break;
                case EffectType.Offload: Offload(self, (IJob)effect.Tag!, effect.Key!); break;
                case EffectType.Stash: Stash(self, current); break;
                case EffectType.UnstashAll: self.Unstash(); break;
                case EffectType.Watch: Watch(self, effect.Target!); break;
                case EffectType.Stop: asksToStop = true; break;
                case EffectType.Unhandled: CountUnhandled(self, effect.Message!); break;
                default: throw new UnreachableException($"No handler for {effect.Type}.");
            }
        }

        return asksToStop;
    }

    /// <summary>Puts a letter on its way.</summary>
    public void Post(Cell from, Cell to, IMessage message)
    {
        if (to.IsEvicted)
            to = state.Directory.Resolve(to.Address);
        var time = state.Queue.Now;
        state.Books.Sent++;
        if (from.Node != to.Node && from.Node >= 0 && to.Node >= 0)
        {
            var passage = Cross(from.Node, to.Node, message);
            if (passage.Cause != DropCause.None)
            {
                state.Books.Drop(passage.Cause);
                return;
            }

            time += passage.Delay.Ticks;
        }

        state.Books.InFlight++;
        to.InFlight++;
        state.Queue.Push(time, new QueuedEvent
        {
            Type = EventType.Letter,
            From = from,
            To = to,
            Body = message,
        });
    }

    private Passage Cross(int from, int to, IMessage message)
    {
        if (!ReferenceEquals(message, _latest))
        {
            // A fan-out sends one object many times: ask it for its size once.
            var wire = message as IWireMessage
                ?? throw new InvalidOperationException($"{message.GetType().Name} has no size.");
            (_latest, _latestBytes, _isLatestUrgent) = (message, wire.WireBytes, wire.IsUrgent);
        }

        state.Books.AcrossNodes++;
        return state.Options.Network.Route(
            new Crossing(from, to, _latestBytes, _isLatestUrgent, state.Now));
    }

    private void Publish(Cell self, Topic topic, IMessage message)
    {
        foreach (var subscriber in state.Topics.Subscribers(topic))
            Post(self, subscriber, message);
        state.Topics.Show(topic, self, state.Queue.Now, message);
    }

    private void StartTimer(Cell self, in Effect effect)
    {
        var key = (string)effect.Tag!;
        var generation = ++self.TimerGeneration;
        (self.Timers ??= new(StringComparer.Ordinal))[key] = generation;

        // While a journal wrote the turn's events, the timer may have become due.
        state.Queue.Push(Math.Max(effect.Ticks, state.Queue.Now), new QueuedEvent
        {
            Type = EventType.Timer,
            From = self,
            To = self,
            Body = effect.Message,
            Tag = key,
            Mark = generation,
        });
    }

    private void Offload(Cell self, IJob job, string key)
    {
        self.JobsRunning++;
        var due = state.Queue.Now + job.VirtualDuration.Ticks;
        state.Push(due, EventType.Job, self, state.Jobs.Submit(job, key), self.Incarnation);
    }

    private void Stash(Cell self, in QueuedEvent current)
    {
        var parked = current;
        if (current.Type == EventType.Letter)
        {
            state.Books.Delivered--;
            state.Books.InFlight++;
            self.InFlight++;
        }
        else if (current.Type == EventType.Timer)
        {
            parked.Mark = Dispatcher.AcceptedTick;
        }

        (self.Stashed ??= new Deque<QueuedEvent>()).AddLast(parked);
    }

    private void Watch(Cell self, Cell other)
    {
        if (other.IsEvicted)
            other = state.Directory.Resolve(other.Address);
        if (other.IsDead || (other.Node >= 0 && state.IsDown[other.Node]))
            Notify(self, self.Incarnation, other);
        else if (!(other.Watchers ??= []).Contains((self, self.Incarnation)))
            other.Watchers.Add((self, self.Incarnation));
    }

    /// <summary>Tells a watcher that an actor is gone.</summary>
    public void Notify(Cell watcher, long incarnation, Cell gone) =>
        state.Queue.Push(state.Queue.Now, new QueuedEvent
        {
            Type = EventType.Notice,
            From = watcher,
            To = watcher,
            Body = new Unreachable(gone.Address),
            Mark = incarnation,
        });

    private void CountUnhandled(Cell self, IMessage message)
    {
        var kind = $"{self.Kind!.Name}: {message.GetType().Name}";
        state.Unhandled[kind] = state.Unhandled.GetValueOrDefault(kind) + 1;
    }

    private static Topic TopicOf(in Effect effect) => new((string)effect.Tag!);
}
