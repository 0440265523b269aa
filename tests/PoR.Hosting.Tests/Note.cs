using PoR.Actors.Contract;

namespace PoR.Hosting.Tests;

/// <summary>A message with a text, and a size.</summary>
internal sealed record Note(string Text, int WireBytes = 100, bool IsUrgent = true)
    : IWireMessage, ITraced
{
    public ulong TraceMark => (ulong)Text.Length;
}
