namespace PoR.Simulation.Tests.Worlds;

/// <summary>A node adopted a round's block, at a time in virtual seconds.</summary>
internal sealed record Decision(double Seconds, int Node, long Round, bool IsEmpty);
