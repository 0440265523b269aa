using PoR.Actors.Contract;

namespace PoR.Hosting.Tests;

/// <summary>A snapshot of a sum.</summary>
internal sealed record Sum(int Value) : ISnapshot;
