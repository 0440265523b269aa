using System.Collections.Immutable;
using AkkaSimulation;
using PoR.Core.Faults;
using PoR.Wire;

namespace PoR.Actors.Links;

/// <summary>
/// What faults make of messages, in a simulation and between running peers alike. A function of the seed and of the
/// messages of the sender before, so what one sender's thread asks needs no lock against another's.
/// </summary>
public sealed class LinkFates
{
    // A cut that flaps ends so often, and a node that goes off comes back once.
    private const int HoldsOfCutMax = Cut.FlapsMax + 3;
    private const int Million = 1_000_000;
    private static readonly WireLimits s_anyLength = new(int.MaxValue);

    private readonly ImmutableArray<PlacedCut> _cuts;
    private readonly ImmutableArray<PlacedTrouble> _troubles;

    /// <summary>Faults of a network.</summary>
    /// <param name="faults">Each must be possible with so many nodes.</param>
    /// <param name="nodes">How many nodes there are.</param>
    /// <param name="seed">Draws what is left to chance; peers of one network need the same.</param>
    /// <exception cref="ArgumentException">A fault cannot be made of so many nodes.</exception>
    public LinkFates(ImmutableArray<LinkFault> faults, int nodes, ulong seed)
    {
        _cuts = [.. faults.OfType<Cut>().Select(cut => new PlacedCut(cut, nodes, seed))];
        _troubles =
        [
            .. faults.OfType<LinkTrouble>().Select((trouble, index) => new PlacedTrouble(trouble, nodes, seed, index)),
        ];
    }

    /// <summary>Whether there are any.</summary>
    public bool IsEmpty => _cuts.IsEmpty && _troubles.IsEmpty;

    /// <summary>Whether any fault is there.</summary>
    /// <param name="time">By the run's clock.</param>
    public bool IsActive(TimeSpan time)
    {
        foreach (var cut in _cuts)
        {
            if (cut.Cut.IsActive(time))
                return true;
        }

        foreach (var trouble in _troubles)
        {
            if (trouble.Fault.IsActive(time))
                return true;
        }

        return false;
    }

    /// <summary>Decides about a message.</summary>
    /// <remarks>
    /// It meets a cut that is there when it departs or would arrive. One that a cut holds back departs when the cut
    /// heals, and may then meet another one. All else is decided at its departure.
    /// </remarks>
    /// <param name="passage">The message as the network alone would carry it.</param>
    public LinkFate Of(LinkPassage passage)
    {
        foreach (var trouble in _troubles)
            passage = trouble.Uplink(passage);
        var travel = passage.ArrivesAt - passage.DepartsAt;
        for (var holds = 0; ; holds++)
        {
            if (IsDropped(passage))
                return new LinkFate(LinkLoss.Cut, passage.ArrivesAt);
            if (HeldUntil(passage) is not { } until)
                break;
            if (holds == _cuts.Length * HoldsOfCutMax)
                throw new InvalidOperationException($"A message was held {holds} times.");
            passage = passage with { DepartsAt = until, ArrivesAt = until + travel };
        }

        var fate = new LinkFate(null, passage.ArrivesAt);
        foreach (var trouble in _troubles)
        {
            if (trouble.Befalls(passage))
                fate = trouble.Befall(passage, fate);
            if (fate.Lost is not null)
                return fate;
        }

        return fate;
    }

    /// <summary>A message with one bit turned.</summary>
    /// <param name="message">As it was sent.</param>
    /// <param name="draw">Of <see cref="LinkFate.Damage"/>.</param>
    /// <returns>Null when no peer could decode it: its link throws it away.</returns>
    public static EncodedMessage? Damaged(EncodedMessage message, ulong draw)
    {
        ArgumentNullException.ThrowIfNull(message);
        var bytes = message.Bytes.ToArray();
        var bit = (int)(draw % ((ulong)bytes.Length * 8));
        bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        return EncodedMessage.Decode(bytes, s_anyLength, out _);
    }

    private bool IsDropped(in LinkPassage passage)
    {
        foreach (var cut in _cuts)
        {
            if (cut.Cut.IsDelayed != true && MetAt(cut, passage) is not null)
                return true;
        }

        return false;
    }

    /// <summary>When the last of the cuts in a message's way lets it depart; null: none is.</summary>
    private TimeSpan? HeldUntil(in LinkPassage passage)
    {
        TimeSpan? held = null;
        foreach (var cut in _cuts)
        {
            if (cut.Cut.IsDelayed == true && MetAt(cut, passage) is { } at
                && cut.OpensAt(passage.From, passage.To, at) is var opens && !(held > opens))
                held = opens;
        }

        return held;
    }

    private static TimeSpan? MetAt(PlacedCut cut, in LinkPassage passage) =>
        cut.Separates(passage.From, passage.To, passage.DepartsAt) ? passage.DepartsAt
        : cut.Separates(passage.From, passage.To, passage.ArrivesAt) ? passage.ArrivesAt
        : null;

    /// <summary>One trouble, and what it remembers of each sender.</summary>
    private sealed class PlacedTrouble
    {
        private readonly bool[] _isOf;
        private readonly ulong _seed;
        private readonly UplinkQueues? _uplinks;
        private readonly Dictionary<int, Queue<TimeSpan>>?[] _underWay;

