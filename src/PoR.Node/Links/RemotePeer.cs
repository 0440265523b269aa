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
    /// <summary>So long at an exhausted bucket is a fault.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly PeerScore _score = new();
    private readonly RecentSet _said = new(RecentSet.DefaultCapacity);
    private readonly TokenBucket _messages = new(limits.Messages.PerSecond, limits.Messages.Burst, now);
    private readonly TokenBucket _bytes = new(limits.Bytes.PerSecond, limits.Bytes.Burst, now);
    private readonly TokenBucket _checks = new(limits.CheckMilliseconds.PerSecond, limits.CheckMilliseconds.Burst, now);
    private TimeSpan _waited;
    private PeerConnection? _live;

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

    /// <summary>Whether it has said a message lately.</summary>
    public bool HasSaid(Digest message)
    {
        lock (_gate)
            return _said.Contains(message.Bytes);
    }

    /// <summary>Charges what a frame costs.</summary>
    /// <param name="bytes">Of the frame.</param>
    /// <param name="heard">The messages that it has brought.</param>
    /// <param name="time">By the link's clock.</param>
    /// <param name="isExhausted">Whether the peer has sent too much for too long.</param>
    /// <returns>How long to wait before more is read.</returns>
    public TimeSpan Charge(int bytes, ImmutableArray<EncodedMessage> heard, TimeSpan time, out bool isExhausted)
    {
        lock (_gate)
        {
            var cost = heard.Sum(message => CostOf(message.Message, message.Digest));
            var volume = _bytes.Use(bytes, time);
            var messages = _messages.Use(heard.Length, time);
            var checks = _checks.Use(cost, time);

            // Bytes only wait: a peer that answers many questions sends as fast as it can, and knows no limit.
            var tooMuch = messages > checks ? messages : checks;
            _waited = tooMuch > TimeSpan.Zero ? _waited + tooMuch : TimeSpan.Zero;
            isExhausted = _waited >= s_patience;
            if (isExhausted)
                _waited = TimeSpan.Zero;
            return tooMuch > volume ? tooMuch : volume;
        }
    }

    /// <summary>What checks of a message take; what was said before is not checked again.</summary>
    private double CostOf(PeerMessage message, Digest digest)
    {
        if (message is PeerMessage.Repeated { Own: var own })
            return own.Sum(one => CostOf(one, EncodedMessage.Of(one).Digest));
        return _said.Add(digest.Bytes) ? CheckCosts.Of(message) : 0;
    }
}
