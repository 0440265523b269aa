using PoR.Actors.Contract;

namespace PoR.Actors.Tests.Stages;

/// <summary>What a neighbour heard.</summary>
internal sealed record Heard(ActorAddress By, TimeSpan At, IMessage Message);
