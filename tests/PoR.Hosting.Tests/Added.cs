using PoR.Actors.Contract;

namespace PoR.Hosting.Tests;

/// <summary>An event that adds to a sum.</summary>
internal sealed record Added(int Amount) : IEvent;