        public PlacedTrouble(LinkTrouble fault, int nodes, ulong seed, int index)
        {
            if (fault.Of.FaultIn(nodes) is { } what)
                throw new ArgumentException($"The fault '{fault.Text}' cannot be made: {what}.", nameof(fault));
            fault.RequirePlaced();
            (Fault, _isOf) = (fault, new bool[nodes]);
            foreach (var node in fault.Of.In(nodes))
                _isOf[node] = true;
            _seed = RandomStream.Of(seed, $"fault {index}").State;
            _uplinks = fault.Effect is LinkEffect.Bandwidth { BitsPerSecond: var bits }
                ? new UplinkQueues(nodes, bits)
                : null;
            _underWay = fault.Effect is LinkEffect.Capacity ? new Dictionary<int, Queue<TimeSpan>>[nodes] : [];
        }

        public LinkTrouble Fault { get; }

        public bool Befalls(in LinkPassage passage) =>
            (_isOf[passage.From] || _isOf[passage.To]) && Fault.IsActive(passage.DepartsAt);

        /// <summary>
        /// A message leaves later where its sender's uplink carries less. What still waits when the fault ends leaves
        /// then.
        /// </summary>
        public LinkPassage Uplink(in LinkPassage passage)
        {
            if (_uplinks is null || !_isOf[passage.From] || !Fault.IsActive(passage.DepartsAt))
                return passage;
            var departs = TimeSpan.FromTicks(_uplinks.Depart(
                passage.From, passage.DepartsAt.Ticks, passage.Bytes, passage.IsUrgent));
            var gone = Fault.ActiveUntil(passage.DepartsAt);
            if (departs > gone)
            {
                _uplinks.Clear(passage.From, gone.Ticks);
                departs = gone;
            }

            return passage with { DepartsAt = departs, ArrivesAt = passage.ArrivesAt + (departs - passage.DepartsAt) };
        }

        public LinkFate Befall(in LinkPassage passage, LinkFate fate)
        {
            var draw = RandomStream.Mix(RandomStream.Mix(
                _seed ^ (((ulong)(uint)passage.From << 32) | (uint)passage.To)) ^ passage.Number);
            var travel = passage.ArrivesAt - passage.DepartsAt;
            return Fault.Effect switch
            {
                LinkEffect.Loss f when Falls(draw, f.PerMillion) => fate with { Lost = LinkLoss.Chance },
                LinkEffect.Delay f => fate with { ArrivesAt = fate.ArrivesAt + f.By },
                LinkEffect.Slowdown f => fate with { ArrivesAt = fate.ArrivesAt + (travel * (f.Times - 1)) },
                LinkEffect.Duplication f when Falls(draw, f.PerMillion) => fate with
                {
                    CopyAfter = Below(f.Within, RandomStream.Mix(draw)),
                },
                LinkEffect.Reordering f => fate with
                {
                    ArrivesAt = fate.ArrivesAt + Below(f.Within, draw), MayBeOvertaken = true,
                },
                LinkEffect.Damage f when Falls(draw, f.PerMillion) => fate with { Damage = RandomStream.Mix(draw) },
                LinkEffect.Capacity f => Hold(passage, fate, f.Messages),
                _ => fate,
            };
        }

        private LinkFate Hold(in LinkPassage passage, LinkFate fate, int capacity)
        {
            var ofSender = _underWay[passage.From] ??= [];
            if (!ofSender.TryGetValue(passage.To, out var underWay))
                ofSender.Add(passage.To, underWay = new Queue<TimeSpan>());
            while (underWay.TryPeek(out var arrived) && arrived <= passage.DepartsAt)
                underWay.Dequeue();
            if (underWay.Count >= capacity)
                return fate with { Lost = LinkLoss.Capacity };
            underWay.Enqueue(fate.ArrivesAt);
            return fate;
        }

        private static bool Falls(ulong draw, int perMillion) =>
            (int)Math.BigMul(draw, Million, out _) < perMillion;

        private static TimeSpan Below(TimeSpan limit, ulong draw) =>
            TimeSpan.FromTicks((long)Math.BigMul(draw, (ulong)limit.Ticks, out _));
    }
}

/// <summary>A message on its way, as faults see it. Times are those of the run's clock.</summary>
/// <param name="From">The sender, 0 and up.</param>
/// <param name="To">The receiver.</param>
/// <param name="Bytes">Length on the wire.</param>
/// <param name="IsUrgent">Whether it goes before bulk.</param>
/// <param name="DepartsAt">When its last bit leaves the sender.</param>
/// <param name="ArrivesAt">When it arrives if nothing befalls it.</param>
/// <param name="Number">How many messages went over this directed link before it.</param>
public readonly record struct LinkPassage(
    int From, int To, int Bytes, bool IsUrgent, TimeSpan DepartsAt, TimeSpan ArrivesAt, uint Number);

/// <summary>What becomes of a message.</summary>
/// <param name="Lost">Why it does not arrive; null when it does.</param>
/// <param name="ArrivesAt">When it arrives.</param>
public readonly record struct LinkFate(LinkLoss? Lost, TimeSpan ArrivesAt)
{
    /// <summary>Whether later messages of its link may arrive before it.</summary>
    public bool MayBeOvertaken { get; init; }

    /// <summary>A copy arrives so much later; null when none does.</summary>
    public TimeSpan? CopyAfter { get; init; }

    /// <summary>Not null: one bit of it is turned, and this draws which.</summary>
    public ulong? Damage { get; init; }
}

/// <summary>Why a message is lost.</summary>
public enum LinkLoss
{
    /// <summary>A cut was in its way.</summary>
    Cut,

    /// <summary>By chance.</summary>
    Chance,

    /// <summary>Its link was full.</summary>
    Capacity,
}
