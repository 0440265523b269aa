namespace PoR.Simulation.Networks;

/// <summary>What is known of each directed link; a link takes memory from its first letter on.</summary>
/// <remarks>The row of a sender is touched by its lane alone.</remarks>
/// <param name="nodes">How many there are.</param>
internal sealed class LinkTable(int nodes)
{
    private const int PageBits = 5;
    private readonly Link[]?[]?[] _rows = new Link[nodes][][];

    /// <summary>Letters of all links.</summary>
    public long Letters => _rows.Sum(
        static row => row?.Sum(static page => page?.Sum(static link => (long)link.Letters) ?? 0) ?? 0);

    /// <summary>A link, from now on used.</summary>
    public ref Link Of(int from, int to)
    {
        var row = _rows[from] ??= new Link[]?[(nodes >> PageBits) + 1];
        var page = row[to >> PageBits] ??= new Link[1 << PageBits];
        return ref page[to & ((1 << PageBits) - 1)];
    }
}

/// <summary>A directed link.</summary>
internal struct Link
{
    /// <summary>When the latest urgent letter arrives, ticks: no later one overtakes it.</summary>
    public long LatestUrgent;

    /// <summary>When the latest bulk letter arrives, ticks.</summary>
    public long LatestBulk;

    /// <summary>How many letters it has carried.</summary>
    public uint Letters;
}
