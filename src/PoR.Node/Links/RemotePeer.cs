using System.Collections.Immutable;
using PoR.Actors;
using PoR.Actors.Gossiping;
using PoR.Actors.Links;
using PoR.Configuration.Profiles;
using PoR.Core.Hashing;
using PoR.Core.Identities;
using PoR.Wire;

namespace PoR.Node.Links;

/// <summary>What a link knows of another peer, across connections, so that a new one gives no new rights.</summary>
/// <param name="id">Its index.</param>
/// <param name="identity">Its key.</param>
/// <param name="limits">What it may use.</param>
/// <param name="now">By the link's clock.</param>
internal sealed class RemotePeer(NodeId id, PublicKey identity, LinkSettings limits, TimeSpan now)
{
    // A peer dials 6 times in its first 12 seconds, then each 10. One that is started anew each time needs longer.
    private const int ArrivalsPerSecond = 1;
    private const int ArrivalsBurst = 10;

    private readonly Lock _gate = new();
    private readonly PeerScore _score = new();
    private readonly RecentSet _said = new(RecentSet.DefaultCapacity);
    private readonly TokenBucket _messages = new(limits.Messages.PerSecond, limits.Messages.Burst, now);
    private readonly TokenBucket _bytes = new(limits.Bytes.PerSecond, limits.Bytes.Burst, now);
    private readonly TokenBucket _checks = new(limits.CheckMilliseconds.PerSecond, limits.CheckMilliseconds.Burst, now);
    private readonly TokenBucket _arrivals = new(ArrivalsPerSecond, ArrivalsBurst, now);
    private PeerConnection? _live;
    private bool _isClockFar;

    /// <summary>Its index.</summary>
    public NodeId Id => id;

    /// <summary>Its key.</summary>
    public PublicKey Identity => identity;

    /// <summary>The connection over which it is reached; null: none.</summary>
    public PeerConnection? Live
    {
        get => Volatile.Read(ref _live);
        set => Volatile.Write(ref _live, value);
    }

    /// <summary>Its points now.</summary>
    public int PointsAt(TimeSpan time)
    {
        lock (_gate)
            return _score.At(time);
    }

    /// <summary>Adds the points of a fault.</summary>
    /// <returns>Whether it is banned for it; then its points begin anew.</returns>
    public bool Fault(PeerFault fault, TimeSpan time)
    {
        lock (_gate)
        {
            if (!_score.Add(fault, time))
                return false;
            _score.Clear();
            return true;
        }
    }

    /// <summary>It has dialled this peer.</summary>
    /// <returns>False: it comes again and again, faster than any peer of ours.</returns>
    public bool MayComeIn(TimeSpan time)
    {
        lock (_gate)
            return _arrivals.TryUse(1, time);
    }

    /// <summary>Its clock has been compared with the own one.</summary>
    /// <returns>Whether it is far from it now, and was not before.</returns>
    public bool SeesClock(bool isFar)
    {
        lock (_gate)
        {
            var isNew = isFar && !_isClockFar;
            _isClockFar = isFar;
            return isNew;
        }
    }

    /// <summary>Whether it has said a message lately.</summary>
    public bool HasSaid(Digest message)
    {
        lock (_gate)
            return _said.Contains(message.Bytes);
    }

    /// <summary>
    /// Charges what a frame costs. To be above a limit is no fault: no peer knows the limits of another, an honest one
    /// has bursts, and a hostile one may stay just below them for ever.
    /// </summary>
    /// <param name="bytes">Of the frame.</param>
    /// <param name="heard">The messages that it has brought.</param>
    /// <param name="time">By the link's clock.</param>
    /// <returns>How long to wait before more is read.</returns>
    public TimeSpan Charge(int bytes, ImmutableArray<EncodedMessage> heard, TimeSpan time)
    {
        lock (_gate)
        {
            var wait = Longer(_bytes.Use(bytes, time), _messages.Use(heard.Length, time));
            return Longer(wait, _checks.Use(heard.Sum(CostOf), time));
        }
    }

    /// <summary>
    /// Charges what the peer is given because it has asked: bytes as if it had sent them, and the time that they take.
    /// </summary>
    public void ChargeAnswer(EncodedMessage message, TimeSpan time)
    {
        if (message.Message is not (PeerMessage.ChainSent or PeerMessage.BlockSent))
            return;
        lock (_gate)
        {
            _bytes.Use(message.Length, time);
            _checks.Use(CheckCosts.OfAnswer(message.Length), time);
        }
    }

    /// <summary>
    /// What a message takes. What was said before is not checked again, but a question is answered again.
    /// </summary>
    private double CostOf(EncodedMessage message) => message.Message switch
    {
        PeerMessage.Repeated repeated =>
            repeated.Own.Sum(one => CostOf(EncodedMessage.Of(one)))
            + (repeated.Certificate is { Certificate: var certificate }
                ? CostOf(EncodedMessage.Of(new PeerMessage.CertificateSent(certificate)))
                : 0),
        PeerMessage.ChainSent or PeerMessage.BlockSent => 0, // It was asked for; the gossip drops what was not.
        var question when CheckCosts.IsQuestion(question) => CheckCosts.Of(question),
        var other => _said.Add(message.Digest.Bytes) ? CheckCosts.Of(other) : 0,
    };

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
