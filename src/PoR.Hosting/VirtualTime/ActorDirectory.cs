using PoR.Actors.Contract;

namespace PoR.Hosting.VirtualTime;

/// <summary>Finds the cell of an address.</summary>
internal sealed class ActorDirectory
{
    /// <summary>The kind of reply addresses; nobody can register it.</summary>
    public const string AskKind = "ask";

    private readonly SortedDictionary<string, KindEntry> _kinds = new(StringComparer.Ordinal);
    private readonly TraceHash _trace;
    private readonly int _nodes;
    private readonly KindEntry _asks;
    private KindEntry _latest;
    private int _nextId;

    public ActorDirectory(TraceHash trace, int nodes)
    {
        (_trace, _nodes) = (trace, nodes);
        _asks = new KindEntry(AskKind, static _ => throw new NotSupportedException(), new());
        _kinds.Add(AskKind, _asks);
        _latest = _asks;
        Outside = new Cell(ActorAddress.Outside, NewId(ActorAddress.Outside), null, -1);
        Gone = new Cell(new(AskKind, "gone"), NewId(new(AskKind, "gone")), null, -1)
        {
            IsDead = true,
        };
    }

    public Cell Outside { get; }

    /// <summary>Stands for reply addresses whose ask is over.</summary>
    public Cell Gone { get; }

    public void Register(string kind, Func<ActorAddress, IActor> create, KindOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(kind);
        if (kind == ActorAddress.Outside.Kind || !_kinds.TryAdd(kind, new(kind, create, options)))
            throw new ArgumentException($"The kind '{kind}' is registered already.", nameof(kind));
    }

    /// <summary>The cell of an address, created at first use.</summary>
    public Cell Resolve(in ActorAddress address)
    {
        var kind = _latest;
        if (!ReferenceEquals(kind.Name, address.Kind) && kind.Name != address.Kind)
        {
            if (address.Kind is null || !_kinds.TryGetValue(address.Kind, out kind))
                throw new ArgumentException($"The kind of '{address}' is not registered.");
            _latest = kind;
        }

        return kind.Cells.TryGetValue(address.Key, out var cell) ? cell : Create(kind, address);
    }

    /// <summary>The cell of an address if there is one.</summary>
    public Cell? Find(in ActorAddress address) =>
        _kinds.TryGetValue(address.Kind, out var kind)
            ? kind.Cells.GetValueOrDefault(address.Key)
            : null;

    public Cell CreateAsk(string key, PendingAsk ask)
    {
        var address = new ActorAddress(AskKind, key);
        var cell = new Cell(address, NewId(address), null, -1) { Ask = ask };
        _asks.Cells.Add(key, cell);
        return cell;
    }

    /// <summary>Forgets a cell to which nothing is under way.</summary>
    public void Evict(Cell cell)
    {
        cell.IsEvicted = true;
        (cell.Kind ?? _asks).Cells.Remove(cell.Address.Key);
    }

    /// <summary>All actors in ordinal order of address.</summary>
    public IEnumerable<Cell> InOrder() =>
        _kinds.Values.SelectMany(static kind => kind.Cells.Values
            .OrderBy(static cell => cell.Address.Key, StringComparer.Ordinal));

    private Cell Create(KindEntry kind, in ActorAddress address)
    {
        if (ReferenceEquals(kind, _asks))
            return Gone;
        var node = kind.Options.NodeOf?.Invoke(address.Key) ?? 0;
        if ((uint)node >= (uint)_nodes)
            throw new InvalidOperationException($"'{address}' has node {node} of {_nodes}.");
        var cell = new Cell(address, NewId(address), kind, node);
        kind.Cells.Add(address.Key, cell);
        return cell;
    }

    private int NewId(in ActorAddress address)
    {
        _trace.DefineActor(_nextId, address.ToString());
        return _nextId++;
    }
}
