using PoR.Actors.Contract;

namespace PoR.Hosting.VirtualTime;

/// <summary>A registered kind and its actors.</summary>
internal sealed class KindEntry(
    string name, Func<ActorAddress, IActor> create, KindOptions options)
{
    public string Name => name;

    public Func<ActorAddress, IActor> Create => create;

    public KindOptions Options => options;

    public Dictionary<string, Cell> Cells { get; } = new(StringComparer.Ordinal);
}
