using PoR.Consensus.Agreement;
using PoR.Consensus.Votes;
using PoR.Core.Agreement;
using PoR.Core.Rounds;

namespace PoR.Consensus.Tests.Agreement;

/// <summary>Runs one round of many nodes in virtual time, in memory: the production machine and tallies.</summary>
internal sealed class PureNetwork
{
    private readonly PriorityQueue<Action, (long Time, long Order)> _queue = new();
    private readonly Dictionary<int, long> _firstSpoken = [];
    private long _order;

    public PureNetwork(PureNetworkOptions options)
    {
        Options = options;
        Random = new Xorshift(options.Seed);
        HonestCount = options.NodeCount - options.ByzantineCount;
        Nodes = [.. Enumerable.Range(0, HonestCount).Select(i => new PureNode(this, i))];
        foreach (var node in Nodes)
        {
            var offset = options.StartOffsetMax > 0 ? Random.Below((int)options.StartOffsetMax) : 0;
            At(offset, () => node.Tell(new RoundEvent.Started()));
        }

        for (var i = HonestCount; i < options.NodeCount; i++)
        {
            var member = i;
            if (options.Proposes(member))
                At(0, () => options.Adversary?.Propose(this, member));
        }
    }

    public PureNetworkOptions Options { get; }

    public Xorshift Random { get; }

    /// <summary>Honest nodes, 0 and up.</summary>
    public IReadOnlyList<PureNode> Nodes { get; }

    public int HonestCount { get; }

    public long Now { get; private set; }

    /// <summary>Every block that somebody proposed.</summary>
    public List<BlockValue> Blocks { get; } = [];

    public bool HasEnded => Nodes.All(n => n.Machine.Ending is not null);

    /// <summary>The different blocks decided, ε as null.</summary>
    public IReadOnlyList<BlockDigest?> Decided =>
        [.. Nodes.Where(n => n.Machine.Ending is not null).Select(n => n.Decided).Distinct()];

    public static PureNetwork Run(PureNetworkOptions options)
    {
        var network = new PureNetwork(options);
        network.RunUntil(options.TimeLimit);
        return network;
    }

    public void RunUntil(long time)
    {
        while (!HasEnded && _queue.TryPeek(out _, out var at) && at.Time <= time)
        {
            Now = at.Time;
            _queue.Dequeue()();
            if (Nodes.Any(n => n.Machine.Step.Number >= Options.StepLimit))
                return;
        }
    }

    public void At(long time, Action action) => _queue.Enqueue(action, (time, _order++));

    public Ticket TicketOf(int node)
    {
        var rank = Options.TicketRank is { } by ? by(node) : Xorshift.Mix((Options.Seed * 1_000_003) + (ulong)node);
        return Given.Ticket(node, rank);
    }

    public Vote? VoteOf(int node, Step step, Position position)
    {
        var seats = Options.Seats(node, step.Number);
        var rank = Options.VoteRank?.Invoke(node, step)
            ?? Given.Rank(Xorshift.Mix(Options.Seed ^ ((ulong)step.Number << 32) ^ (ulong)node) >> 1);
        return seats < 1 || !position.IsAllowedIn(step, Options.Bits)
            ? null
            : Given.Vote(node, step.Number, position.Value, position.Bit, seats, rank, position.NoConfidence);
    }

    /// <summary>The adversary speaks in a step when the first honest node does.</summary>
    public void HasSpoken(Step step)
    {
        if (!_firstSpoken.TryAdd(step.Number, Now))
            return;
        for (var i = HonestCount; i < Options.NodeCount; i++)
            Options.Adversary?.Vote(this, i, step);
    }

    /// <summary>Sends once; false when it does not arrive.</summary>
    public bool Send(int from, int to, Packet packet, long extraDelay = 0)
    {
        if (!Options.CanPass(from, to, Now) || (Options.LosesOneIn > 0 && Random.OnceIn(Options.LosesOneIn)))
            return false;
        var delay = from == to ? 0 : Options.LinkDelay?.Invoke(from, to) ?? DelayOf(packet, to);
        At(Now + delay + extraDelay, () => Nodes[to].Receive(packet));
        return true;
    }

    private long DelayOf(Packet packet, int to)
    {
        if (packet is Packet.OfBlock && Options.IsSlow is { } isSlow)
            return isSlow(to) ? Options.BlockDelayMax : Given.Lambda;
        var longest = packet is Packet.OfBlock ? Options.BlockDelayMax : Options.DelayMax;
        return 1 + Random.Below((int)longest);
    }
}
