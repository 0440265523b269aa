using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using AkkaSimulation.Dispatch;
using AkkaSimulation.Nodes;

namespace AkkaSimulation.Tracing;

/// <summary>
/// Sees a message that was changed between its sending and its delivery, by the bytes that it writes into the trace. A
/// message that writes none is not looked at: its fields may hold caches, which may change.
/// </summary>
/// <remarks>
/// What is kept hangs on the message and goes with it: one fingerprint, and one for each letter with which the same
/// object was sent in another state.
/// </remarks>
internal sealed class MessageCheck(Simulation simulation)
{
    private readonly ConditionalWeakTable<object, Sendings> _sent = [];

    /// <summary>A message was told.</summary>
    public void Sent(SimulatedNode node, object message, LetterNumber letter)
    {
        try
        {
            if (FingerprintOf(node, message) is { } fingerprint)
                _sent.GetValue(message, _ => new Sendings(fingerprint)).Add(letter, fingerprint);
        }
        catch (Exception failure)
        {
            // Akka swallows exceptions that are thrown during a Tell, so the failure is kept and thrown to the driver
            // of the run.
            simulation.Failed(node, failure);
        }
    }

    /// <summary>A message reached its actor.</summary>
    public void Delivered(SimulatedNode node, SimulationMailboxQueue queue, in MailboxItem item)
    {
        var message = item.Envelope.Message;

        // A letter that comes out of a stash was looked at before; what a network put in a message's place was not
        // sent.
        if (item.Letter == default || !_sent.TryGetValue(message, out var sendings))
            return;
        if (FingerprintOf(node, message) == sendings.Of(item.Letter))
            return;
        var (from, to) = (NodeLog.PathOf(item.Envelope.Sender), NodeLog.PathOf(queue.Owner));
        simulation.Violated(
            ViolationKind.MessageChanged,
            node,
            $"{NodeLog.NameOf(message)} from {from} to {to} was changed after it was sent (letter {item.Letter})",
            "an immutable message, or a copy of what changes");
    }

    private static ulong? FingerprintOf(SimulatedNode node, object message)
    {
        if (!node.Trace.IsTraced(message))
            return null;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(node.Trace.BytesOf(message), hash);
        return BitConverter.ToUInt64(hash);
    }

    /// <summary>How one object was sent.</summary>
    private sealed class Sendings(ulong first)
    {
        private readonly Dictionary<LetterNumber, ulong> _others = [];

        public void Add(LetterNumber letter, ulong fingerprint)
        {
            if (fingerprint == first)
                return;
            lock (_others)
                _others[letter] = fingerprint;
        }

        public ulong Of(LetterNumber letter)
        {
            lock (_others)
                return _others.GetValueOrDefault(letter, first);
        }
    }
}
