using System.Collections.Immutable;
using Akka.Actor;
using PoR.Core.Cuts;
using PoR.Core.Hashing;
using PoR.Wire;

namespace PoR.Actors.Links;

/// <summary>
/// Makes cuts of the protocol's links, and of nothing else: what a peer says to one on the other side is dropped, or
/// waits until the cut heals. Each peer filters what it says, so all peers of an experiment need the same cuts.
/// </summary>
/// <param name="inner">Carries what passes; nobody else may use it.</param>
/// <param name="scheduler">Of the peer's system: its clock says when a cut is active.</param>
/// <param name="peers">How many peers the network has.</param>
/// <remarks>
/// A message meets a cut that is active when it is said. In the simulation one that would arrive during a cut meets
/// it, too; here nobody knows how long it will be on its way.
/// </remarks>
public sealed class LinkFilter(IPeerLink inner, IScheduler scheduler, int peers) : IPeerLink
{
    private const long HeldBytesMax = 16 * 1024 * 1024;
    private static readonly TimeSpan s_waitLeast = TimeSpan.FromMilliseconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<NodeId, Queue<EncodedMessage>> _held = [];
    private ImmutableArray<PlacedCut> _cuts = [];
    private DateTimeOffset _start;
    private long _heldBytes;
    private long _dropped;
    private bool _isArmed;

    /// <inheritdoc/>
    public NodeId Self => inner.Self;

    /// <summary>Messages that cuts have dropped.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>These cuts hold from now on, instead of those before.</summary>
    /// <param name="cuts">Each must divide the peers.</param>
    /// <param name="start">From when their times count.</param>
    /// <exception cref="ArgumentException">A cut cannot divide so many peers.</exception>
    public void Set(ImmutableArray<Cut> cuts, DateTimeOffset start)
    {
        ImmutableArray<PlacedCut> placed = [.. cuts.Select(cut => new PlacedCut(cut, peers))];
        lock (_gate)
        {
            (_cuts, _start) = (placed, start);
            Release();
        }
    }

    /// <inheritdoc/>
    public void Listen(IActorRef receiver) => inner.Listen(receiver);

    /// <inheritdoc/>
    public SendVerdict Send(NodeId to, EncodedMessage message)
    {
        lock (_gate)
            return Active() is [] && _held.Count == 0 ? inner.Send(to, message) : Judge(Active(), to, message);
    }

    /// <inheritdoc/>
    public void SendAll(ImmutableArray<NodeId> to, EncodedMessage message)
    {
        lock (_gate)
        {
            var active = Active();
            if (active is [] && _held.Count == 0)
            {
                inner.SendAll(to, message);
                return;
            }

            foreach (var peer in to)
                Judge(active, peer, message);
        }
    }

    /// <inheritdoc/>
    public void Taken(PeerHeard heard) => inner.Taken(heard);

    /// <inheritdoc/>
    public void Forged(Digest message) => inner.Forged(message);

    /// <inheritdoc/>
    public void Fault(NodeId peer, PeerFault fault) => inner.Fault(peer, fault);

    private ImmutableArray<PlacedCut> Active()
    {
        if (_cuts.IsEmpty)
            return [];
        var time = scheduler.Now - _start;
        return _cuts.All(cut => !cut.Cut.IsActive(time)) ? [] : [.. _cuts.Where(cut => cut.Cut.IsActive(time))];
    }

    private SendVerdict Judge(ImmutableArray<PlacedCut> active, NodeId to, EncodedMessage message)
    {
        var cut = active.FirstOrDefault(cut => cut.Separates(Self.Index, to.Index))?.Cut;
        if (cut is { IsDelayed: not true })
        {
            Interlocked.Increment(ref _dropped);
            return SendVerdict.Dropped;
        }

        if (cut is null && !_held.ContainsKey(to))
            return inner.Send(to, message);
        if (!_held.TryGetValue(to, out var held))
            _held.Add(to, held = new Queue<EncodedMessage>());
        held.Enqueue(message);
        _heldBytes += message.Length;
        while (_heldBytes > HeldBytesMax && held.TryDequeue(out var oldest))
        {
            _heldBytes -= oldest.Length;
            Interlocked.Increment(ref _dropped);
        }

        Arm();
        return SendVerdict.Queued;
    }

    /// <summary>What waits for a peer goes, in its order, unless a cut still holds it.</summary>
    private void Release()
    {
        var active = Active();
        foreach (var (to, held) in _held.ToArray())
        {
            if (active.Any(cut => cut.Separates(Self.Index, to.Index)))
                continue;
            _held.Remove(to);
            foreach (var message in held)
            {
                _heldBytes -= message.Length;
                inner.Send(to, message);
            }
        }

        Arm();
    }

    /// <summary>Looks again when the next cut heals. A timer may come too early, so there is a least wait.</summary>
    private void Arm()
    {
        if (_isArmed || _held.Count == 0)
            return;
        _isArmed = true;
        var healed = Active().Select(cut => cut.Cut.End).Append(TimeSpan.MaxValue).Min();
        var wait = healed == TimeSpan.MaxValue ? TimeSpan.Zero : _start + healed - scheduler.Now;
        scheduler.Advanced.ScheduleOnce(wait > s_waitLeast ? wait : s_waitLeast, () =>
        {
            lock (_gate)
            {
                _isArmed = false;
                Release();
            }
        });
    }
}
