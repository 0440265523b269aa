using Akka.Actor;
using AkkaSimulation;
using PoR.Actors;
using PoR.Actors.Messages;
using PoR.Actors.Participants;
using PoR.Core.Identities;

namespace PoR.Persistence.Keys;

/// <summary>
/// Stores the one-time keys of a peer's participants anew each so many rounds, so that what was spent cannot be derived
/// from the store. Participants hand their keys out themselves, between two of their messages. What cannot be stored is
/// told and tried again when the next rounds have passed.
/// </summary>
public sealed class KeyRewriterActor : ReceiveActor
{
    /// <summary>How many rounds pass, unless a test wants fewer.</summary>
    public const int Every = 100;

    private const int BatchMax = 256;
    private static readonly ToParticipants s_due = new(ParticipantMessage.KeysDue.Instance);

    private readonly NodeId _node;
    private readonly KeyRing _keys;

    // One of each participant: a later state takes the place of an earlier one.
    private readonly Dictionary<PublicKey, KeysExported> _waiting = [];

    private long? _period;
    private bool _isWriting;

    /// <summary>A rewriter that waits for rounds of its peer.</summary>
    /// <param name="node">The peer.</param>
    /// <param name="participants">Hands a message to all participants that live here.</param>
    /// <param name="keys">Of a store that has them.</param>
    /// <param name="every">Rounds, 1 and up.</param>
    public KeyRewriterActor(NodeId node, IActorRef participants, KeyRing keys, int every)
    {
        (_node, _keys) = (node, keys);
        Receive<Fact.RoundStarted>(started =>
        {
            var period = started.Round.Number / every;
            if (_period is { } last && period > last)
                participants.Tell(s_due);
            _period = period;
        });
        Receive<KeysExported>(exported =>
        {
            _waiting[exported.Key] = exported;
            Write();
        });
        Receive<Written>(written => OnWritten(written.Fault));
        Receive<Status.Failure>(failure => OnWritten(failure.Cause.Message));
        Context.System.EventStream.Subscribe(Self, typeof(Fact.RoundStarted));
    }

    /// <summary>See the constructor.</summary>
    public static Props Props(NodeId node, IActorRef participants, KeyRing keys, int every = Every) =>
        Akka.Actor.Props.Create(() => new KeyRewriterActor(node, participants, keys, every));

    /// <summary>One write at a time: what comes meanwhile is stored together after it.</summary>
    private void Write()
    {
        if (_isWriting || _waiting.Count == 0)
            return;
        KeysExported[] batch = [.. _waiting.Values.Take(BatchMax)];
        foreach (var one in batch)
            _waiting.Remove(one.Key);
        _isWriting = true;
        Context.System.OffloadWaiting(() => new Written(_keys.Rewrite(batch)?.Sentence), TimeSpan.Zero).PipeTo(Self);
    }

    private void OnWritten(string? fault)
    {
        _isWriting = false;
        if (fault is not null)
            Context.System.EventStream.Publish(new Fact.StorageFailed(_node, $"Keys were not rewritten: {fault}"));
        Write();
    }

    private sealed record Written(string? Fault);
}
